//! Paths in panic texts: where a crate lies on this machine is nobody's business, and must not change the file.

use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;

use super::config::cargo_home;
use super::toolchain::Toolchain;

/// The sources of the standard library on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// Where they are.
    pub folder: PathBuf,
    /// Commit that they are of, or `unknown`.
    pub commit: String,
}

impl Sources {
    /// Asks rustc. None if they are not installed: rustc then names them as Rust's own builds do, by itself.
    pub fn find(toolchain: &Toolchain) -> Option<Sources> {
        let folder = toolchain.library_sources()?;
        let output = toolchain.rustc().arg("-vV").output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout);
        let commit = version
            .lines()
            .find_map(|l| l.strip_prefix("commit-hash: "));
        Some(Sources {
            folder,
            commit: commit.unwrap_or("unknown").to_string(),
        })
    }
}

/// The flags for all crates that make paths the same on every machine: packages of a registry start with their name and
/// version, the standard library's files where Rust's own builds have them.
///
/// Nothing of the workspace is among them: a change of flags compiles everything again, and several workspaces may share one
/// target folder.
pub fn flags(metadata: &Metadata, target_dir: &Path, sources: Option<&Sources>) -> Vec<String> {
    // rustc lets the last prefix that fits win, so the more particular ones come later.
    let mut pairs: Vec<(String, String)> = Vec::new();
    if let Some(home) = cargo_home() {
        pairs.push((text(&home), "cargo".to_string()));
    }
    let mut registries: Vec<String> = metadata
        .packages
        .iter()
        .filter(|p| {
            p.source
                .as_ref()
                .is_some_and(|s| !s.repr.starts_with("git+"))
        })
        .filter_map(|p| p.manifest_path.parent()?.parent())
        .map(|folder| folder.to_string())
        .collect();
    registries.sort();
    registries.dedup();
    pairs.extend(registries.into_iter().map(|folder| (folder, String::new())));
    // Path dependencies outside of the workspace.
    for package in metadata.packages.iter().filter(|p| p.source.is_none()) {
        if let Some(folder) = package.manifest_path.parent()
            && !folder.starts_with(&metadata.workspace_root)
        {
            pairs.push((
                folder.to_string(),
                format!("{}-{}", package.name, package.version),
            ));
        }
    }
    pairs.push((text(target_dir), "target".to_string()));
    if let Some(Sources { folder, commit }) = sources {
        pairs.push((text(folder), format!("/rustc/{commit}")));
    }
    pairs
        .into_iter()
        .filter(|(from, _)| !from.is_empty())
        .map(|(from, to)| flag(&from, &to))
        .collect()
}

/// The flag for the crate itself: the workspace's files start at its root.
pub fn own_flag(metadata: &Metadata) -> String {
    flag(metadata.workspace_root.as_str(), "")
}

fn flag(from: &str, to: &str) -> String {
    format!("--remap-path-prefix={from}={to}")
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
