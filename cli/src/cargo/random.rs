//! Random numbers of `getrandom`: the setting that lets the SDK be its source.
//!
//! Since version 0.3 `getrandom` takes its source from a `cfg` that only flags of the compiler can set.

use cargo_metadata::Package;

use super::graph::Graph;

/// The SDK's crate, and its feature that is a source of random numbers for `getrandom`.
const SDK: &str = "pyext";
const FEATURE: &str = "getrandom";
/// The crate that asks for them.
const GETRANDOM: &str = "getrandom";

/// The flags for all crates: none unless both are linked, because a change of flags compiles everything again.
pub fn flags(graph: &Graph<'_>) -> Vec<String> {
    let asks = graph.path_to(is_served).is_some();
    match asks && graph.has_feature(SDK, FEATURE) {
        true => ["--cfg", "getrandom_backend=\"custom\""]
            .map(String::from)
            .into(),
        false => Vec::new(),
    }
}

/// Whether this is `getrandom` in a version that the SDK serves.
pub fn is_served(package: &Package) -> bool {
    let version = &package.version;
    package.name == GETRANDOM && version.major == 0 && matches!(version.minor, 3 | 4)
}
