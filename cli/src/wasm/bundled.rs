//! The wasm-opt that is compiled into this program: the crate `wasm-opt`, which has Binaryen's sources in it.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use wasm_opt::integration::{Command, run_from_command_args};

/// The version of Binaryen: the second number of the crate's own.
pub const VERSION: u32 = 116;

/// Optimises the module in `input`, with the arguments of the program.
///
/// # Errors
/// What went wrong, in Binaryen's words.
pub fn run(input: &Path, result: &Path, args: &[OsString]) -> Result<(), String> {
    let mut command = Command::new("wasm-opt");
    command.arg(input).arg("-o").arg(result);
    for arg in args {
        // The one feature that the crate calls otherwise than the program.
        command.arg(match arg.to_str() {
            Some("--enable-multimemory") => OsStr::new("--enable-multi-memory"),
            _ => arg,
        });
    }
    run_from_command_args(command).map_err(|error| {
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(next) = cause {
            words = format!("{words}: {next}");
            cause = next.source();
        }
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::module::Module;
    use crate::wasm::optimize::{FEATURES, WasmOpt};

    #[test]
    fn a_module_becomes_smaller_with_every_feature_and_rubbish_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let (input, result) = (
            folder.path().join("in.wasm"),
            folder.path().join("out.wasm"),
        );
        let text = "(module (func (export \"f\") (result i32) (i32.add (i32.const 1) (i32.const 2))) (func nop))";
        let wasm = wat::parse_str(text).unwrap();
        std::fs::write(&input, &wasm).unwrap();
        let features = FEATURES.map(|(name, _)| name.to_string());
        run(&input, &result, &WasmOpt::args("-Oz", &features)).unwrap();
        let optimized = std::fs::read(&result).unwrap();
        assert_eq!(Module::parse(&optimized).unwrap().bodies.len(), 1);
        assert!(optimized.len() < wasm.len());
        std::fs::write(&input, "rubbish").unwrap();
        let error = run(&input, &result, &[]).unwrap_err();
        assert!(error.contains("Failed to read module"), "{error}");
        let error = run(&input, &result, &["--nonsense".into()]).unwrap_err();
        assert!(error.contains("--nonsense"), "{error}");
    }

    #[test]
    fn the_version_is_that_of_the_crate() {
        let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
        let version = manifest["dependencies"]["wasm-opt"]["version"].as_str();
        let start = format!("0.{VERSION}.");
        assert!(version.is_some_and(|version| version.starts_with(&start)));
    }
}
