//! The file that `check` and `inspect` look at: the one given, or that of this crate.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, PackageId};

use crate::build::{self, build};
use crate::cargo::graph::Graph;
use crate::cargo::options::CargoOptions;
use crate::error::Result;
use crate::files;
use crate::shell::Shell;

/// A module to look at.
pub struct Subject {
    /// Where it lies.
    pub path: PathBuf,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The project that it was built from, if it is this crate's.
    project: Option<(Metadata, PackageId)>,
}

impl Subject {
    /// The file, or what this crate builds. That is built first, so that it is never older than the source.
    ///
    /// # Errors
    /// If the file cannot be read; without a file, those of [`build()`].
    pub fn find(file: Option<&Path>, options: &CargoOptions, shell: &Shell) -> Result<Subject> {
        match file {
            Some(path) => Ok(Subject {
                path: path.to_path_buf(),
                bytes: files::read(path)?,
                project: None,
            }),
            None => Self::of_this_crate(options, shell),
        }
    }

    fn of_this_crate(options: &CargoOptions, shell: &Shell) -> Result<Subject> {
        let options = build::Options {
            cargo: options.clone(),
            ..build::Options::default()
        };
        let built = build(&options, shell)?;
        Ok(Subject {
            bytes: files::read(&built.wasm)?,
            path: built.wasm,
            project: Some((built.metadata, built.package.id)),
        })
    }

    /// The crates that the module is linked from, if they are known.
    pub fn graph(&self) -> Option<Graph<'_>> {
        let (metadata, id) = self.project.as_ref()?;
        let package = metadata.packages.iter().find(|p| p.id == *id)?;
        Some(Graph::new(metadata, package))
    }
}
