//! An editable wheel (PEP 660): it holds the way to the files, and the files lie in the target folder, where the next build
//! replaces them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::archive::{self, File};
use super::distribution::Distribution;
use super::{Finished, Wheel, dist_info_files, metadata, names, package_files};
use crate::error::{Error, Result};
use crate::files;

/// What an editable installation is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editable {
    /// Its wheel.
    pub wheel: Wheel,
    /// The folder that holds the extension's package.
    pub folder: PathBuf,
}

/// Writes the extension's files where an editable installation finds them, and packs the wheel that leads there.
///
/// # Errors
/// PX219 if a file cannot be written, PX434 if the way cannot be written down, PX415 to PX417.
pub fn editable(finished: &Finished) -> Result<Editable> {
    let distribution = &finished.distribution;
    let name = names::file_name(&distribution.name);
    let folder = finished.built.target_dir.join("pyext/develop").join(&name);
    refresh(&folder, &package_files(&finished.input()))?;
    let stem = format!("{name}-{}", distribution.version);
    let dist_info = format!("{stem}.dist-info");
    let mut content = way(distribution, &name, &folder, finished)?;
    content.extend(dist_info_files(&finished.input(), &dist_info)?);
    Ok(Editable {
        wheel: Wheel {
            bytes: archive::archive(content, &dist_info, archive::time()?)?,
            file_name: format!("{stem}-{}.whl", metadata::TAG),
        },
        folder,
    })
}

/// The files by which Python finds the package: a path, or for a module in a package of pure Python a finder beside the path
/// of that.
fn way(
    distribution: &Distribution,
    name: &str,
    folder: &Path,
    finished: &Finished,
) -> Result<Vec<File>> {
    let pth = format!("__editable__.{name}.pth");
    let manifest = &finished.built.manifest;
    match &manifest.python_source {
        None => Ok(vec![File::new(pth, format!("{}\n", line(folder)?))]),
        Some(source) => {
            let module = format!("__editable___{name}_finder");
            let package = folder.join(&distribution.folder);
            let text = FINDER
                .replace("{name}", &manifest.full_name())
                .replace("{folder}", &python_string(line(&package)?));
            let source = line(source.as_std_path())?;
            Ok(vec![
                File::new(pth, format!("{source}\nimport {module}\n")),
                File::new(format!("{module}.py"), text),
            ])
        }
    }
}

/// Leads the import of one module to its folder.
const FINDER: &str = r#"# Leads to the extension of an editable installation. Written by cargo-pyext.
import sys
from importlib.util import spec_from_file_location

NAME = "{name}"
FOLDER = {folder}


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != NAME:
            return None
        return spec_from_file_location(
            name, FOLDER + "/__init__.py", submodule_search_locations=[FOLDER]
        )


sys.meta_path.insert(0, Finder)
"#;

fn python_string(text: &str) -> String {
    // JSON's strings are Python's, too.
    serde_json::Value::from(text).to_string()
}

/// A path as one line of a `.pth` file.
fn line(path: &Path) -> Result<&str> {
    let text = path.to_str().filter(|t| !t.contains(['\n', '\r']));
    text.ok_or_else(|| {
        Error::new("PX434", "an editable installation cannot name this folder")
            .place(path.display())
            .reason("Python reads the path from a line of UTF-8")
            .mend("choose another target folder: --target-dir DIRECTORY")
    })
}

/// Makes the folder hold these files and no others. Those that have not changed are left alone, and each of the others is
/// replaced at once: a Python may be running.
fn refresh(folder: &Path, wanted: &[File]) -> Result<()> {
    let mut kept = BTreeSet::new();
    for file in wanted {
        let path = folder.join(&file.path);
        if fs::read(&path).ok().as_ref() != Some(&file.content) {
            files::write(&path, &file.content)?;
        }
        kept.insert(path);
    }
    prune(folder, &kept);
    Ok(())
}

/// Removes what is not kept. What Python has compiled goes with its folder only.
fn prune(folder: &Path, kept: &BTreeSet<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !kept.iter().any(|file| file.starts_with(&path))
                && entry.file_name() != "__pycache__"
            {
                let _ = fs::remove_dir_all(&path);
            } else {
                prune(&path, kept);
            }
        } else if !kept.contains(&path) && path.extension().is_none_or(|e| e != "pyc") {
            let _ = fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refreshed_folder_holds_what_is_wanted_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("develop");
        refresh(
            &folder,
            &[File::new("a/b.py", "1"), File::new("a/c/d.py", "2")],
        )
        .unwrap();
        let before = fs::metadata(folder.join("a/b.py"))
            .unwrap()
            .modified()
            .unwrap();
        refresh(
            &folder,
            &[File::new("a/b.py", "1"), File::new("a/e.py", "3")],
        )
        .unwrap();
        let after = fs::metadata(folder.join("a/b.py"))
            .unwrap()
            .modified()
            .unwrap();
        assert_eq!(before, after);
        assert!(!folder.join("a/c").exists());
        assert_eq!(fs::read_dir(folder.join("a")).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_is_no_line_of_text_is_refused() {
        assert_eq!(
            line(Path::new("/a\nimport os")).unwrap_err().to_string(),
            "error[PX434]: an editable installation cannot name this folder\n  --> /a\n      import os\n  \
             = note: Python reads the path from a line of UTF-8\n  \
             = help: choose another target folder: --target-dir DIRECTORY"
        );
    }
}
