//! `cargo pyext --version --verbose`: this program and what it fits together with.

use std::ffi::OsString;
use std::process::ExitCode;

use cargo_pyext::doctor;

use crate::commands::format;

/// Whether the words ask for it: before any subcommand.
pub fn is_wanted(words: &[OsString]) -> bool {
    let options: Vec<&str> = words
        .iter()
        .skip(2)
        .map_while(|word| word.to_str().filter(|word| word.starts_with('-')))
        .collect();
    let has = |names: [&str; 2]| options.iter().any(|word| names.contains(word));
    let both = options.iter().any(|word| ["-vV", "-Vv"].contains(word));
    both || (has(["--version", "-V"]) && has(["--verbose", "-v"]))
}

/// Prints it.
pub fn print() -> ExitCode {
    match format::data(&doctor::version_text()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
