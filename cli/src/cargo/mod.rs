//! Running cargo: which one, with which flags, and what its answers mean.

pub mod checksums;
pub mod config;
pub mod diagnose;
pub mod graph;
pub mod invoke;
pub mod metadata;
pub mod options;
pub mod profile;
pub mod random;
pub mod remap;
pub mod rustflags;
pub mod toolchain;
