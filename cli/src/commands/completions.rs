//! `cargo pyext completions`.

use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use clap::{Args, CommandFactory};
use clap_complete::{Shell as Kind, generate};

use crate::commands::{Cargo, Outcome, format};

/// Print what a shell needs to complete commands and options
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
It completes the words of `cargo-pyext`, which is the same program as `cargo pyext`;
zsh uses it for both.

Examples:
  cargo pyext completions bash > ~/.local/share/bash-completion/completions/cargo-pyext
  cargo pyext completions zsh > ~/.zfunc/_cargo-pyext
  cargo pyext completions fish > ~/.config/fish/completions/cargo-pyext.fish

Exit status:
  0  printed
  2  error")]
pub struct Options {
    /// The shell
    shell: Kind,
}

impl Options {
    /// Runs the command.
    pub fn run(&self, _: &Shell) -> Result<Outcome> {
        let mut cargo = Cargo::command();
        let mut text = Vec::new();
        if let Some(command) = cargo.find_subcommand_mut("pyext") {
            let mut command = command.clone().name("cargo-pyext");
            command = command.bin_name("cargo-pyext");
            generate(self.shell, &mut command, "cargo-pyext", &mut text);
        }
        format::data(&String::from_utf8_lossy(&text))?;
        Ok(Outcome::Success)
    }
}
