//! WebAssembly modules: reading, cutting, assembling. Knows nothing of cargo.

pub mod features;
pub mod live;
pub mod module;
pub mod optimize;
pub mod prune;
pub mod sections;
