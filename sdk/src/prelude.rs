//! What a guest without `std` usually needs: `use pyext::prelude::*;`.

pub use crate::{Enum, Error, Flags, Record, Variant, export};
pub use alloc::borrow::ToOwned;
pub use alloc::boxed::Box;
pub use alloc::string::{String, ToString};
pub use alloc::vec;
pub use alloc::vec::Vec;

// Where std is in scope, only its own macro can have the name: two of one name would be ambiguous.
#[cfg(all(target_arch = "wasm32", not(feature = "std")))]
pub use crate::format;
#[cfg(not(all(target_arch = "wasm32", not(feature = "std"))))]
pub use alloc::format;
