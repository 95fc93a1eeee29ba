//! Stamps: a file that holds what a folder was made from. The folder is made again when that has changed.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::error::{Error, Result};

/// The stamp of `folder`, beside it so that a half-made folder has none.
pub struct Stamp {
    path: PathBuf,
    part: PathBuf,
    recipe: String,
}

impl Stamp {
    /// `part` of the folder shows that nobody has removed it.
    pub fn new(folder: &Path, part: impl AsRef<Path>, recipe: impl Into<String>) -> Self {
        Stamp {
            path: folder.with_extension("stamp"),
            part: folder.join(part),
            recipe: recipe.into(),
        }
    }

    /// Whether the folder is there, made from this very recipe.
    pub fn is_current(&self) -> bool {
        let is_made = fs::read_to_string(&self.path).is_ok_and(|text| text == self.recipe);
        is_made && self.part.exists()
    }

    /// Makes the folder, unless it is current.
    pub fn renew(&self, make: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.is_current() {
            return Ok(());
        }
        // Absent is as good as removed, and any other trouble shows when the stamp is written.
        let _ = fs::remove_file(&self.path);
        make()?;
        fs::write(&self.path, &self.recipe).map_err(|error| {
            Error::new("PX702", "a stamp cannot be written")
                .place(self.path.display())
                .reason(error)
        })
    }
}
