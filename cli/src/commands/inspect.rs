//! `cargo pyext inspect`.

use std::path::{Path, PathBuf};

use cargo_pyext::build;
use cargo_pyext::call::interface;
#[cfg(feature = "component")]
use cargo_pyext::component;
use cargo_pyext::error::{Error, Result};
use cargo_pyext::inspect::{addresses, extension, inspect, offset, stubs};
use cargo_pyext::shell::Shell;
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
   \"features\", \"sections\", \"size\", \"gzip\"}; of a component {\"kind\": \"component\", \"imports\",
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
    #[arg(long, value_name = "OFFSET", num_args = 1.., value_parser = word_of_addr)]
    addr: Vec<Word>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    build: build::Options,
}

/// What stands behind `--addr`. The option takes all words up to the next one, so the file may be among them.
#[derive(Clone)]
enum Word {
    Offset(u64),
    File(PathBuf),
}

fn word_of_addr(text: &str) -> std::result::Result<Word, String> {
    let number = offset(text).map(Word::Offset);
    number.or_else(|why| match Path::new(text).is_file() {
        true => Ok(Word::File(text.into())),
        false => Err(format!("{why}, and there is no such file")),
    })
}

impl Options {
    /// The file, wherever it stands.
    fn file(&self) -> Result<Option<&Path>> {
        let behind = self.addr.iter().filter_map(|word| match word {
            Word::Offset(_) => None,
            Word::File(path) => Some(path),
        });
        let files: Vec<&PathBuf> = self.file.iter().chain(behind).collect();
        match files[..] {
            [_, second, ..] => Err(Error::new("PX219", "there is more than one file")
                .place(second.display())
                .reason("offsets are those of one file")
                .mend("cargo pyext inspect FILE --addr OFFSETS")),
            [] => Ok(None),
            [file] => Ok(Some(file)),
        }
    }

    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let subject = Subject::find(self.file()?, &self.build, shell)?;
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
        let named = match self.file()? {
            Some(_) => None,
            None => Some(self.named(shell)?),
        };
        let offsets = self.addr.iter().filter_map(|word| match word {
            Word::Offset(offset) => Some(*offset),
            Word::File(_) => None,
        });
        let found = addresses(
            &subject.bytes,
            named.as_deref(),
            &offsets.collect::<Vec<_>>(),
        )?;
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
    fn named(&self, shell: &Shell) -> Result<Vec<u8>> {
        let options = build::Options {
            names: true,
            ..self.build.clone()
        };
        Ok(build::make(&options, &shell.quiet())?.bytes)
    }
}
