//! `cargo pyext doctor`.

use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::doctor::{Item, State, look};
use cargo_pyext::error::Result;
use cargo_pyext::python;
use cargo_pyext::shell::Shell;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, format};

/// Say what is missing to build and run extensions here
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
It looks at the Rust toolchain, wasm-opt, Python, wasmtime, pip and uv, and in a
crate at the version of its `pyext`. It changes nothing; behind `>` stands the
command that mends what is lacking (useful) or missing (necessary).

Examples:
  cargo pyext doctor
  cargo pyext doctor --python ~/env

With `--message-format json`:
  {\"good\", \"items\": [{\"name\", \"state\": \"ok\"|\"lacking\"|\"missing\", \"found\", \"mend\"}]}

Exit status:
  0  nothing that is necessary is missing
  1  something is")]
pub struct Options {
    #[command(flatten)]
    python: python::Options,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    cargo: CargoOptions,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, _: &Shell) -> Result<Outcome> {
        let items = look(&self.python, &self.cargo);
        let is_good = items.iter().all(|item| item.state != State::Bad);
        if self.format.is_json() {
            let list: Vec<_> = items.iter().map(Item::json).collect();
            self.format
                .print(&json!({"good": is_good, "items": list}))?;
        } else {
            let text: String = items.iter().map(Item::text).collect();
            format::data(&text)?;
        }
        Ok(match is_good {
            true => Outcome::Success,
            false => Outcome::Findings,
        })
    }
}
