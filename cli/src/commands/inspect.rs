//! `cargo pyext inspect`.

use std::path::PathBuf;

use cargo_pyext::build::{self, build};
use cargo_pyext::call::interface;
#[cfg(feature = "component")]
use cargo_pyext::component;
use cargo_pyext::error::Result;
use cargo_pyext::inspect::{addresses, extension, inspect, offset, stubs};
use cargo_pyext::shell::{Shell, Verbosity};
use cargo_pyext::subject::Subject;
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, format};

/// Show what a `.wasm` file offers, imports and weighs
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
`--addr` finds the functions of a traceback by the module's names. The file that
`build` writes has none, unless it was built with `--debug`; for this crate they are
looked up beside it, and what `build` was told has to be said again. Without names
there are exports and numbers.

Examples:
  cargo pyext inspect                 this crate's, built first
  cargo pyext inspect plugin.wasm     any module or component, also one that is no extension
  cargo pyext inspect demo.wasm --python > demo.pyi
  cargo pyext inspect --addr 0x1a2b 0x3c4d
  cargo pyext inspect --simd --addr 0x1a2b    of what `build --simd` has written

With `--message-format json`:
  {\"interface\", \"signatures\", \"capabilities\", \"imports\", \"memories\",
   \"sections\", \"size\", \"gzip\"}; of a component {\"kind\": \"component\", \"imports\",
   \"exports\", \"modules\", \"extension\", \"size\", \"gzip\"}; with `--wit`
  {\"wit\": text}, with `--python` {\"python\": text}, with `--addr`
  {\"addresses\": [{\"offset\", \"in\": {\"index\", \"function\", \"crate\", \"offset\"} or null}]}

Exit status:
  0  shown
  1  an offset of `--addr` is in no function
  2  error")]
pub struct Options {
    /// The file to look into [default: what this crate builds]
    file: Option<PathBuf>,
    /// Print the interface as WIT
    #[cfg(feature = "component")]
    #[arg(long, conflicts_with_all = ["python", "addr"])]
    wit: bool,
    /// Print the interface as the `.pyi` of the wheel
    #[arg(long, conflicts_with = "addr")]
    python: bool,
    /// Name the functions at these offsets in the file, as a traceback has them
    #[arg(long, value_name = "OFFSET", num_args = 1.., value_parser = offset)]
    addr: Vec<u64>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    build: build::Options,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let subject = Subject::find(self.file.as_deref(), &self.build, shell)?;
        self.show(&subject, shell).map_err(|e| subject.blamed(e))
    }

    fn show(&self, subject: &Subject, shell: &Shell) -> Result<Outcome> {
        if !self.addr.is_empty() {
            return self.addresses(subject, shell);
        }
        #[cfg(feature = "component")]
        if self.wit {
            return self.print("wit", &component::text(extension(&subject.bytes))?);
        }
        if self.python {
            let interface = interface(extension(&subject.bytes))?;
            return self.print("python", &stubs(&interface));
        }
        let inspection = inspect(&subject.bytes)?;
        match self.format.is_json() {
            true => self.format.print(&inspection.json())?,
            false => format::data(&inspection.text())?,
        }
        Ok(Outcome::Success)
    }

    /// The interface in another language, as it is or under a key.
    fn print(&self, key: &str, text: &str) -> Result<Outcome> {
        match self.format.is_json() {
            true => self.format.print(&json!({ key: text }))?,
            false => format::data(text)?,
        }
        Ok(Outcome::Success)
    }

    fn addresses(&self, subject: &Subject, shell: &Shell) -> Result<Outcome> {
        let named = match self.file {
            Some(_) => None,
            None => Some(self.named()?),
        };
        let found = addresses(&subject.bytes, named.as_deref(), &self.addr)?;
        match self.format.is_json() {
            true => self.format.print(&found.json())?,
            false => format::data(&found.text())?,
        }
        if !found.has_names {
            shell.note(
                "the module has no names of functions; `cargo pyext build --debug` keeps them",
            );
        }
        Ok(match found.are_all_found() {
            true => Outcome::Success,
            false => Outcome::Findings,
        })
    }

    /// This crate's module with its names.
    fn named(&self) -> Result<Vec<u8>> {
        let options = build::Options {
            names: true,
            ..self.build.clone()
        };
        build(&options, &Shell::new(Verbosity::Quiet)).map(|built| built.bytes)
    }
}
