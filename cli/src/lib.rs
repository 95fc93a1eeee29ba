//! The operations behind `cargo pyext`, as a library: scaffold, build, check, inspect, package.
//!
//! The binary parses arguments and calls one operation; everything that can go wrong is an [`error::Error`] with a stable
//! code, and everything that a person reads goes through [`shell::Shell`]. A program of yours does the same:
//!
//! ```no_run
//! use cargo_pyext::build::{self, build};
//! use cargo_pyext::shell::{Shell, Verbosity};
//! use cargo_pyext::{check, error::Result, inspect};
//!
//! fn main() -> Result<()> {
//!     let mut options = build::Options::default();
//!     options.cargo.manifest_path = Some("fastmd/Cargo.toml".into());
//!     let built = build(&options, &Shell::new(Verbosity::Quiet))?;
//!     print!("{}", inspect::inspect(&built.bytes)?.text());
//!     check::check(&built.bytes, None).findings.iter().for_each(|finding| println!("{finding}"));
//!     Ok(())
//! }
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod build;
pub mod bytes;
pub mod call;
pub mod cargo;
pub mod check;
#[cfg(feature = "component")]
pub mod component;
pub mod contract;
pub mod develop;
pub mod diff;
pub mod doctor;
pub mod error;
pub mod escape;
pub mod explain;
pub mod files;
pub mod inspect;
mod leftovers;
mod lock;
pub mod manifest;
pub mod policy;
pub mod python;
pub mod scaffold;
pub mod scratch;
pub mod sdist;
mod setting;
pub mod shell;
pub mod size;
mod spelling;
pub mod subject;
pub mod suite;
pub mod wasm;
pub mod wheel;
