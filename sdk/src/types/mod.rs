//! The types of the ABI in Rust: what each is called, how it lies in memory, how it is read and written.

mod array;
mod collection;
pub(crate) mod index;
mod list;
mod option;
mod reference;
pub(crate) mod scalar;
mod string;
pub(crate) mod text;
pub(crate) mod tuple;
mod wide;
