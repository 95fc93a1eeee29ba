//! `cargo pyext sdist`.

use std::path::PathBuf;

use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::error::Result;
use cargo_pyext::sdist::sdist;
use cargo_pyext::shell::Shell;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome};

/// Pack the sources, so that others can build the wheel
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
In it are the files that `cargo package` would take, those of dependencies given
by path in `local`, Cargo.lock, and a pyproject.toml with a build backend if the
crate has none. To install it, one needs Rust and `cargo pyext`.

Examples:
  cargo pyext sdist              target/wheels/NAME-VERSION.tar.gz
  cargo pyext sdist --out dist   the same in the folder `dist`

With `--message-format json`:
  {\"file\", \"size\", \"local\"}

Exit status:
  0  written
  2  error; nothing is written")]
pub struct Options {
    /// Folder for the archive [default: `wheels` in the target folder]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    cargo: CargoOptions,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let written = sdist(&self.cargo, self.out.as_deref(), shell)?;
        if self.format.is_json() {
            self.format.print(&json!({
                "file": written.path,
                "size": written.size,
                "local": written.local,
            }))?;
        }
        shell.status(
            "Packed",
            format_args!(
                "{} ({:.1} kB)",
                written.path.display(),
                written.size as f64 / 1000.0
            ),
        );
        Ok(Outcome::Success)
    }
}
