//! What every host does for a guest: each an import that is there only if it is used (`docs/abi.md`, "Imports").

pub mod clock;
pub mod log;
#[cfg(feature = "log")]
mod logger;
pub mod random;
pub mod stdout;

#[cfg(all(feature = "log", target_arch = "wasm32"))]
pub(crate) use logger::install as install_logger;
