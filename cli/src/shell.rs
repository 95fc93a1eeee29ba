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

    /// The same for a step that nobody asked for: it says nothing of itself, but its commands are shown if those of all are.
    #[must_use]
    pub fn quiet(&self) -> Self {
        Shell {
            verbosity: Verbosity::Quiet,
            ..self.clone()
        }
    }

    /// How much it says.
    pub fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// What is being done: `Building fastmd`.
    pub fn status(&self, verb: &str, message: impl Display) {
        if self.verbosity >= Verbosity::Normal {
            self.finding(verb, message);
        }
    }

    /// What an option has asked for, which no other option hides.
    pub fn finding(&self, verb: &str, message: impl Display) {
        line(format_args!("{VERB}{verb:>12}{VERB:#} {message}"));
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

    /// A command that is about to be run, if they are shown: as a line for a shell.
    pub fn command(&self, command: &Command) {
        if !self.shows_commands {
            return;
        }
        let text = command_line(command);
        let text = escape::line(&text);
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

/// The command as one types it: with the folder that it is run in, and the variables that are set or taken away for it.
fn command_line(command: &Command) -> String {
    let mut words = Vec::new();
    let here = std::env::current_dir().ok();
    if let Some(folder) = command.get_current_dir()
        && here.is_none_or(|here| here != folder)
    {
        words.extend(["cd".to_string(), word(folder.as_os_str()), "&&".to_string()]);
    }
    let (set, unset): (Vec<_>, Vec<_>) = command.get_envs().partition(|(_, value)| value.is_some());
    if !unset.is_empty() {
        words.push("env".to_string());
    }
    for (name, _) in unset {
        words.extend(["-u".to_string(), word(name)]);
    }
    for (name, value) in set {
        let value = word(value.unwrap_or_default());
        words.push(format!("{}={value}", name.to_string_lossy()));
    }
    words.push(word(command.get_program()));
    words.extend(command.get_args().map(word));
    words.join(" ")
}

/// A word as a shell takes it. One with control characters, such as cargo's list of flags, is written as bash, zsh and ksh read
/// them.
pub fn word(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let separates = |c: char| c == '\\' && cfg!(windows);
    let is_plain = |c: char| c.is_alphanumeric() || "-_=+.,:/@%".contains(c) || separates(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into_owned();
    }
    if !word.chars().any(escape::is_unsafe) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let mut quoted = String::from("$'");
    for c in word.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            c if escape::is_unsafe(c) => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    // Octal, because of these escapes its end is known: three digits.
                    quoted.push_str(&format!("\\{byte:03o}"));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// One line to stderr. A reader that has gone away is no reason to fail.
fn line(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_with_its_folder_and_its_variables() {
        let mut command = Command::new("python");
        command.args(["-m", "a b"]).env("A", "1 2");
        assert_eq!(command_line(&command), "A='1 2' python -m 'a b'");
        command.current_dir(std::env::current_dir().unwrap());
        command.env_remove("PYTHONPATH");
        assert_eq!(
            command_line(&command),
            "env -u PYTHONPATH A='1 2' python -m 'a b'"
        );
        command.env("A", "--b\u{1f}it's \\");
        command.current_dir("/a folder");
        assert_eq!(
            command_line(&command),
            r"cd '/a folder' && env -u PYTHONPATH A=$'--b\037it\'s \\' python -m 'a b'"
        );
    }
}
