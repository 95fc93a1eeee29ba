//! Objects: values of a class stay in the guest, in a table; the host has their handles (`docs/abi.md`, "Objects").

mod holds;
mod lent;
mod shape;
mod table;
mod wire;

pub use holds::Holds;
pub(crate) use holds::{assert_holds_nothing, assert_lends, assert_no_errors, assert_no_objects};
pub use lent::{Lent, refuse};
pub use shape::{assert_constructs, assert_result};
pub use table::Refusal;
pub(crate) use table::{Access, table};
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(unused_imports, reason = "only a host calls them")
)]
pub(crate) use wire::drop_as;
pub use wire::{Class, Object, drop_object};
