//! `--message-format`: text for people on stderr, or one JSON object on stdout.

use std::io::{ErrorKind, Write};

use cargo_pyext::error::{Error, Result};
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

    /// Writes the object.
    pub fn print(&self, value: &Value) -> Result<()> {
        data(&format!("{}\n", escape::json(value)))
    }
}

/// Writes to standard output. A reader that has gone away is no reason to fail; a full disk is.
pub fn data(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new("PX219", "the file cannot be written")
                .place("standard output")
                .reason(e))
        }
        _ => Ok(()),
    }
}
