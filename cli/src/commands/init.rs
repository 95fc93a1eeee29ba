//! `cargo pyext init`.

use std::path::PathBuf;

use cargo_pyext::error::Result;
use cargo_pyext::scaffold;
use cargo_pyext::shell::Shell;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, new};

/// Make a new extension in a folder that exists
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
A .gitignore, LICENSE or README.md that is there stays as it is. Any other file that is in the way is an error.

Examples:
  cargo pyext init                  in this folder, whose name becomes the crate's
  cargo pyext init --name fastmd    the same with another name
  cargo pyext init --pyproject      of a crate, too: adds what pip and uv need
  cargo pyext init --ci github      of a crate, too: adds the workflow
  cargo pyext init --list           the templates

With `--message-format json`:
  {\"folder\", \"name\", \"files\"}; with `--list` [{\"name\", \"about\"}]

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
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        if self.list {
            return new::list(&self.format);
        }
        let made = scaffold::init(&self.path, &self.options, shell)?;
        if self.format.is_json() {
            self.format.print(&json!(made))?;
        }
        Ok(Outcome::Success)
    }
}
