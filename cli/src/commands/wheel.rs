//! `cargo pyext wheel`.

use std::fs;
use std::path::PathBuf;

use cargo_pyext::build;
use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use cargo_pyext::wheel;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome};

/// Build the extension and pack it into a wheel for every platform
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
The wheel's name and contents depend on the sources and tools only: built twice, it is the same, bit for bit.
SOURCE_DATE_EPOCH sets the time of the files in it.

Examples:
  cargo pyext wheel                 target/wheels/NAME-VERSION-py3-none-any.whl
  cargo pyext wheel --out dist      the same in the folder `dist`

twine and uv publish what is written. With `--message-format json`:
  {\"file\", \"size\"}

Exit status:
  0  the wheel is written
  2  error; no wheel is written")]
pub struct Options {
    /// Folder for the wheel [default: `wheels` in the target folder, `wheels/editable` for an editable one]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Pack the way to the files in the target folder, as build backends do for `pip install -e`
    #[arg(long)]
    editable: bool,
    #[command(flatten)]
    build: build::Options,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let path = wheel::build(&self.build, self.editable, self.out.as_deref(), shell)?;
        let size = fs::metadata(&path).map_or(0, |file| file.len());
        if self.format.is_json() {
            self.format.print(&json!({"file": path, "size": size}))?;
        }
        shell.status(
            "Packed",
            format_args!("{} ({:.1} kB)", path.display(), size as f64 / 1000.0),
        );
        Ok(Outcome::Success)
    }
}
