//! `cargo pyext explain`.

use cargo_pyext::error::Result;
use cargo_pyext::explain::{Explanation, all, explain};
use cargo_pyext::shell::Shell;
use clap::Args;
use serde_json::{Value, json};

use crate::commands::{Format, Outcome, format};

/// Say what an error code means and what mends it
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  cargo pyext explain PX309   one code: why it is so, how it comes about, how to find its place
  cargo pyext explain         all of them, one a line

With `--message-format json`:
  a list of {\"code\", \"warning\", \"what\", \"mend\", \"section\", \"about\", \"more\"};
  \"more\" is null where nothing more is said than that

Exit status:
  0  explained
  2  there is no such code")]
pub struct Options {
    /// The code
    code: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, _: &Shell) -> Result<Outcome> {
        let found = match &self.code {
            Some(code) => vec![explain(code)?],
            None => all(),
        };
        if self.format.is_json() {
            let value = |e: &Explanation| {
                json!({
                    "code": e.code,
                    "warning": e.is_warning,
                    "what": e.what,
                    "mend": e.mend,
                    "section": e.section,
                    "about": e.about,
                    "more": e.more,
                })
            };
            self.format
                .print(&Value::Array(found.iter().map(value).collect()))?;
        } else if self.code.is_some() {
            let text: String = found.iter().map(Explanation::text).collect();
            format::data(&text)?;
        } else {
            let lines: String = found
                .iter()
                .map(|e| format!("{}  {}\n", e.code, e.what))
                .collect();
            format::data(&lines)?;
        }
        Ok(Outcome::Success)
    }
}
