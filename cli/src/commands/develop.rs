//! `cargo pyext develop`.

use cargo_pyext::develop::{self, develop};
use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome};

/// Build the extension and install it for work on it
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
The environment gets an editable installation, as by `pip install -e`: after the
next `develop` a new Python imports the new code.
The environment may be made by venv, virtualenv, uv or conda; pip is not needed,
unless wasmtime or another dependency is missing: then pip or uv gets it.

Examples:
  cargo pyext develop                  into the active environment or .venv
  cargo pyext develop --python ~/env   into this one
  cargo pyext develop --debug          quick to compile, with overflow checks

With `--message-format json`:
  {\"name\", \"version\", \"module\", \"environment\", \"folder\", \"scripts\"}

Exit status:
  0  installed
  2  error; what was installed before is still there")]
pub struct Options {
    #[command(flatten)]
    options: develop::Options,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let done = develop(&self.options, shell)?;
        if self.format.is_json() {
            self.format.print(&json!({
                "name": done.name,
                "version": done.version,
                "module": done.module,
                "environment": done.environment,
                "folder": done.folder,
                "scripts": done.scripts,
            }))?;
        }
        Ok(Outcome::Success)
    }
}
