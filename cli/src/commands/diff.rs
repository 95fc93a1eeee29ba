//! `cargo pyext diff`.

use std::path::PathBuf;

use cargo_pyext::build::{self, build};
use cargo_pyext::cargo::options::CargoOptions;
use cargo_pyext::diff::{Level, Source, compare, lock_path, lock_text};
use cargo_pyext::error::{Error, Result};
use cargo_pyext::files;
use cargo_pyext::shell::Shell;
use clap::Args;

use crate::commands::{Format, Outcome, format};

/// Compare two versions of an interface, and say what the version has to be
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Each side is a .wasm, a wheel or a lock file. Without NEW it is what this crate
builds; without OLD the crate's lock file `pyext.lock`, which belongs into the
repository: then CI sees a break that nobody meant.

A change is major if a program that worked may stop working: something is gone,
has another type, or needs another argument. It is minor if something is new, and
a patch if only the documentation is another one. Below 1.0 the numbers move down
by one, as cargo has it.

Examples:
  cargo pyext diff old.wasm new.whl   any two
  cargo pyext diff --update           writes this crate's lock file
  cargo pyext diff                    compares this crate with it
  cargo pyext diff --fail-on version  fails only if the version is too low

With `--message-format json`:
  {\"level\", \"changes\": [{\"level\", \"place\", \"what\"}], \"old_version\",
   \"new_version\", \"wanted_version\", \"version_is_enough\"}

Exit status:
  0  nothing that users have to fear
  1  a breaking change (`--fail-on` chooses other reasons)
  2  error")]
pub struct Options {
    /// The older one [default: this crate's lock file]
    old: Option<PathBuf>,
    /// The newer one [default: what this crate builds]
    new: Option<PathBuf>,
    /// Write this crate's lock file
    #[arg(long, conflicts_with_all = ["old", "new"])]
    update: bool,
    /// What makes the status 1: a major change, any change at all, or a version that is too low
    #[arg(long, value_name = "REASON", value_enum, default_value = "major")]
    fail_on: Reason,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    cargo: CargoOptions,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Reason {
    Major,
    Any,
    Version,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        let (old, new) = match (&self.old, &self.new) {
            (Some(old), Some(new)) => (Source::read(old)?, Source::read(new)?),
            (Some(old), None) => {
                let old = Source::read(old)?;
                (old, self.built(shell)?.0)
            }
            (None, _) => {
                let (new, package) = self.built(shell)?;
                if self.update {
                    let path = lock_path(&package);
                    files::write(&path, lock_text(&new.interface)?.as_bytes())?;
                    shell.status("Wrote", path.display());
                }
                (Source::lock(&package)?, new)
            }
        };
        if old.interface.name != new.interface.name {
            return Err(Error::new(
                "PX922",
                format!(
                    "these are two extensions: `{}` and `{}`",
                    old.interface.name, new.interface.name
                ),
            )
            .place(format!("{}\n{}", old.path.display(), new.path.display()))
            .mend("compare two versions of one extension"));
        }
        let diff = compare(&old.interface, &new.interface);
        match self.format.is_json() {
            true => self.format.print(&diff.json())?,
            false => format::data(&diff.text())?,
        }
        let fails = match self.fail_on {
            Reason::Major => diff.level() == Some(Level::Major),
            Reason::Any => diff.level().is_some(),
            Reason::Version => !diff.is_version_enough(),
        };
        Ok(match fails {
            true => Outcome::Findings,
            false => Outcome::Success,
        })
    }

    fn built(&self, shell: &Shell) -> Result<(Source, cargo_metadata::Package)> {
        let options = build::Options {
            cargo: self.cargo.clone(),
            ..build::Options::default()
        };
        let built = build(&options, shell)?;
        let source = Source {
            path: built.wasm,
            interface: built.interface,
        };
        Ok((source, built.package))
    }
}
