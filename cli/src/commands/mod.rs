//! The command line: one module for each subcommand, an `Options` with a `run`, shared options flattened in.

mod build;
mod check;
mod color;
mod completions;
mod develop;
mod diff;
mod doctor;
mod explain;
mod format;
mod init;
mod inspect;
mod new;
mod run;
mod sdist;
mod size;
mod test;
mod version;
mod watch;
mod wheel;
#[cfg(feature = "component")]
mod wit;

use std::ffi::OsString;
use std::process::ExitCode;

use cargo_pyext::shell::{Shell, Verbosity};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use serde_json::json;

use format::Format;

/// cargo runs `cargo-pyext pyext …`; this level takes the second word.
#[derive(Parser)]
#[command(name = "cargo", bin_name = "cargo", display_name = "cargo")]
enum Cargo {
    Pyext(Pyext),
}

/// Python extensions in Rust, as one WebAssembly file and one universal wheel.
#[derive(Args)]
#[command(version, display_name = "cargo-pyext", arg_required_else_help = true, subcommand_required = true, after_help = HELP_END)]
struct Pyext {
    #[command(flatten)]
    output: Output,
    #[command(subcommand)]
    command: Command,
}

const HELP_END: &str = "\
Examples:
  cargo pyext new fastmd    a new extension: Rust code, tests, metadata
  cargo pyext build         one file, target/pyext/fastmd.wasm
  cargo pyext wheel         the same in target/wheels/fastmd-0.1.0-py3-none-any.whl

Exit status:
  0  done
  1  done, and the answer is no (check, diff, test, run)
  2  error; nothing half-made is left";

#[derive(Args)]
struct Output {
    /// Say more: the commands that are run
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "quiet",
        overrides_with = "verbose",
        display_order = 100
    )]
    verbose: bool,
    /// Say nothing but warnings and errors
    #[arg(
        short,
        long,
        global = true,
        overrides_with = "quiet",
        display_order = 100
    )]
    quiet: bool,
    /// Show each command that is run
    #[arg(long, global = true, display_order = 100)]
    print_commands: bool,
    /// When to use colours [default: as CARGO_TERM_COLOR says, else on a terminal]
    #[arg(long, value_name = "WHEN", global = true, display_order = 100)]
    color: Option<clap::ColorChoice>,
}

// Each subcommand: a file of its own here with `pub struct Options` (clap::Args) and
// `pub fn run(&self, shell: &Shell) -> cargo_pyext::error::Result<Outcome>`.
#[derive(Subcommand)]
enum Command {
    New(new::Options),
    Init(init::Options),
    Build(build::Options),
    Develop(develop::Options),
    Watch(watch::Options),
    Test(test::Options),
    Run(run::Options),
    Check(check::Options),
    Inspect(inspect::Options),
    Diff(diff::Options),
    Size(size::Options),
    Wheel(wheel::Options),
    Sdist(sdist::Options),
    #[cfg(feature = "component")]
    Wit(wit::Options),
    Explain(explain::Options),
    Doctor(doctor::Options),
    Completions(completions::Options),
}

/// How a command that did its work ended; an error is exit status 2.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit status 0.
    Success,
    /// Exit status 1: the work is done and the answer is no.
    Findings,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let words = words(std::env::args_os());
    if version::is_wanted(&words) {
        return version::print();
    }
    color::of_environment();
    let matches = Cargo::command().get_matches_from(words);
    let is_json = format::is_json(&matches);
    let Cargo::Pyext(Pyext { output, command }) =
        Cargo::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if let Some(when) = output.color {
        color::set(when);
    }
    let mut shell = Shell::new(match (output.verbose, output.quiet) {
        (true, _) => Verbosity::Verbose,
        (_, true) => Verbosity::Quiet,
        _ => Verbosity::Normal,
    });
    if output.print_commands {
        shell = shell.showing_commands();
    }
    let outcome: cargo_pyext::error::Result<Outcome> = match command {
        Command::New(options) => options.run(&shell),
        Command::Init(options) => options.run(&shell),
        Command::Build(options) => options.run(&shell),
        Command::Develop(options) => options.run(&shell),
        Command::Watch(options) => options.run(&shell),
        Command::Test(options) => options.run(&shell),
        Command::Run(options) => options.run(&shell),
        Command::Check(options) => options.run(&shell),
        Command::Inspect(options) => options.run(&shell),
        Command::Diff(options) => options.run(&shell),
        Command::Size(options) => options.run(&shell),
        Command::Wheel(options) => options.run(&shell),
        Command::Sdist(options) => options.run(&shell),
        #[cfg(feature = "component")]
        Command::Wit(options) => options.run(&shell),
        Command::Explain(options) => options.run(&shell),
        Command::Doctor(options) => options.run(&shell),
        Command::Completions(options) => options.run(&shell),
    };
    match outcome {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            shell.error(&error);
            if is_json {
                // Who cannot be told is not there.
                let _ = format::print(&json!({"error": error.json()}));
            }
            ExitCode::from(2)
        }
    }
}

/// The words of the command line as cargo gives them: who calls the program by its own name leaves out the second.
fn words(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.collect();
    if words.get(1).is_none_or(|word| word != "pyext") {
        words.insert(1.min(words.len()), "pyext".into());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cargo::command().debug_assert();
    }
}
