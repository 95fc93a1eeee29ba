//! WebAssembly modules: reading, cutting, assembling. Knows nothing of cargo.

#[cfg(feature = "bundled-wasm-opt")]
mod bundled;
#[cfg(feature = "component")]
pub mod component;
pub mod features;
pub mod live;
pub mod module;
pub mod names;
pub mod not_a_module;
pub mod optimize;
pub mod prune;
pub mod sections;
pub mod surface;
