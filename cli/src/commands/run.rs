//! `cargo pyext run`.

use std::path::{Path, is_separator};

use cargo_pyext::call::{Answer, Call, Returned, call, interface, seconds};
use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::develop::folder_of;
use cargo_pyext::error::{Error, Result};
use cargo_pyext::escape;
use cargo_pyext::python::{self, Python};
use cargo_pyext::shell::Shell;
use cargo_pyext::subject::Subject;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, format};

/// Call a function of an extension
#[derive(Args)]
#[group(skip)]
#[command(
    override_usage = "cargo pyext run [OPTIONS] [FILE] FUNCTION [ARGUMENTS]...",
    after_help = "\
Through Python with wasmtime: the active environment's, that of .venv, or the
first on PATH. An argument is text where the parameter is text, and JSON
otherwise; records are objects, cases of enums their names. `NAME=VALUE` names
the parameter, `@FILE` stands for a file's content. A result that is text is
printed as it is, any other as JSON, and so are buffers that the function changes.
Of an iterator it is all that it yields.

Examples:
  cargo pyext run greet Ada                  this crate's, built first
  cargo pyext run plugin.wasm mean '[1, 2]'  any extension; `./plugin` without .wasm
  cargo pyext run search @book.txt limit=3   a file's text, a keyword
  cargo pyext run --time geometry.area '{\"Circle\": {\"radius\": 1}}'

With `--message-format json`:
  {\"result\", \"changed\", \"time\": {\"load\", \"first\", \"calls\", \"best\", \"median\"}},
  or {\"raised\": {\"type\", \"message\"}}; times in seconds

Exit status:
  0  it has returned
  1  it has raised an exception
  2  error; it was not called"
)]
pub struct Options {
    #[command(flatten)]
    python: python::Options,
    /// Measure the call for this many seconds
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1",
        value_parser = time
    )]
    time: Option<f64>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    cargo: CargoOptions,
    /// The file, if it is not this crate's: its name ends in .wasm, or has a folder; the function, with its submodule in front; its arguments
    #[arg(
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "[FILE] FUNCTION [ARGUMENTS]"
    )]
    words: Vec<String>,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let (file, words) = self.parts();
        let Some((function, arguments)) = words.split_first() else {
            return Err(Error::new("PX910", "no function is named")
                .mend("cargo pyext run FILE FUNCTION ARGUMENTS"));
        };
        let folder = folder_of(self.cargo.manifest_path.as_deref());
        let python = Python::any(&self.python, &folder)?;
        let subject = Subject::find(file, &self.cargo.clone().into(), shell)?;
        let interface = interface(&subject.bytes).map_err(|e| e.place(subject.path.display()))?;
        let wasm = std::path::absolute(&subject.path).unwrap_or(subject.path);
        let question = Call {
            wasm: &wasm,
            function,
            arguments,
            time: self.time,
        };
        let answer = call(&question, &interface, &python);
        match answer.map_err(|e| self.or_meant_the_file(e))? {
            Answer::Returned(returned) => {
                self.show(&returned, shell)?;
                Ok(Outcome::Success)
            }
            Answer::Raised(exception) => {
                if self.format.is_json() {
                    let raised = json!({"type": exception.class, "message": exception.message});
                    self.format.print(&json!({"raised": raised}))?;
                } else {
                    let message = escape::sentence(&exception.message);
                    shell.error(
                        &Error::new("PX914", format!("{function} raised {}", exception.class))
                            .reason(message),
                    );
                }
                Ok(Outcome::Findings)
            }
        }
    }

    /// The file, if one is named, and the rest. What lies in the folder decides nothing: a file may be called as a function is.
    fn parts(&self) -> (Option<&Path>, &[String]) {
        match self.words.split_first() {
            Some((first, rest)) if first.ends_with(".wasm") || has_folder(first) => {
                (Some(Path::new(first)), rest)
            }
            _ => (None, &self.words),
        }
    }

    /// Says how to name a file that was taken for a function.
    fn or_meant_the_file(&self, error: Error) -> Error {
        let first = self.words.first().filter(|_| self.parts().0.is_none());
        match (first, &error.mend) {
            (Some(name), Some(mend)) if error.code == "PX910" && Path::new(name).is_file() => {
                let file = escape::line(&format!("./{name}")).to_string();
                let mend = format!("{mend}\nif the file is meant: cargo pyext run {file} FUNCTION");
                error.mend(mend)
            }
            _ => error,
        }
    }

    fn show(&self, returned: &Returned, shell: &Shell) -> Result<()> {
        if self.format.is_json() {
            return self.format.print(&json!({
                "result": returned.json,
                "changed": returned.changed,
                "time": returned.time,
            }));
        }
        match &returned.text {
            Some(text) => format::data(&format!("{text}\n"))?,
            None if returned.json.is_null() && !returned.changed.is_empty() => {}
            None => format::data(&format!("{}\n", escape::json(&returned.json)))?,
        }
        for buffer in &returned.changed {
            format::data(&format!("{}\n", escape::json(buffer)))?;
        }
        if let Some(time) = &returned.time {
            shell.finding(
                "Measured",
                format_args!(
                    "{} loading, {} first call, then {} (median of {} calls), {} at best",
                    seconds(time.load),
                    seconds(time.first),
                    seconds(time.median),
                    time.calls,
                    seconds(time.best)
                ),
            );
        }
        Ok(())
    }
}

/// A time that ends and is not over before it begins.
fn time(word: &str) -> std::result::Result<f64, String> {
    let time: f64 = word.parse().map_err(|_| "it is no number".to_string())?;
    match time.is_finite() && time >= 0.0 {
        true => Ok(time),
        false => Err("it has to be 0 or more, and finite".to_string()),
    }
}

/// Whether a word is a path of more than a name, which no function has.
fn has_folder(word: &str) -> bool {
    word.contains(is_separator)
}
