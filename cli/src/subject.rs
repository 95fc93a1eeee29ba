//! The file that a command looks at: the one given, or that of this crate.

use std::path::{Path, PathBuf};

use crate::build::{self, build};
use crate::error::{Error, Result};
use crate::files;
use crate::shell::Shell;

/// A module to look at.
pub struct Subject {
    /// Where it lies.
    pub path: PathBuf,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Subject {
    /// The file, or what this crate builds. That is built first, so that it is never older than the source.
    ///
    /// # Errors
    /// If the file cannot be read; without a file, those of [`build()`].
    pub fn find(file: Option<&Path>, options: &build::Options, shell: &Shell) -> Result<Subject> {
        match file {
            Some(path) => Ok(Subject {
                path: path.to_path_buf(),
                bytes: files::read(path)?,
            }),
            None => Self::of_this_crate(options, shell),
        }
    }

    fn of_this_crate(options: &build::Options, shell: &Shell) -> Result<Subject> {
        let built = build(options, shell)?;
        Ok(Subject {
            bytes: built.bytes,
            path: built.wasm,
        })
    }

    /// An error about it: the file is the place of one that has none.
    pub fn blamed(&self, error: Error) -> Error {
        match error.place {
            None => error.place(self.path.display()),
            Some(_) => error,
        }
    }
}
