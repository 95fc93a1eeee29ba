//! A copy of a workspace in another folder, to be built there: what depends on the place of the sources then shows.

use std::fs;
use std::path::{Component, Path, PathBuf};

use cargo_metadata::Metadata;
use tempfile::TempDir;
use toml::Value;

use crate::cargo::options::CargoOptions;
use crate::develop::watch::Sources;
use crate::error::{Error, Result};
use crate::files;

/// The copy; it is removed at the end.
pub struct Moved {
    folder: TempDir,
}

impl Moved {
    /// Copies the sources of the workspace. Packages outside of it stay where they are, for cargo takes their path for a part of
    /// their identity; a path that leads to them from the workspace is made absolute.
    ///
    /// # Errors
    /// PX219 if a file cannot be read or written.
    pub fn copy(metadata: &Metadata) -> Result<Moved> {
        let folder = tempfile::Builder::new()
            .prefix("pyext moved ")
            .tempdir()
            .map_err(|e| files::cannot_write(&std::env::temp_dir(), &e))?;
        let moved = Moved { folder };
        let root = metadata.workspace_root.as_std_path();
        for path in Sources::of_workspace(metadata).paths() {
            if let Ok(below) = path.strip_prefix(root) {
                copy(&path, &moved.root().join(below), root)?;
            }
        }
        Ok(moved)
    }

    /// Where the workspace is now.
    fn root(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    /// The options by which cargo finds the package there.
    pub fn options(
        &self,
        options: &CargoOptions,
        metadata: &Metadata,
        manifest: &Path,
    ) -> CargoOptions {
        let below = manifest.strip_prefix(&metadata.workspace_root);
        CargoOptions {
            manifest_path: below.ok().map(|below| self.root().join(below)),
            package: None,
            target_dir: Some(self.folder.path().join("target")),
            ..options.clone()
        }
    }
}

fn copy(from: &Path, to: &Path, root: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(|e| files::cannot_write(parent, &e))?;
    }
    if from.file_name().is_some_and(|name| name == "Cargo.toml") {
        let text = String::from_utf8_lossy(&files::read(from)?).into_owned();
        let folder = from.parent().unwrap_or(root);
        return files::write(to, absolute(&text, folder, root).as_bytes());
    }
    // A link to a folder is what is copied, not what it leads to.
    let copied = match from.is_dir() {
        true => link(from, to),
        false => fs::copy(from, to).map(drop),
    };
    copied.map_err(|e| {
        Error::new("PX219", "the file cannot be copied")
            .place(from.display())
            .reason(e)
    })
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from.canonicalize()?, to)
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The manifest with every path that leads out of the workspace made absolute.
fn absolute(text: &str, folder: &Path, root: &Path) -> String {
    let mut paths = Vec::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        collect(&Value::Table(table), &mut paths);
    }
    let mut text = text.to_string();
    for path in paths {
        let full = plain(&folder.join(&path));
        if Path::new(&path).is_relative() && !full.starts_with(root) {
            let full = Value::from(full.to_string_lossy().into_owned()).to_string();
            for quoted in [format!("\"{path}\""), format!("'{path}'")] {
                text = text.replace(&quoted, &full);
            }
        }
    }
    text
}

/// The values of all keys called `path`.
fn collect(value: &Value, paths: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                match value {
                    Value::String(path) if key == "path" => paths.push(path.clone()),
                    value => collect(value, paths),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, paths)),
        _ => {}
    }
}

/// The path without `.` and `..`, as cargo reads it.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_lead_out_of_the_workspace_change() {
        let manifest = "[lib]\npath = \"src/lib.rs\"\n[dependencies]\n\
            a = { path = \"../../a\" }\nb = { path = '../b' }\nc = { path = \"/c\" }\n[patch.crates-io]\nd.path = \"../../a\"\n";
        let text = absolute(manifest, Path::new("/home/w/demo"), Path::new("/home/w"));
        assert_eq!(
            text,
            "[lib]\npath = \"src/lib.rs\"\n[dependencies]\n\
             a = { path = \"/home/a\" }\nb = { path = '../b' }\nc = { path = \"/c\" }\n[patch.crates-io]\nd.path = \"/home/a\"\n"
        );
        assert_eq!(
            absolute("no = toml = ", Path::new("/"), Path::new("/")),
            "no = toml = "
        );
    }
}
