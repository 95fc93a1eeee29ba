//! A folder for files that another program needs for a moment.
//!
//! A process that is interrupted removes nothing, so the next one removes what it has left.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::Result;
use crate::{files, leftovers};

/// What the folders' names start with. The number of the process follows.
const PREFIX: &str = ".tmp-";

/// The folder; it is removed at the end.
#[derive(Debug)]
pub struct Folder(TempDir);

impl Folder {
    /// Makes a folder in `parent`, which has to exist, and removes those of processes that are gone.
    ///
    /// # Errors
    /// PX219 if it cannot be made.
    pub fn new(parent: &Path) -> Result<Folder> {
        leftovers::remove(parent, PREFIX);
        let prefix = format!("{PREFIX}{}-", std::process::id());
        tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(parent)
            .map(Folder)
            .map_err(|e| files::cannot_write(parent, &e))
    }

    /// A path in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_is_gone_at_the_end_with_all_that_is_in_it() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::new(parent.path()).unwrap();
        fs::write(folder.join("a.wasm"), "a").unwrap();
        drop(folder);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
