//! `cargo pyext`: parses arguments, calls one operation of the library, turns its outcome into an exit status.

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run()
}
