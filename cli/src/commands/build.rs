//! `cargo pyext build`.

use cargo_pyext::build::{self, build};
use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome};

/// Build the extension into one optimized, validated `.wasm` file
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
The file is `pyext/NAME.wasm` in the target folder. Its size-optimized profile
is set for this build only; a [profile.pyext] of yours goes before it.

Examples:
  cargo pyext build                    writes target/pyext/NAME.wasm
  cargo pyext build --debug            keeps names and overflow checks
  cargo pyext build --features python  if the exports stand behind a feature

Exit status:
  0  the extension is written
  2  error; no file is written")]
pub struct Options {
    #[command(flatten)]
    build: build::Options,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let built = build(&self.build, shell)?;
        if self.format.is_json() {
            let functions = built.interface.functions.iter().map(|f| f.name.as_str());
            self.format.print(&json!({
                "file": built.wasm,
                "name": built.interface.name,
                "functions": functions.collect::<Vec<_>>(),
                "sizes": built.sizes,
                "optimized": built.optimized,
            }))?;
        }
        Ok(Outcome::Success)
    }
}
