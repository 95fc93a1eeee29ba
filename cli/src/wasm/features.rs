//! Validity of a module, and the WebAssembly features that a host must have to run it.

use wasmparser::{Validator, WasmFeatures};

/// What wasmtime enables by default in the oldest version that the host supports (36).
/// Garbage collection, exceptions and others came later or are still off.
pub fn wasmtime_defaults() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::SIMD
        | WasmFeatures::RELAXED_SIMD
        | WasmFeatures::THREADS
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::FLOATS
        | WasmFeatures::MULTI_MEMORY
        | WasmFeatures::MEMORY64
        | WasmFeatures::EXTENDED_CONST
        // Not a proposal of its own: lets the validator represent `externref` and `funcref`.
        | WasmFeatures::GC_TYPES
}

/// Why a module is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong.
    pub why: String,
    /// Where in the file.
    pub offset: u64,
    /// The feature that would make it valid.
    pub feature: Option<String>,
}

/// Judges a module by the features that the host's engine has.
///
/// # Errors
/// The first thing that is wrong.
pub fn validate(bytes: &[u8]) -> Result<(), Invalid> {
    let judge = |features| {
        Validator::new_with_features(features)
            .validate_all(bytes)
            .map(drop)
    };
    let Err(error) = judge(wasmtime_defaults()) else {
        return Ok(());
    };
    // A module that more features make valid is not broken, only too new.
    let (error, feature) = match judge(WasmFeatures::all()) {
        Err(broken) => (broken, None),
        Ok(()) => {
            let feature = error.missing_wasm_feature().map(name);
            let feature = feature.unwrap_or_else(|| "an optional feature".to_string());
            (error, Some(feature))
        }
    };
    Err(Invalid {
        why: error.message().to_string(),
        offset: error.offset(),
        feature,
    })
}

fn name(feature: WasmFeatures) -> String {
    let names: Vec<String> = feature
        .iter_names()
        .map(|(name, _)| name.to_lowercase().replace('_', "-"))
        .collect();
    format!("`{}`", names.join("`, `"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Result<(), Invalid> {
        validate(&wat::parse_str(text).unwrap_or_else(|e| panic!("{e}")))
    }

    #[test]
    fn what_rustc_emits_by_default_is_accepted() {
        assert_eq!(
            judge(
                "(module (table 1 externref) (func (param i64) (result i64 i32) local.get 0 i32.const 1))"
            ),
            Ok(())
        );
    }

    #[test]
    fn a_feature_beyond_the_defaults_is_named() {
        let feature = |text| {
            judge(text)
                .err()
                .and_then(|e| e.feature)
                .unwrap_or_default()
        };
        assert!(feature("(module (tag (param i32)))").contains("exceptions"));
        assert!(feature("(module (type (struct (field i32))))").contains("gc"));
    }

    #[test]
    fn a_module_that_no_feature_makes_valid_is_broken() {
        let invalid = judge("(module (func (result i32)))").err();
        assert_eq!(invalid.and_then(|e| e.feature), None);
        assert!(judge("(module (func (result i32)))").is_err());
    }
}
