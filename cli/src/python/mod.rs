//! Python interpreters: finding the one that is meant, asking what it is, putting packages into its environment.

mod environment;
mod facts;
pub mod install;
pub mod requirements;
pub mod venv;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::error::{Error, Result};
use crate::escape;

pub use environment::{Environment, program_in_folder};
pub use facts::Facts;

/// Which Python.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[group(skip)]
pub struct Options {
    /// Python to use: a program or the folder of an environment [default: the active environment, then `.venv` here or above, then, if nothing is installed into it, the first on PATH]
    #[arg(long, value_name = "PATH")]
    pub python: Option<PathBuf>,
}

/// An interpreter that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Python {
    /// The program.
    pub program: PathBuf,
    /// What it says of itself.
    pub facts: Facts,
}

impl Python {
    /// The Python of the environment that is meant: the one given, the active one, or `.venv` in `folder` or above it.
    ///
    /// # Errors
    /// PX901 if there is none, PX902 if it does not run, PX903 if it is too old.
    pub fn of_environment(options: &Options, folder: &Path) -> Result<Python> {
        let found = match &options.python {
            Some(given) => Environment::given(given)?,
            None => Environment::active(folder).ok_or_else(no_environment)?,
        };
        Python::ask(&found)
    }

    /// As [`Python::of_environment`], or else any Python on PATH.
    ///
    /// # Errors
    /// PX902 if it does not run, PX903 if it is too old, PX904 if there is none.
    pub fn any(options: &Options, folder: &Path) -> Result<Python> {
        let found = match &options.python {
            Some(given) => Environment::given(given)?,
            None => Environment::active(folder)
                .or_else(Environment::on_path)
                .ok_or_else(no_python)?,
        };
        Python::ask(&found)
    }

    /// Runs it, to learn what it is.
    ///
    /// # Errors
    /// PX902 if it does not run, PX903 if it is too old.
    pub fn ask(found: &Environment) -> Result<Python> {
        let facts = Facts::ask(&found.program).map_err(|why| {
            Error::new("PX902", "Python cannot be run")
                .place(format!("{} ({})", found.program.display(), found.by))
                .reason(why)
                .mend("give another one: --python PATH")
        })?;
        if facts.version < OLDEST {
            return Err(Error::new(
                "PX903",
                format!(
                    "Python {} is too old: extensions need {}.{} or newer",
                    facts.version_text(),
                    OLDEST.0,
                    OLDEST.1
                ),
            )
            .place(found.program.display())
            .mend("give another one: --python PATH"));
        }
        Ok(Python {
            program: found.program.clone(),
            facts,
        })
    }

    /// A command that runs it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.stdin(Stdio::null());
        command
    }
}

/// The oldest Python that the runtime in every wheel runs on.
pub const OLDEST: (u32, u32, u32) = (3, 9, 0);

fn no_environment() -> Error {
    Error::new("PX901", "there is no virtual environment to install into")
        .reason("none is active, and there is no `.venv` in this folder or one above it")
        .mend("python3 -m venv .venv\nor name one: --python PATH")
}

fn no_python() -> Error {
    Error::new("PX904", "there is no Python")
        .reason("PATH has neither `python3` nor `python`")
        .mend("install Python 3.9 or newer, or name it: --python PATH")
}

/// What a program that failed has said, fit for a message.
pub(crate) fn said(output: &std::process::Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<String> = text
        .trim()
        .lines()
        .map(|l| escape::line(l).to_string())
        .collect();
    format!("{}\n{}", output.status, lines.join("\n"))
}

#[cfg(all(test, unix))]
mod tests;
