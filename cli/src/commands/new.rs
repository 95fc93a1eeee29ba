//! `cargo pyext new`.

use std::path::PathBuf;

use cargo_pyext::error::Result;
use cargo_pyext::scaffold::{self, Template};
use cargo_pyext::shell::Shell;
use clap::Args;

use crate::commands::{Outcome, format};

/// Make a new extension in a new folder
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  cargo pyext new fastmd                          a crate `fastmd` with the Python module `fastmd`
  cargo pyext new json --module-name fast_json    the module's name differs from the crate's
  cargo pyext new fastmd --std                    for crates that need Rust's standard library
  cargo pyext new fastmd --template component     builds by `cargo component build`, too
  cargo pyext new fastmd --pyproject --ci github  for pip and uv, and a workflow
  cargo pyext new loud --interface app.json       a plugin that keeps the contract of a program
  cargo pyext new --list                          the templates

Exit status:
  0  the crate is there
  2  error; nothing is written")]
pub struct Options {
    /// The folder to make; its last part is the crate's name
    #[arg(required_unless_present = "list")]
    path: Option<PathBuf>,
    /// List the templates
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    options: scaffold::Options,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        match &self.path {
            Some(path) if !self.list => scaffold::new(path, &self.options, shell)?,
            _ => format::data(&Template::list())?,
        }
        Ok(Outcome::Success)
    }
}
