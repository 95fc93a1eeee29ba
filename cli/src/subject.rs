//! The file that `check` and `inspect` look at: the one given, or that of this crate.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, PackageId};

use crate::build::{self, build};
use crate::cargo::graph::Graph;
use crate::error::{Error, Result};
use crate::files;
use crate::shell::Shell;
use crate::wasm::features::OLDEST;

/// A module to look at.
pub struct Subject {
    /// Where it lies.
    pub path: PathBuf,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The oldest release of wasmtime that it has to run on.
    pub wasmtime: u32,
    /// The project that it was built from, if it is this crate's.
    project: Option<(Metadata, PackageId)>,
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
                wasmtime: OLDEST,
                project: None,
            }),
            None => Self::of_this_crate(options, shell),
        }
    }

    fn of_this_crate(options: &build::Options, shell: &Shell) -> Result<Subject> {
        let built = build(options, shell)?;
        Ok(Subject {
            bytes: built.bytes,
            path: built.wasm,
            wasmtime: built.manifest.wasmtime(),
            project: Some((built.metadata, built.package.id)),
        })
    }

    /// An error about it: the file is the place of one that has none.
    pub fn blamed(&self, error: Error) -> Error {
        match error.place {
            None => error.place(self.path.display()),
            Some(_) => error,
        }
    }

    /// The crates that the module is linked from, if they are known.
    pub fn graph(&self) -> Option<Graph<'_>> {
        let (metadata, id) = self.project.as_ref()?;
        let package = metadata.packages.iter().find(|p| p.id == *id)?;
        Some(Graph::new(metadata, package))
    }
}
