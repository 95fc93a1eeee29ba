//! Writing the files of a crate: all of them or none.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::cannot_write;
use crate::leftovers;
use crate::scaffold::template::File;

/// What the names of folders in progress start with. The number of the process follows.
const PREFIX: &str = ".cargo-pyext-";

/// Makes the folder `path` with the files: beside it in `parent` first, then by one rename.
///
/// # Errors
/// PX219 with the reason; nothing is left behind then.
pub fn folder(path: &Path, parent: &Path, files: &[File]) -> Result<()> {
    let mut builder = tempfile::Builder::new();
    leftovers::remove(parent, PREFIX);
    let prefix = format!("{PREFIX}{}-", std::process::id());
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As an ordinary folder; the process's mask narrows it.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let temporary = builder
        .tempdir_in(parent)
        .map_err(|e| cannot_write(parent, &e))?;
    into(temporary.path(), files)?;
    fs::rename(temporary.path(), path).map_err(|e| cannot_write(path, &e))?;
    // The folder has another name now; there is nothing to remove.
    let _ = temporary.keep();
    Ok(())
}

/// Writes the files into a folder, which is made if need be. A file that exists is never touched.
///
/// # Errors
/// PX219 with the reason; what was written before is removed then.
pub fn into(folder: &Path, files: &[File]) -> Result<()> {
    let mut made = Made::default();
    made.folder(folder)?;
    for file in files {
        let path = folder.join(&file.path);
        made.folder(path.parent().unwrap_or(folder))?;
        made.file(&path, &file.text)?;
    }
    made.keep();
    Ok(())
}

/// What has been made, in that order; removed again unless it is kept.
#[derive(Default)]
struct Made {
    paths: Vec<PathBuf>,
}

impl Made {
    fn folder(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|f| !f.as_os_str().is_empty() && !f.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(|e| cannot_write(folder, &e))?;
            self.paths.push(folder.to_path_buf());
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, text: &str) -> Result<()> {
        let failed = |e| -> Error { cannot_write(path, &e) };
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .map_err(failed)?;
        self.paths.push(path.to_path_buf());
        file.write_all(text.as_bytes()).map_err(failed)
    }

    fn keep(mut self) {
        self.paths.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // A folder in which somebody else has put a file in the meantime stays.
            let _ = if path.is_dir() {
                fs::remove_dir(path)
            } else {
                fs::remove_file(path)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_if_one_file_cannot_be_written() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("b")).unwrap();
        let file = |path: &str| File {
            path: path.to_string(),
            text: "text".to_string(),
        };
        let error = into(home.path(), &[file("a/deep/file"), file("b/x"), file("b")]).unwrap_err();
        assert_eq!(error.code, "PX219");
        assert!(!home.path().join("a").exists());
        assert_eq!(fs::read_dir(home.path().join("b")).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_has_appeared_in_the_meantime_is_not_touched() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("Cargo.toml");
        fs::write(&path, "mine").unwrap();
        let file = File {
            path: "Cargo.toml".to_string(),
            text: "text".to_string(),
        };
        assert_eq!(into(home.path(), &[file]).unwrap_err().code, "PX219");
        assert_eq!(fs::read_to_string(path).unwrap(), "mine");
    }
}
