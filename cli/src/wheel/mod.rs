//! `cargo pyext wheel`: packs a finished module, the runtime and the package's metadata into one wheel for every platform.

pub mod archive;
pub mod distribution;
mod licenses;
mod linked;
pub mod metadata;
pub mod names;
pub mod python;
pub mod requires_python;
mod runtime;
mod sbom;
pub mod text;
pub mod version;

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, Package};
use pyext_abi::interface::Interface;

use crate::build;
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

/// Builds the selected package, packs it and writes the wheel to `out`, or to `wheels` in the target folder. Gives its path.
///
/// # Errors
/// Those of [`build::build`], PX219 if the wheel cannot be written, PX410 to PX417 if the manifest has something that
/// Python's tools would refuse.
pub fn build(options: &build::Options, out: Option<&Path>, shell: &Shell) -> Result<PathBuf> {
    let mut distribution = None;
    let built = build::build_after(options, shell, |package, manifest| {
        distribution = Some(Distribution::read(package, manifest, shell)?);
        archive::time().map(drop)
    })?;
    let distribution = match distribution {
        Some(distribution) => distribution,
        None => Distribution::read(&built.package, &built.manifest, shell)?,
    };
    let wasm = files::read(&built.wasm)?;
    let input = Input {
        wasm: &wasm,
        interface: &built.interface,
        package: &built.package,
        metadata: &built.metadata,
        distribution: &distribution,
    };
    let wheel = pack(&input)?;
    let folder = out.map_or_else(|| built.target_dir.join("wheels"), Path::to_path_buf);
    let path = folder.join(&wheel.file_name);
    files::write(&path, &wheel.bytes)
        .map_err(|e| e.mend("choose a folder that you may write to: --out DIR"))?;
    Ok(path)
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
    files.extend(dist_info_files(input, &dist_info)?);
    Ok(Wheel {
        bytes: archive::archive(files, &dist_info, archive::time()?)?,
        file_name: format!("{stem}-{}.whl", metadata::TAG),
    })
}

/// The files of the Python package.
fn package_files(input: &Input<'_>) -> Vec<File> {
    let name = &input.interface.name;
    let python = python::files(input.interface, &input.distribution.version);
    let own = |(path, text)| File::new(format!("{name}/{path}"), text);
    let mut files: Vec<File> = python.into_iter().map(own).collect();
    files.push(File::new(format!("{name}/py.typed"), ""));
    files.push(File::new(format!("{name}/{name}.wasm"), input.wasm));
    files.extend(
        runtime::FILES.iter().map(|(path, content)| {
            File::new(format!("{name}/{}/{path}", runtime::FOLDER), *content)
        }),
    );
    files
}

/// The files that describe the distribution, RECORD left out.
fn dist_info_files(input: &Input<'_>, dist_info: &str) -> Result<Vec<File>> {
    let distribution = input.distribution;
    let linked = linked::linked(input.metadata, input.package);
    let licenses = licenses::collect(input.package, &linked.packages)?;
    let paths: Vec<String> = licenses.keys().cloned().collect();
    let mut files = vec![
        File::new(
            format!("{dist_info}/METADATA"),
            metadata::metadata(distribution, &paths),
        ),
        File::new(format!("{dist_info}/WHEEL"), metadata::wheel()),
        File::new(
            format!("{dist_info}/sboms/{}.cdx.json", input.interface.name),
            sbom::sbom(distribution, input.package, &linked),
        ),
    ];
    files.extend(
        licenses
            .into_iter()
            .map(|(path, content)| File::new(format!("{dist_info}/licenses/{path}"), content)),
    );
    Ok(files)
}
