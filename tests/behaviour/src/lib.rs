//! Objects that live, iterate and call back.
#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

pub mod callables;
pub mod classes;
pub mod imports;
pub mod iterators;
pub mod randomness;
pub mod services;
