//! `cargo pyext watch`.

use std::ffi::OsString;

use cargo_pyext::build::build;
use cargo_pyext::develop::watch::watch;
use cargo_pyext::develop::{self, develop};
use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use clap::Args;

use crate::commands::Outcome;

/// Install for work on it, again after each change
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Does what `develop` does, at the start and whenever a file of the crate, of its
workspace or of a dependency given by path has changed. A command that is still
running when the next change comes is ended with all that it has started, and run
again after the build. What is typed goes to it while it runs, Ctrl-C too: that ends
`watch` with a command that it ends, or when none runs. (On Windows it gets no input.)

Examples:
  cargo pyext watch                        keeps the environment up to date
  cargo pyext watch -- pytest -q           tests after each change
  cargo pyext watch --debug -- python -m app
  cargo pyext watch --no-install           only builds

Exit status:
  2  error; Ctrl-C is the way to end it")]
pub struct Options {
    /// Build only
    #[arg(long)]
    no_install: bool,
    #[command(flatten)]
    options: develop::Options,
    /// What to run after each successful build
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let options = &self.options;
        watch(&options.build.cargo, &self.command, shell, || {
            match self.no_install {
                true => build(&options.build, shell).map(drop),
                false => develop(options, shell).map(drop),
            }
        })?;
        Ok(Outcome::Success)
    }
}
