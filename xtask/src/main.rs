//! `cargo xtask`: makes the machine ready, shows pyext at work, runs every test of the project.

mod bench;
mod build;
mod context;
mod demo;
mod generate;
mod process;
mod setup;
mod test;

use std::process::ExitCode;

use cargo_pyext::error::Result;
use cargo_pyext::shell::{Shell, Verbosity};
use clap::{Args, Parser, Subcommand};

use crate::context::Context;

/// Work on pyext itself.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Options {
    /// Say more: the commands that are run
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make this machine ready: the wasm32 target, Python tools, wasm-opt. Nothing is done twice
    Setup(SetupOptions),
    /// Build the Markdown example and convert real documents with it in Python
    Demo,
    /// Measure pyext beside its peers; see bench/README.md
    Bench {
        /// What bench/run.py takes: `speed`, `sizes`, `building`, none for all
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Write the files that are made from the crate `abi`
    Generate {
        /// Write nothing; fail if a file is not as it would be written
        #[arg(long)]
        check: bool,
    },
    /// Run every test of the project
    Test(test::Options),
}

#[derive(Args)]
struct SetupOptions {
    /// What to make ready for
    #[arg(value_enum, default_value = "test")]
    purpose: setup::Purpose,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let shell = Shell::new(if options.verbose {
        Verbosity::Verbose
    } else {
        Verbosity::Normal
    });
    match run(&options.command, &shell) {
        Ok(code) => code,
        Err(error) => {
            shell.error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, shell: &Shell) -> Result<ExitCode> {
    let context = Context::new(shell.clone())?;
    match command {
        Command::Setup(options) => {
            setup::run(&context, options.purpose)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Demo => {
            demo::run(&context)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench { arguments } => {
            bench::run(&context, arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Generate { check } => {
            generate::run(&context, *check)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Test(options) => test::run(&context, options),
    }
}
