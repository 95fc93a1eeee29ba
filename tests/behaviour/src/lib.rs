//! Objects that live, iterate and call back.
#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

pub mod classes;
