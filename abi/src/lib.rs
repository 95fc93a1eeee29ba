//! The fixed ABI between pyext guests and hosts, in one place.
//!
//! - [`names`]: exports, sections, the control block, reserved names.
//! - [`layout`]: sizes and alignments of values in memory.
//! - [`text`]: interface text assembled by const evaluation, so that metadata never needs to be executed.
//! - [`class`]: roles of functions in classes.
//! - [`parameter`]: how a parameter can be passed in Python.
//! - [`service`]: what every host gives its guests.
//! - [`record`]: records, which hold such text before linking.
//! - [`definition!`]: the text of a named type in a record.
//! - [`special`]: the methods of a class that Python itself calls.
//! - [`python`]: how names and types are spelled in Python.
//! - `interface` (feature `model`): the owned model that tools read and write.
//!
//! The specification is `docs/abi.md` in the project's repository.
#![no_std]

#[cfg(feature = "model")]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod class;
mod definition;
#[cfg(feature = "model")]
pub mod interface;
pub mod layout;
pub mod names;
pub mod parameter;
pub mod primitive;
pub mod python;
pub mod record;
pub mod service;
pub mod special;
pub mod text;
