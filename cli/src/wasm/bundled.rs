//! The wasm-opt that is compiled into this program: the crate `wasm-opt`, which has Binaryen's sources in it.

use std::error::Error;
use std::ffi::OsString;
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
    command.arg(input).arg("-o").arg(result).args(args);
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

    #[test]
    fn the_version_is_that_of_the_crate() {
        let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
        let version = manifest["dependencies"]["wasm-opt"]["version"].as_str();
        let start = format!("0.{VERSION}.");
        assert!(version.is_some_and(|version| version.starts_with(&start)));
    }
}
