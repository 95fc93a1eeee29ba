//! `cargo pyext wit`.

use std::path::PathBuf;

use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::component;
use cargo_pyext::error::Result;
use cargo_pyext::inspect::extension;
use cargo_pyext::shell::Shell;
use cargo_pyext::subject::Subject;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, format};

/// Say in WIT what an extension offers
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
WIT is the language of WebAssembly components. The world is that of what
`cargo pyext build --component` makes.

Examples:
  cargo pyext wit                          this crate's, built first
  cargo pyext wit plugin.wasm              any extension
  cargo pyext wit plugin.wasm > world.wit  as a file

With `--message-format json`:
  {\"wit\"}, the text

Exit status:
  0  shown
  2  error")]
pub struct Options {
    /// The extension [default: what this crate builds]
    file: Option<PathBuf>,
    #[command(flatten)]
    cargo: CargoOptions,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let subject = Subject::find(self.file.as_deref(), &self.cargo.clone().into(), shell)?;
        let text = component::text(extension(&subject.bytes));
        let text = text.map_err(|e| subject.blamed(e))?;
        match self.format.is_json() {
            true => self.format.print(&json!({"wit": text}))?,
            false => format::data(&text)?,
        }
        Ok(Outcome::Success)
    }
}
