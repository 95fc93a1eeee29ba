//! Git: the author's name, whether a folder is in a repository, a new repository.

use std::path::Path;
use std::process::{Command, Stdio};

use clap::ValueEnum;

use crate::shell::Shell;

/// Version control of a new crate.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vcs {
    /// A git repository
    Git,
    /// None
    None,
}

/// A setting of git's, as it holds in the folder.
pub fn config(folder: &Path, key: &str) -> Option<String> {
    let output = git(folder)
        .args(["config", "--get", key])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let value = String::from_utf8(output.stdout).ok()?;
    let value = value.trim();
    (output.status.success() && !value.is_empty()).then(|| value.to_string())
}

/// Makes a repository of the folder unless it is in one already. Without git that is worth a note, no error.
pub fn init(folder: &Path, wanted: Option<Vcs>, shell: &Shell) {
    let wants = match wanted {
        Some(vcs) => vcs == Vcs::Git && !folder.join(".git").exists(),
        None => !in_repository(folder),
    };
    if !wants {
        return;
    }
    let mut command = git(folder);
    command
        .args(["init", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    shell.command(&command);
    if !command.status().is_ok_and(|status| status.success()) {
        shell.note("no git repository was made: git could not be run");
    }
}

fn in_repository(folder: &Path) -> bool {
    let mut command = git(folder);
    command
        .args(["rev-parse", "--is-inside-work-tree"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).stdin(Stdio::null());
    command
}
