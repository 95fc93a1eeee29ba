//! `cargo pyext completions`.

use cargo_pyext::error::Result;
use cargo_pyext::shell::Shell;
use clap::{Args, ValueEnum};
use clap_complete::{Shell as Kind, generate};

use crate::commands::{Outcome, Pyext, format};

/// The program.
const NAME: &str = "cargo-pyext";

/// What it is called while bash's completion is generated.
const BASH_NAME: &str = "cargo_pyext";

/// `cargo pyext …` is completed as `cargo-pyext …`, and every other word by cargo's own completion.
const BASH: &str = r#"
_cargo_or_pyext() {
    if [[ "${COMP_WORDS[1]-}" == pyext && $COMP_CWORD -gt 1 ]]; then
        local COMP_WORDS=(cargo-pyext "${COMP_WORDS[@]:2}") COMP_CWORD=$((COMP_CWORD - 1))
        _cargo_pyext cargo-pyext "$2" "$3"
        return
    fi
    if ! declare -F _cargo > /dev/null; then
        _comp_load cargo 2> /dev/null || _completion_loader cargo 2> /dev/null
        complete -F _cargo_or_pyext -o bashdefault -o default cargo
    fi
    declare -F _cargo > /dev/null && _cargo "$@"
}

complete -F _cargo_or_pyext -o bashdefault -o default cargo
"#;

/// What fish would offer for `cargo-pyext …` it offers for `cargo pyext …`.
const FISH: &str = r#"
complete -c cargo -n "test (count (commandline -opc)) -eq 1" -f -a pyext -d "Python extensions in Rust"
function __fish_cargo_pyext_words
    set -l words (commandline -opc)
    complete -C "cargo-pyext "(string join " " -- (string escape -- $words[3..-1]) (commandline -ct))
end
complete -c cargo -n "test (commandline -opc)[2] = pyext 2> /dev/null" -f -a "(__fish_cargo_pyext_words)"
"#;

/// Print what a shell needs to complete commands and options
#[derive(Args)]
#[group(skip)]
#[command(after_help = "\
It completes the words of `cargo-pyext` and, in bash, zsh and fish, those of `cargo pyext`,
which is the same program. bash and zsh need cargo's own completion for the latter, which
asks this one; with a bash-completion older than 2.12 the text has to be read at the start,
in ~/.bashrc.

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
        // What is generated for bash calls a command's part by one name and looks for it by another if the name has a `-`.
        let name = match self.shell {
            Kind::Bash => BASH_NAME,
            _ => NAME,
        };
        // Not the subcommand of `cargo`: what is generated for that goes by other names at each level.
        let mut command = Pyext::augment_args(clap::Command::new(name));
        let mut text = Vec::new();
        generate(self.shell, &mut command, name, &mut text);
        let mut text = String::from_utf8_lossy(&text).into_owned();
        match self.shell {
            Kind::Bash => {
                text = text.replace(&format!(" {BASH_NAME}\n"), &format!(" {NAME}\n"));
                text.push_str(BASH);
            }
            Kind::Fish => {
                text.push_str(FISH);
                text.push_str(&fish_shells());
            }
            _ => {}
        }
        format::data(&text)?;
        Ok(Outcome::Success)
    }
}

/// What is generated for fish offers no values of arguments without an option.
fn fish_shells() -> String {
    let shells = Kind::value_variants().iter().map(ToString::to_string);
    let shells = shells.collect::<Vec<_>>().join(" ");
    format!(
        "complete -c cargo-pyext -n \"__fish_seen_subcommand_from completions\" -f -a \"{shells}\"\n"
    )
}
