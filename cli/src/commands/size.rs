//! `cargo pyext size`.

use std::path::PathBuf;

use cargo_pyext::build;
use cargo_pyext::error::Result;
use cargo_pyext::files;
use cargo_pyext::shell::Shell;
use cargo_pyext::size::{Last, Report, report};
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, format};

/// Show what a module's bytes are for
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
gzip and brotli are at their best level. For this crate the code is told apart by crate and function, too; of any other
file that takes its section of names. A limit in [package.metadata.pyext]
(`max-size`, `max-gzip-size`) makes `build` and `check` fail when it is passed, not this.

Examples:
  cargo pyext size               this crate's, built first
  cargo pyext size --top 50      longer lists
  cargo pyext size --diff        compared with the last `size` without `--diff`
  cargo pyext size plugin.wasm   any module

With `--message-format json`:
  {\"raw\", \"size\", \"gzip\", \"brotli\", \"sections\", \"crates\", \"functions\", \"costs\"},
  the lists of [name, bytes]; with `--diff` {\"now\", \"before\"}, both of that form

Exit status:
  0  shown
  2  error")]
pub struct Options {
    /// The module [default: what this crate builds]
    file: Option<PathBuf>,
    /// Compare with the last time
    #[arg(long, conflicts_with = "file")]
    diff: bool,
    /// Entries of each list
    #[arg(long, value_name = "N", default_value_t = 15)]
    top: usize,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    build: build::Options,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        if let Some(file) = &self.file {
            let wasm = files::read(file)?;
            let report = report(&wasm, None, None).map_err(|e| e.place(file.display()))?;
            return self.show(&report);
        }
        // Not judged: what is too large is what one looks at.
        let built = build::make(&self.build, shell)?;
        let named = build::Options {
            names: true,
            ..self.build.clone()
        };
        let named = build::make(&named, &shell.quiet())?;
        let raw = Some(built.sizes.raw);
        let report = report(&built.bytes, Some(&named.bytes), raw)?;
        let last = Last::of(&built.wasm);
        if !self.diff {
            last.store(&report)?;
            return self.show(&report);
        }
        let before = last.load()?;
        match self.format.is_json() {
            true => self
                .format
                .print(&json!({"now": report, "before": before}))?,
            false => format::data(&report.changes(&before, self.top))?,
        }
        Ok(Outcome::Success)
    }

    fn show(&self, report: &Report) -> Result<Outcome> {
        match self.format.is_json() {
            true => self.format.print(&json!(report))?,
            false => format::data(&report.text(self.top))?,
        }
        Ok(Outcome::Success)
    }
}
