//! Iterators: those of the guest, which Python reads, and Python's, which the guest reads (`docs/abi.md`, "Iterators").

mod given;
mod items;
mod pulled;

pub use given::Iter;
pub use items::Items;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(unused_imports, reason = "only a host calls them")
)]
pub(crate) use items::{close, next};
pub use pulled::PyIter;
