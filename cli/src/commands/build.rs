//! `cargo pyext build`.

use std::path::PathBuf;

use cargo_pyext::build::verify::verify;
use cargo_pyext::build::{self, Built, build};
#[cfg(feature = "component")]
use cargo_pyext::component;
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
  cargo pyext build --component        writes NAME.component.wasm beside it
  cargo pyext build --profile speed    larger and quicker
  cargo pyext build --verify-reproducible
  cargo +nightly pyext build --build-std

With `--message-format json`:
  {\"file\", \"name\", \"functions\", \"sizes\": {\"raw\", \"wasm\", \"gzip\"}, \"optimized\"};
  with `--component` also \"component\", its file

Exit status:
  0  the extension is written
  2  error; nothing half-made is left")]
pub struct Options {
    #[command(flatten)]
    build: build::Options,
    /// Write the extension as a WebAssembly component, too
    #[cfg(feature = "component")]
    #[arg(long)]
    component: bool,
    /// Build a copy in another folder, too, and compare bit by bit
    #[arg(long)]
    verify_reproducible: bool,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let built = build(&self.build, shell)?;
        if self.verify_reproducible {
            verify(&self.build, &built, shell)?;
        }
        let component = self.component(&built, shell)?;
        if self.format.is_json() {
            let functions = built.interface.functions.iter().map(|f| f.name.as_str());
            let mut answer = json!({
                "file": built.wasm,
                "name": built.interface.name,
                "functions": functions.collect::<Vec<_>>(),
                "sizes": built.sizes,
                "optimized": built.optimized,
            });
            if let Some(component) = component {
                answer["component"] = json!(component);
            }
            self.format.print(&answer)?;
        }
        Ok(Outcome::Success)
    }

    /// Wraps what was built, if that is wanted. Gives the file.
    #[cfg(feature = "component")]
    fn component(&self, built: &Built, shell: &Shell) -> Result<Option<PathBuf>> {
        match self.component {
            true => component::write(built, shell).map(Some),
            false => Ok(None),
        }
    }

    #[cfg(not(feature = "component"))]
    fn component(&self, _: &Built, _: &Shell) -> Result<Option<PathBuf>> {
        Ok(None)
    }
}
