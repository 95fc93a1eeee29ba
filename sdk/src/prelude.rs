//! What a guest without `std` usually needs: `use pyext::prelude::*;`.

pub use crate::export;
pub use alloc::borrow::ToOwned;
pub use alloc::boxed::Box;
pub use alloc::string::{String, ToString};
pub use alloc::vec::Vec;
pub use alloc::{format, vec};
