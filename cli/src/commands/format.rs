//! `--message-format`: text for people on stderr, or one JSON object on stdout.

use std::io::{ErrorKind, Write};

use cargo_pyext::error::{Error, Result};
use cargo_pyext::escape;
use clap::{ArgMatches, Args, ValueEnum};
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
        print(value)
    }
}

/// Whether the flag stands behind any of the commands.
pub fn is_json(matches: &ArgMatches) -> bool {
    let kind = matches.try_get_one::<Kind>("message_format");
    let below = matches.subcommand();
    kind.is_ok_and(|kind| kind == Some(&Kind::Json)) || below.is_some_and(|(_, m)| is_json(m))
}

/// Writes an object to standard output.
pub fn print(value: &Value) -> Result<()> {
    data(&format!("{}\n", escape::json(value)))
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
