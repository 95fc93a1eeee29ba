//! `cargo pyext init`.

use std::path::PathBuf;

use cargo_pyext::error::Result;
use cargo_pyext::scaffold::{self, Template};
use cargo_pyext::shell::Shell;
use clap::Args;

use crate::commands::{Outcome, format};

/// Make a new extension in a folder that exists
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
A .gitignore, LICENSE or README.md that is there stays as it is. Any other file that is in the way is an error.

Examples:
  cargo pyext init                  in this folder, whose name becomes the crate's
  cargo pyext init --name fastmd    the same with another name
  cargo pyext init --pyproject      of a crate, too: adds what pip and uv need
  cargo pyext init --list           the templates

Exit status:
  0  the crate is there
  2  error; nothing is written")]
pub struct Options {
    /// The folder
    #[arg(default_value = ".")]
    path: PathBuf,
    /// List the templates
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    options: scaffold::Options,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        match self.list {
            true => format::data(&Template::list())?,
            false => scaffold::init(&self.path, &self.options, shell)?,
        }
        Ok(Outcome::Success)
    }
}
