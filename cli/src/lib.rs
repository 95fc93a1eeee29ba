//! The operations behind `cargo pyext`, as a library: scaffold, build, check, inspect, package.
//!
//! The binary parses arguments and calls one operation; everything that can go wrong is an [`error::Error`] with a stable
//! code, and everything that a person reads goes through [`shell::Shell`].

pub mod error;
pub mod shell;
