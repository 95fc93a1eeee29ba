//! `cargo pyext new`.

use std::path::PathBuf;

use cargo_pyext::error::Result;
use cargo_pyext::scaffold;
use cargo_pyext::shell::Shell;
use clap::Args;

use crate::commands::Outcome;

/// Make a new extension in a new folder
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  cargo pyext new fastmd                          a crate `fastmd` with the Python module `fastmd`
  cargo pyext new json --module-name fast_json    the module's name differs from the crate's
  cargo pyext new fastmd --std                    for crates that need Rust's standard library
  cargo pyext new fastmd --template component     builds by `cargo component build`, too

Exit status:
  0  the crate is there
  2  error; nothing is written")]
pub struct Options {
    /// The folder to make; its last part is the crate's name
    path: PathBuf,
    #[command(flatten)]
    options: scaffold::Options,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        scaffold::new(&self.path, &self.options, shell)?;
        Ok(Outcome::Success)
    }
}
