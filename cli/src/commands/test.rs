//! `cargo pyext test`.

use std::ffi::OsString;

use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use cargo_pyext::suite::{self, test};
use clap::Args;

use crate::commands::{Format, Outcome};

/// Run cargo's tests natively and pytest on the wheel
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
First `cargo test`. Then the wheel is built and installed into an environment
in the target folder, which is made once; pip or uv gets pytest and what the
package needs, with its extras `test` and `tests`, and the dependency groups
`dev`, `test` and `tests` of pyproject.toml. pytest runs in the crate's folder.

Examples:
  cargo pyext test                       both
  cargo pyext test -- -k greets -x       arguments of pytest
  cargo pyext test --native              only cargo's
  cargo pyext test --python python3.13   on another Python
  cargo pyext test --with numpy --debug  with more in the environment

With `--message-format json`:
  {\"success\", \"parts\": [{\"name\", \"result\", \"seconds\"}]}; what the tests print
  goes to standard error

Exit status:
  0  all tests have passed
  1  some have not
  2  error; they could not be run")]
pub struct Options {
    #[command(flatten)]
    options: suite::Options,
    #[command(flatten)]
    format: Format,
    /// Arguments of pytest
    #[arg(last = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let summary = test(&self.options, &self.arguments, self.format.is_json(), shell)?;
        if self.format.is_json() {
            self.format.print(&summary.json())?;
        }
        shell.status("Tested", summary.text());
        Ok(match summary.is_success() {
            true => Outcome::Success,
            false => Outcome::Findings,
        })
    }
}
