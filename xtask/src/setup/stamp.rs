//! Stamps: a file that holds what a folder was made from. The folder is made again when that has changed.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::error::{Error, Result};

/// The stamp of `folder`, beside it so that a half-made folder has none.
pub struct Stamp {
    path: PathBuf,
    recipe: String,
}

impl Stamp {
    pub fn new(folder: &Path, recipe: impl Into<String>) -> Self {
        Stamp {
            path: folder.with_extension("stamp"),
            recipe: recipe.into(),
        }
    }

    /// Whether the folder was made from this very recipe.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|text| text == self.recipe)
    }

    /// Forgets the folder; call it before work on it starts.
    pub fn remove(&self) {
        // Absent is as good as removed, and any other trouble shows when the stamp is written.
        let _ = fs::remove_file(&self.path);
    }

    /// Notes that the folder is complete.
    pub fn write(&self) -> Result<()> {
        fs::write(&self.path, &self.recipe).map_err(|error| {
            Error::new("PX702", "a stamp cannot be written")
                .place(self.path.display())
                .reason(error)
        })
    }
}
