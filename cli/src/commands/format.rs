//! `--message-format`: text for people on stderr, or one JSON object on stdout.

use std::io::Write;

use cargo_pyext::escape;
use clap::{Args, ValueEnum};
use serde_json::Value;

/// The flag that all commands with machine-readable output have.
#[derive(Args)]
#[group(skip)]
pub struct Format {
    /// `json` writes one object to standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    message_format: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Human,
    Json,
}

impl Format {
    /// Whether a program reads the output.
    pub fn is_json(&self) -> bool {
        self.message_format == Kind::Json
    }

    /// Writes the object. A reader that has gone away is no reason to fail.
    pub fn print(&self, value: &Value) {
        let _ = writeln!(std::io::stdout().lock(), "{}", escape::json(value));
    }
}
