//! `cargo pyext inspect`.

use std::path::PathBuf;

use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::error::Result;
use cargo_pyext::inspect::inspect;
use cargo_pyext::shell::Shell;
use cargo_pyext::subject::Subject;
use clap::Args;

use crate::commands::{Format, Outcome, format};

/// Show what a `.wasm` file offers, imports and weighs
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  cargo pyext inspect              this crate's, built first
  cargo pyext inspect plugin.wasm  any module, also one that is no extension

With `--message-format json`:
  {\"interface\", \"signatures\", \"capabilities\", \"imports\", \"memories\",
   \"sections\", \"size\", \"gzip\"}

Exit status:
  0  shown
  2  error")]
pub struct Options {
    /// The file to look into [default: what this crate builds]
    file: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    cargo: CargoOptions,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let subject = Subject::find(self.file.as_deref(), &self.cargo, shell)?;
        let inspection = inspect(&subject.bytes).map_err(|e| e.place(subject.path.display()))?;
        if self.format.is_json() {
            self.format.print(&inspection.json())?;
        } else {
            format::data(&inspection.text())?;
        }
        Ok(Outcome::Success)
    }
}
