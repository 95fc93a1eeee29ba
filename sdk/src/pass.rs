//! How values are passed in a call (`docs/abi.md`, "Calls"): names for the ways.

/// Not at all: `()`.
pub enum Nothing {}

/// As one wasm value.
pub enum Direct {}

/// As address and length.
pub enum Pair {}

/// As the address of its layout.
pub enum Address {}

/// A reference to a value that the call keeps.
pub enum Reference {}

/// As the handle of an object.
pub enum Object {}

/// A slice that the function changes in place.
pub enum Writable {}

/// As the handle of an iterator: a result only.
pub enum Iterator {}

/// As a token for a Python iterable: a parameter only.
pub enum Iterable {}

/// Not at all: what the user of the extension provides.
pub enum Injected {}

/// A result, or an error that Python raises.
pub enum Fallible {}

/// An error: in a result only.
pub enum Raising {}
