//! `cargo pyext wheel`: packs a finished module, the runtime and the package's metadata into one wheel for every platform.

pub mod archive;
pub mod distribution;
pub mod editable;
mod licenses;
mod linked;
pub mod metadata;
pub mod names;
mod pure;
pub mod pyproject;
pub mod python;
pub mod requires_python;
pub(crate) mod runtime;
mod sbom;
mod stripped;
pub mod text;
pub mod version;

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, Package};
use pyext_abi::interface::Interface;

use crate::build::{self, Built};
use crate::cargo::checksums::Checksums;
use crate::error::Result;
use crate::files;
use crate::shell::Shell;
use archive::File;
use distribution::Distribution;

/// What goes into a wheel.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The module.
    pub wasm: &'a [u8],
    /// What it offers.
    pub interface: &'a Interface,
    /// The package that it was built from.
    pub package: &'a Package,
    /// The workspace, its dependencies resolved for the module's target.
    pub metadata: &'a Metadata,
    /// What the package's manifest says.
    pub distribution: &'a Distribution,
}

/// A wheel in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wheel {
    /// Its file name, which tells tools what it is and must not be changed.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Builds the selected package, packs it or the way to its files, and writes the wheel to `out`, or to `wheels` in the target
/// folder, where one that is editable has a folder of its own. Gives its path.
///
/// # Errors
/// Those of [`build::build`], PX219 if the wheel cannot be written, PX410 to PX417 if the manifest has something that
/// Python's tools would refuse.
pub fn build(
    options: &build::Options,
    is_editable: bool,
    out: Option<&Path>,
    shell: &Shell,
) -> Result<PathBuf> {
    let finished = Finished::build(options, shell)?;
    let wheel = match is_editable {
        true => editable::editable(&finished)?.wheel,
        false => finished.wheel()?,
    };
    // Both have one name, and only one of them may be published.
    let default = match is_editable {
        true => "wheels/editable",
        false => "wheels",
    };
    let folder = out.map_or_else(
        || finished.built.target_dir.join(default),
        Path::to_path_buf,
    );
    let path = folder.join(&wheel.file_name);
    files::write(&path, &wheel.bytes)
        .map_err(|e| e.mend("choose a folder that you may write to: --out DIR"))?;
    Ok(path)
}

/// A built extension and what the manifest says of it: all that a wheel is made of.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The extension.
    pub built: Built,
    /// What the manifest says.
    pub distribution: Distribution,
}

impl Finished {
    /// Builds the selected package; a mistake in its manifest shows before anything is compiled.
    ///
    /// # Errors
    /// Those of [`build::build`], PX410 to PX433 if the manifest has something that Python's tools would refuse.
    pub fn build(options: &build::Options, shell: &Shell) -> Result<Finished> {
        let mut distribution = None;
        let built = build::build_after(options, shell, |package, manifest| {
            distribution = Some(Distribution::read(package, manifest, shell)?);
            archive::time().map(drop)
        })?;
        let distribution = match distribution {
            Some(distribution) => distribution,
            None => Distribution::read(&built.package, &built.manifest, shell)?,
        };
        Ok(Finished {
            built,
            distribution,
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            wasm: &self.built.bytes,
            interface: &self.built.interface,
            package: &self.built.package,
            metadata: &self.built.metadata,
            distribution: &self.distribution,
        }
    }

    /// The wheel.
    ///
    /// # Errors
    /// PX415 to PX417.
    pub fn wheel(&self) -> Result<Wheel> {
        pack(&self.input())
    }
}

/// Packs a wheel.
///
/// # Errors
/// PX415 to PX417, see `docs/errors.md`.
pub fn pack(input: &Input<'_>) -> Result<Wheel> {
    let distribution = input.distribution;
    let stem = format!(
        "{}-{}",
        names::file_name(&distribution.name),
        distribution.version
    );
    let dist_info = format!("{stem}.dist-info");
    let mut files = package_files(input);
    files.extend(distribution.python.iter().cloned());
    files.extend(dist_info_files(input, &dist_info)?);
    Ok(Wheel {
        bytes: archive::archive(files, &dist_info, archive::time()?)?,
        file_name: format!("{stem}-{}.whl", metadata::TAG),
    })
}

/// The files of the Python package.
fn package_files(input: &Input<'_>) -> Vec<File> {
    let name = &input.interface.name;
    let distribution = input.distribution;
    let folder = match distribution.folder.as_str() {
        "" => name,
        folder => folder,
    };
    let python = python::files(
        input.interface,
        &distribution.version,
        distribution.instances,
    );
    let own = |(path, text)| File::new(format!("{folder}/{path}"), text);
    let mut files: Vec<File> = python.into_iter().map(own).collect();
    files.push(File::new(format!("{folder}/py.typed"), ""));
    files.push(File::new(format!("{folder}/{name}.wasm"), input.wasm));
    files.extend(
        runtime::files().map(|(path, content)| {
            File::new(format!("{folder}/{}/{path}", runtime::FOLDER), content)
        }),
    );
    files
}

/// The files that describe the distribution, RECORD left out.
fn dist_info_files(input: &Input<'_>, dist_info: &str) -> Result<Vec<File>> {
    let distribution = input.distribution;
    let linked = linked::linked(input.metadata, input.package);
    let licenses = licenses::collect(input.package, &distribution.license_files, &linked.packages)?;
    let paths: Vec<String> = licenses.keys().cloned().collect();
    let mut files = vec![
        File::new(
            format!("{dist_info}/METADATA"),
            metadata::metadata(distribution, &paths),
        ),
        File::new(format!("{dist_info}/WHEEL"), metadata::wheel()),
        File::new(
            format!("{dist_info}/sboms/{}.cdx.json", input.interface.name),
            sbom::sbom(
                distribution,
                input.package,
                &linked,
                &Checksums::of(input.metadata),
            ),
        ),
    ];
    if !distribution.entry_points.is_empty() {
        let text = distribution.entry_points.as_bytes();
        files.push(File::new(format!("{dist_info}/entry_points.txt"), text));
    }
    files.extend(
        licenses
            .into_iter()
            .map(|(path, content)| File::new(format!("{dist_info}/licenses/{path}"), content)),
    );
    Ok(files)
}
