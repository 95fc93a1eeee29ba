//! `cargo pyext wheel`: packs a finished module, the runtime and the package's metadata into one wheel for every platform.

pub mod archive;
pub mod distribution;
mod licenses;
mod linked;
pub mod metadata;
mod module;
pub mod names;
mod python;
pub mod requires_python;
mod runtime;
mod sbom;
mod stub;
pub mod text;
pub mod version;

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, Package};
use pyext_abi::interface::Interface;

use crate::build::Built;
use crate::error::{Error, Result};
use crate::files;
use crate::manifest::Manifest;
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
    /// `[package.metadata.pyext]`.
    pub manifest: &'a Manifest,
}

/// A wheel in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wheel {
    /// Its file name, which tells tools what it is and must not be changed.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Packs what `build` has made and writes the wheel to `out`, or to `wheels` in the target folder. Gives its path.
///
/// # Errors
/// PX219 if a file cannot be read or written, PX410 to PX417, see `docs/errors.md`.
pub fn write(built: &Built, out: Option<&Path>, shell: &Shell) -> Result<PathBuf> {
    let wasm = files::read(&built.wasm)?;
    let input = Input {
        wasm: &wasm,
        interface: &built.interface,
        package: &built.package,
        metadata: &built.metadata,
        manifest: &built.manifest,
    };
    let wheel = pack(&input, shell)?;
    let folder = out.map_or_else(|| built.target_dir.join("wheels"), Path::to_path_buf);
    let path = folder.join(&wheel.file_name);
    files::write(&path, &wheel.bytes)
        .map_err(|e| e.mend("choose a folder that you may write to: --out DIR"))?;
    Ok(path)
}

/// Packs a wheel.
///
/// # Errors
/// PX410 to PX417, see `docs/errors.md`.
pub fn pack(input: &Input<'_>, shell: &Shell) -> Result<Wheel> {
    let distribution = Distribution::read(input.package, input.manifest, shell)?;
    warn_if_taken(&input.interface.name, input.package, shell);
    let stem = format!(
        "{}-{}",
        names::file_name(&distribution.name),
        distribution.version
    );
    let dist_info = format!("{stem}.dist-info");
    let mut files = package_files(input, &distribution);
    files.extend(dist_info_files(input, &distribution, &dist_info)?);
    Ok(Wheel {
        bytes: archive::archive(files, &dist_info, archive::time()?)?,
        file_name: format!("{stem}-{}.whl", metadata::TAG),
    })
}

/// The files of the Python package.
fn package_files(input: &Input<'_>, distribution: &Distribution) -> Vec<File> {
    let name = &input.interface.name;
    let mut files = vec![
        File::new(
            format!("{name}/__init__.py"),
            module::module(input.interface, &distribution.version),
        ),
        File::new(format!("{name}/__init__.pyi"), stub::stub(input.interface)),
        File::new(format!("{name}/py.typed"), ""),
        File::new(format!("{name}/{name}.wasm"), input.wasm),
    ];
    files.extend(
        runtime::FILES.iter().map(|(path, content)| {
            File::new(format!("{name}/{}/{path}", runtime::FOLDER), *content)
        }),
    );
    files
}

/// The files that describe the distribution, RECORD left out.
fn dist_info_files(
    input: &Input<'_>,
    distribution: &Distribution,
    dist_info: &str,
) -> Result<Vec<File>> {
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

fn warn_if_taken(module: &str, package: &Package, shell: &Shell) {
    if let Some(why) = names::taken(module) {
        let warning = Error::new("PX425", format!("the module is called `{module}`"));
        let mend = format!("[package.metadata.pyext]\nmodule-name = \"{module}_rs\"");
        shell.warning(&warning.place(&package.manifest_path).reason(why).mend(mend));
    }
}
