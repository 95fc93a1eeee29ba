//! Files: read with a clear error, written whole or not at all.

use std::fs;
use std::io::{Error as IoError, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::leftovers;

/// Reads a file.
///
/// # Errors
/// PX219, with the reason.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| {
        Error::new("PX219", "the file cannot be read")
            .place(path.display())
            .mend(match e.kind() {
                ErrorKind::PermissionDenied => "allow this user to read it",
                ErrorKind::IsADirectory => "name a file in it",
                _ => "correct the path, or what leads to it",
            })
            .reason(e)
    })
}

/// Writes a file so that it appears whole or not at all, also when the process is killed: a temporary file in the same
/// folder, then a rename. The folder is made if need be, and what a killed process has left of that file is removed.
///
/// # Errors
/// PX219, with the reason.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| cannot_write(folder, &e))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.");
    leftovers::remove(folder, &prefix);
    let temporary = Temporary(folder.join(format!("{prefix}{}-tmp", std::process::id())));
    fs::File::create(&temporary.0)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(&temporary.0, path))
        .map_err(|e| cannot_write(path, &e))
}

/// PX219: a file cannot be written.
pub fn cannot_write(path: &Path, why: &IoError) -> Error {
    let another = "choose another folder, as `--target-dir` and `--out` do";
    Error::new("PX219", "the file cannot be written")
        .place(path.display())
        .reason(why)
        .mend(match why.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                format!("make room on this disk, or {another}")
            }
            ErrorKind::PermissionDenied => format!("allow this user to write there, or {another}"),
            ErrorKind::ReadOnlyFilesystem => another.to_string(),
            _ => format!("remove what is in the way, or {another}"),
        })
}

/// A file that is removed at the end, unless it has been renamed.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_leaves_no_other_behind() -> std::result::Result<(), Box<dyn std::error::Error>>
    {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("new/a.wasm");
        write(&path, b"one")?;
        write(&path, b"two")?;
        assert_eq!(read(&path)?, b"two");
        assert_eq!(fs::read_dir(folder.path().join("new"))?.count(), 1);
        Ok(())
    }

    #[test]
    fn a_path_that_cannot_be_written_is_named()
    -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("file"), "")?;
        let below = folder.path().join("file/a.wasm");
        for error in [write(&below, b"").err(), read(&below).err()] {
            assert!(
                error.is_some_and(|e| e.code == "PX219" && e.place.is_some() && e.mend.is_some())
            );
        }
        Ok(())
    }
}
