//! `cargo pyext new`.

use std::io::IsTerminal;
use std::path::PathBuf;

use cargo_pyext::error::Result;
use cargo_pyext::scaffold::{self, Made, Template};
use cargo_pyext::shell::{Shell, Verbosity};
use clap::Args;
use serde_json::json;

use crate::commands::{Format, Outcome, format};

/// Make a new extension in a new folder
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  cargo pyext new                                 asks for a name and a template
  cargo pyext new fastmd                          a crate `fastmd` with the Python module `fastmd`
  cargo pyext new json --module-name fast_json    the module's name differs from the crate's
  cargo pyext new fastmd --std                    for crates that need Rust's standard library
  cargo pyext new fastmd --template component     builds by `cargo component build`, too
  cargo pyext new fastmd --pyproject --ci github  for pip and uv, and a workflow
  cargo pyext new loud --interface app.json       a plugin that keeps the contract of a program
  cargo pyext new --list                          the templates

With `--message-format json`:
  {\"folder\", \"name\", \"files\"}; with `--list` [{\"name\", \"about\"}]

Exit status:
  0  the crate is there
  2  error; nothing is written")]
pub struct Options {
    /// The folder to make; its last part is the crate's name [default: that of --name; a terminal is asked for it]
    path: Option<PathBuf>,
    /// List the templates
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    options: scaffold::Options,
    #[command(flatten)]
    format: Format,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, shell: &Shell) -> Result<Outcome> {
        if self.list {
            return list(&self.format);
        }
        // A crate's name is a folder's, too: nothing is missing then.
        let named = self.options.name.as_ref().map(PathBuf::from);
        let made = match self.path.as_ref().or(named.as_ref()) {
            Some(path) => scaffold::new(path, &self.options, shell)?,
            None => self.ask(shell)?,
        };
        if self.format.is_json() {
            self.format.print(&json!(made))?;
        }
        Ok(Outcome::Success)
    }

    /// Makes what the answers on the terminal say.
    fn ask(&self, shell: &Shell) -> Result<Made> {
        let (input, output) = (std::io::stdin(), std::io::stderr());
        let is_person = input.is_terminal() && output.is_terminal();
        if !is_person || shell.verbosity() == Verbosity::Quiet {
            return Err(scaffold::no_name());
        }
        // A contract stands in place of a template.
        let contract = self.options.interface.as_ref();
        let template = contract.map_or(self.options.template, |_| Some(Template::default()));
        let (path, template) = scaffold::ask(&mut input.lock(), &mut output.lock(), template)?;
        let options = scaffold::Options {
            template: Some(template),
            ..self.options.clone()
        };
        scaffold::new(&path, &options, shell)
    }
}

/// Shows the templates.
pub fn list(format: &Format) -> Result<Outcome> {
    match format.is_json() {
        true => {
            let entry = |(name, about)| json!({"name": name, "about": about});
            format.print(&Template::all().into_iter().map(entry).collect())?;
        }
        false => format::data(&Template::list())?,
    }
    Ok(Outcome::Success)
}
