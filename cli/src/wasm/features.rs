//! Validity of a module, and the WebAssembly features that a host must have to run it.

use wasmparser::{Validator, WasmFeatures};

/// The oldest release of wasmtime that the host supports.
pub const OLDEST: u32 = 36;

/// What each release of wasmtime has switched on beyond the one before it, without anybody's asking, and the host leaves on: it
/// switches off what would give a guest memory beside the one that the host sees (garbage collection, exceptions). The source is wasmtime's release notes; `tests/test_features.py` asks the host, too.
const RELEASES: [(u32, WasmFeatures); 2] = [
    (
        OLDEST,
        WasmFeatures::MUTABLE_GLOBAL
            .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
            .union(WasmFeatures::SIGN_EXTENSION)
            .union(WasmFeatures::REFERENCE_TYPES)
            .union(WasmFeatures::MULTI_VALUE)
            .union(WasmFeatures::BULK_MEMORY)
            .union(WasmFeatures::SIMD)
            .union(WasmFeatures::RELAXED_SIMD)
            .union(WasmFeatures::THREADS)
            .union(WasmFeatures::TAIL_CALL)
            .union(WasmFeatures::FLOATS)
            // Memories of these kinds have findings of their own.
            .union(WasmFeatures::MULTI_MEMORY)
            .union(WasmFeatures::MEMORY64)
            .union(WasmFeatures::EXTENDED_CONST)
            // Not a proposal of its own: lets the validator represent `externref` and `funcref`.
            .union(WasmFeatures::GC_TYPES),
    ),
    (49, WasmFeatures::WIDE_ARITHMETIC),
];

/// What a release of wasmtime has switched on.
fn of_release(release: u32) -> WasmFeatures {
    let until = RELEASES.iter().filter(|(since, _)| *since <= release);
    until.fold(WasmFeatures::empty(), |all, (_, new)| all.union(*new))
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
    /// The first release of wasmtime that has switched on all that it needs.
    pub since: Option<u32>,
}

/// Judges a module by the features that this release of wasmtime has.
///
/// # Errors
/// The first thing that is wrong.
pub fn validate(bytes: &[u8], release: u32) -> Result<(), Invalid> {
    let judge = |features| {
        Validator::new_with_features(features)
            .validate_all(bytes)
            .map(drop)
    };
    let Err(error) = judge(of_release(release)) else {
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
    let newer = RELEASES.iter().map(|(since, _)| *since);
    let since = match feature {
        Some(_) => newer
            .filter(|since| *since > release)
            .find(|since| judge(of_release(*since)).is_ok()),
        None => None,
    };
    Err(Invalid {
        why: error.message().to_string(),
        offset: error.offset(),
        feature,
        since,
    })
}

/// Features that rustc uses only if it is told to, and their names there.
const OPTIONAL: [(&str, WasmFeatures); 3] = [
    ("simd128", WasmFeatures::SIMD),
    ("relaxed-simd", WasmFeatures::RELAXED_SIMD),
    ("tail-call", WasmFeatures::TAIL_CALL),
];

/// Those that a module uses, by their names in rustc: without them it would not be valid.
pub fn optional(bytes: &[u8]) -> Vec<&'static str> {
    let all = WasmFeatures::all();
    let is_valid = |features| {
        let mut validator = Validator::new_with_features(features);
        validator.validate_all(bytes).is_ok()
    };
    if !is_valid(all) {
        return Vec::new();
    }
    let used = OPTIONAL.iter();
    let used = used.filter(|(_, feature)| !is_valid(all.difference(*feature)));
    used.map(|(name, _)| *name).collect()
}

/// Judges a module by all that WebAssembly can have.
///
/// # Errors
/// The first thing that is wrong.
pub fn validate_any(bytes: &[u8]) -> Result<(), Invalid> {
    let judged = Validator::new_with_features(WasmFeatures::all()).validate_all(bytes);
    judged.map(drop).map_err(|error| Invalid {
        why: error.message().to_string(),
        offset: error.offset(),
        feature: None,
        since: None,
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
        validate(
            &wat::parse_str(text).unwrap_or_else(|e| panic!("{e}")),
            OLDEST,
        )
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
    fn optional_features_that_a_module_uses_are_told() {
        let add = "(func (param v128) (result v128) (i32x4.add (local.get 0) (local.get 0)))";
        for (body, wanted) in [
            ("(func)", &[][..]),
            (add, &["simd128"]),
            ("(func (return_call 0))", &["tail-call"]),
            ("(func (result i32))", &[]),
        ] {
            let wasm = wat::parse_str(format!("(module {body})")).unwrap();
            assert_eq!(optional(&wasm), wanted, "{body}");
        }
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
    fn the_first_release_that_has_a_feature_accepts_it() {
        for (text, since) in [
            ("(module (tag (param i32)))", None),
            ("(module (type (struct (field i32))))", None),
            (
                "(module (func (param i64 i64) (result i64 i64) local.get 0 local.get 1 i64.mul_wide_u))",
                Some(49),
            ),
            ("(module (memory 1 1 (pagesize 1)))", None),
        ] {
            let wasm = wat::parse_str(text).unwrap();
            let refused = |release| validate(&wasm, release).err();
            assert_eq!(refused(OLDEST).unwrap().since, since, "{text}");
            if let Some(since) = since {
                assert_eq!(refused(since - 1).unwrap().since, Some(since), "{text}");
                assert_eq!(refused(since), None, "{text}");
            }
        }
    }

    #[test]
    fn a_module_that_no_feature_makes_valid_is_broken() {
        let invalid = judge("(module (func (result i32)))").err();
        assert_eq!(invalid.and_then(|e| e.feature), None);
        assert!(judge("(module (func (result i32)))").is_err());
    }
}
