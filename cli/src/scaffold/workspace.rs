//! What cargo makes of a new crate in the folder of an older workspace.

use std::path::Path;
use std::process::Stdio;

use cargo_metadata::camino::Utf8PathBuf;
use serde::Deserialize;

use crate::cargo::toolchain::Toolchain;

/// How the crate stands to the workspaces around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// No other workspace has to do with it, or cargo could not be asked.
    Alone,
    /// It is a member of a workspace, whose target folder is used.
    Member {
        /// Folder of the workspace.
        root: Utf8PathBuf,
        /// Its target folder.
        target: Utf8PathBuf,
    },
    /// It lies in a workspace that does not list it, which cargo refuses.
    Stray,
}

#[derive(Deserialize)]
struct Answer {
    workspace_root: Utf8PathBuf,
    target_directory: Utf8PathBuf,
}

/// Asks cargo about the crate in the folder.
pub fn membership(folder: &Path) -> Membership {
    let mut command = Toolchain::active().cargo();
    command
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(folder.join("Cargo.toml"))
        .stdin(Stdio::null());
    let Ok(output) = command.output() else {
        return Membership::Alone;
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return if said.contains("believes it's in a workspace") {
            Membership::Stray
        } else {
            Membership::Alone
        };
    }
    let Ok(answer) = serde_json::from_slice::<Answer>(&output.stdout) else {
        return Membership::Alone;
    };
    let is_root = match (answer.workspace_root.canonicalize(), folder.canonicalize()) {
        (Ok(root), Ok(folder)) => root == folder,
        _ => true,
    };
    if is_root {
        Membership::Alone
    } else {
        Membership::Member {
            root: answer.workspace_root,
            target: answer.target_directory,
        }
    }
}
