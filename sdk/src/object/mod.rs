//! Objects: values of a class stay in the guest, in a table; the host has their handles (`docs/abi.md`, "Objects").

mod holds;
mod lent;
mod shape;
mod table;
mod wire;

pub use holds::Holds;
pub(crate) use holds::{assert_holds_nothing, assert_lends};
pub use lent::{Lent, refuse};
pub use shape::{assert_constructs, assert_result};
pub use table::Refusal;
pub(crate) use table::{Access, table};
pub use wire::{Class, Object, drop_object};
