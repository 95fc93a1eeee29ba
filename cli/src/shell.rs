//! All output to people: cargo's right-aligned verbs, notes, warnings and errors, on stderr.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::process::Command;

use anstyle::{AnsiColor, Style};

use crate::error::Error;
use crate::escape;

const VERB: Style = AnsiColor::Green.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verbosity {
    /// Errors and warnings only.
    Quiet,
    /// What is done.
    #[default]
    Normal,
    /// Also the commands that are run.
    Verbose,
}

/// Writes to people on stderr; data belongs on stdout and does not pass here.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    verbosity: Verbosity,
    shows_commands: bool,
}

impl Shell {
    /// A shell that says as much as `verbosity` allows.
    pub fn new(verbosity: Verbosity) -> Self {
        Shell {
            verbosity,
            shows_commands: verbosity == Verbosity::Verbose,
        }
    }

    /// The same, and each command that is run is shown, whatever the verbosity.
    #[must_use]
    pub fn showing_commands(mut self) -> Self {
        self.shows_commands = true;
        self
    }

    /// How much it says.
    pub fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// What is being done: `Building fastmd`.
    pub fn status(&self, verb: &str, message: impl Display) {
        if self.verbosity >= Verbosity::Normal {
            line(format_args!("{VERB}{verb:>12}{VERB:#} {message}"));
        }
    }

    /// Something for the curious, only when verbose.
    pub fn verbose(&self, verb: &str, message: impl Display) {
        if self.verbosity >= Verbosity::Verbose {
            self.status(verb, message);
        }
    }

    /// Something good to know that needs no action.
    pub fn note(&self, message: impl Display) {
        if self.verbosity >= Verbosity::Normal {
            line(format_args!("{NOTE}note{NOTE:#}: {message}"));
        }
    }

    /// Something that may need action.
    pub fn warn(&self, message: impl Display) {
        line(format_args!("{WARNING}warning{WARNING:#}: {message}"));
    }

    /// Something that may need action, with a code of its own.
    pub fn warning(&self, warning: &Error) {
        line(format_args!(
            "{WARNING}warning[{}]{WARNING:#}: {}{}",
            warning.code,
            warning.message,
            warning.details()
        ));
    }

    /// A command that is about to be run, if they are shown: as a line for a shell, with the variables that are set for it.
    pub fn command(&self, command: &Command) {
        if !self.shows_commands {
            return;
        }
        let variables = command.get_envs().filter_map(|(name, value)| {
            Some(format!("{}={}", name.to_string_lossy(), word(value?)))
        });
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let words: Vec<String> = variables.chain(words.map(word)).collect();
        let text = escape::line(&words.join(" ")).to_string();
        line(format_args!("{VERB}{:>12}{VERB:#} `{text}`", "Running"));
    }

    /// What another program has said, as it said it. Nothing that a `.wasm` says may pass here.
    pub fn raw(&self, text: &[u8]) {
        let _ = std::io::stderr().lock().write_all(text);
    }

    /// A diagnostic that cargo has left to us to print. cargo may be drawing its progress bar on the same line.
    pub fn diagnostic(&self, rendered: &str) {
        let mut stderr = std::io::stderr().lock();
        if stderr.is_terminal() {
            let _ = stderr.write_all(b"\r\x1b[K");
        }
        let _ = stderr.write_all(rendered.as_bytes());
    }

    /// The value of cargo's `--color` that suits our stderr.
    pub fn color_for_cargo(&self) -> &'static str {
        match anstream::AutoStream::choice(&std::io::stderr()) {
            anstream::ColorChoice::Never => "never",
            _ => "always",
        }
    }

    /// A problem that ended the work.
    pub fn error(&self, error: &Error) {
        line(format_args!(
            "{ERROR}error[{}]{ERROR:#}: {}{}",
            error.code,
            error.message,
            error.details()
        ));
    }
}

/// A word as a shell takes it.
fn word(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || "-_=+.,:/@%\\".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.into_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// One line to stderr. A reader that has gone away is no reason to fail.
fn line(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}
