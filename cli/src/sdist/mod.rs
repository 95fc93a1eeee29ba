//! `cargo pyext sdist`: the sources from which anybody with the tool builds the same wheel, local dependencies included.

mod standalone;
mod tar;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{DependencyKind, Metadata, Package, PackageId};
use toml::Table;

use crate::cargo::metadata;
use crate::cargo::options::CargoOptions;
use crate::cargo::toolchain::Toolchain;
use crate::error::{Error, Result};
use crate::files;
use crate::manifest::Manifest;
use crate::scaffold;
use crate::shell::Shell;
use crate::wheel::archive::{self, File};
use crate::wheel::distribution::Distribution;
use crate::wheel::{metadata as core_metadata, names, pyproject};
use standalone::Places;

/// A written source distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sdist {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// The packages in it that were named by path.
    pub local: Vec<String>,
}

/// Where packages that were named by path go.
const LOCAL: &str = "local";

/// Files that cargo adds to a package of its own kind.
const CARGOS: [&str; 3] = ["Cargo.toml.orig", ".cargo_vcs_info.json", "Cargo.lock"];

/// Packs the sources of the selected package into `out`, or `wheels` in the target folder.
///
/// # Errors
/// PX202 to PX204 for cargo, PX410 to PX434 for the manifest, PX435 if it cannot be packed, PX219 if a file cannot be read
/// or written.
pub fn sdist(options: &CargoOptions, out: Option<&Path>, shell: &Shell) -> Result<Sdist> {
    let toolchain = Toolchain::active();
    let metadata = metadata::load(&toolchain, options, shell)?;
    let package = metadata::select(&metadata, options)?;
    let manifest = Manifest::read(package)?;
    let distribution = Distribution::read(package, &manifest, shell)?;
    let file_name = names::file_name(&distribution.name);
    let stem = format!("{file_name}-{}", distribution.version);
    let local = local_packages(&metadata, package);
    let places = places(package, &local);
    let mut found = Vec::new();
    for package in std::iter::once(package).chain(local.iter().copied()) {
        found.extend(files_of(package, &file_name, &places, &toolchain, shell)?);
    }
    let lock = metadata.workspace_root.join("Cargo.lock");
    if lock.is_file() {
        found.push(File::new("Cargo.lock", files::read(lock.as_std_path())?));
    }
    if !found.iter().any(|f| f.path == pyproject::FILE) {
        found.extend(scaffold::pyproject(&distribution.name)?);
    }
    let info = core_metadata::metadata(&distribution, &[]);
    found.push(File::new("PKG-INFO", info));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    for file in &mut found {
        file.path = format!("{stem}/{}", file.path);
    }
    let bytes = tar::gz(&found, archive::seconds()?)?;
    let folder = out.map_or_else(
        || metadata.target_directory.join("wheels").into_std_path_buf(),
        Path::to_path_buf,
    );
    let path = folder.join(format!("{stem}.tar.gz"));
    files::write(&path, &bytes)
        .map_err(|e| e.mend("choose a folder that you may write to: --out DIR"))?;
    Ok(Sdist {
        path,
        size: bytes.len() as u64,
        local: local.iter().map(|p| p.name.to_string()).collect(),
    })
}

/// The packages that a build needs and that no registry has, without the package itself.
fn local_packages<'a>(metadata: &'a Metadata, root: &'a Package) -> Vec<&'a Package> {
    let nodes = metadata.resolve.iter().flat_map(|r| &r.nodes);
    let by_id = |id: &PackageId| metadata.packages.iter().find(|p| p.id == *id);
    let needed: BTreeMap<_, _> = nodes
        .map(|node| {
            let deps = node.deps.iter().filter(|dep| {
                let kinds = &dep.dep_kinds;
                kinds.iter().any(|k| k.kind != DependencyKind::Development)
            });
            (&node.id, deps.map(|dep| &dep.pkg).collect::<Vec<_>>())
        })
        .collect();
    let mut seen = BTreeSet::from([&root.id]);
    let mut open = vec![&root.id];
    while let Some(id) = open.pop() {
        for next in needed.get(id).into_iter().flatten() {
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    seen.remove(&root.id);
    let mut local: Vec<&Package> = seen
        .into_iter()
        .filter_map(by_id)
        .filter(|p| p.source.is_none())
        .collect();
    local.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    local
}

fn places(root: &Package, local: &[&Package]) -> Places {
    let folder = |p: &Package| {
        let folder = p
            .manifest_path
            .parent()
            .unwrap_or(Utf8Path::new(""))
            .to_path_buf();
        folder.canonicalize_utf8().unwrap_or(folder)
    };
    let mut places = Places::from([(folder(root), String::new())]);
    let mut taken = BTreeSet::new();
    for package in local {
        let mut name = package.name.to_string();
        if !taken.insert(name.clone()) {
            name = format!("{name}-{}", package.version);
        }
        places.insert(folder(package), format!("{LOCAL}/{name}"));
    }
    places
}

/// The files of a package as they are in the archive. Files of the distribution that were made of it are none.
fn files_of(
    package: &Package,
    distribution: &str,
    places: &Places,
    toolchain: &Toolchain,
    shell: &Shell,
) -> Result<Vec<File>> {
    let folder = package.manifest_path.parent().unwrap_or(Utf8Path::new(""));
    let real = folder.canonicalize_utf8().unwrap_or(folder.to_path_buf());
    let place = match places.get(&real).map_or("", String::as_str) {
        "" => String::new(),
        place => format!("{place}/"),
    };
    let mut found = Vec::new();
    let listed = listed(package, toolchain, shell)?;
    let environments: Vec<&Utf8Path> = listed
        .iter()
        .filter(|path| path.file_name() == Some("pyvenv.cfg"))
        .filter_map(|path| path.parent())
        .filter(|folder| *folder != "")
        .collect();
    for path in &listed {
        let name = path.as_str().replace('\\', "/");
        let is_others = CARGOS.contains(&name.as_str()) || name == "Cargo.toml";
        let is_in = |folder: &&Utf8Path| path.starts_with(folder);
        if is_others || is_made(&name, distribution) || environments.iter().any(is_in) {
            continue;
        }
        let mut source = folder.join(path);
        if !source.exists() {
            // cargo takes a README or licence from another folder along.
            let others = [package.readme(), package.license_file()];
            let same = |p: &Utf8PathBuf| p.file_name() == path.file_name();
            source = others.into_iter().flatten().find(same).unwrap_or(source);
        }
        found.push(File::new(
            format!("{place}{name}"),
            files::read(source.as_std_path())?,
        ));
    }
    found.push(File::new(
        format!("{place}Cargo.toml"),
        manifest_of(package, &real, places)?,
    ));
    Ok(found)
}

/// Whether a file is one that a build makes: also the wheels and archives of this distribution that other tools leave in `dist`.
fn is_made(path: &str, distribution: &str) -> bool {
    let is_made = |part: &str| matches!(part, "__pycache__" | "target" | ".venv" | "node_modules");
    let name = path.rsplit('/').next().unwrap_or(path);
    let of_it = name.strip_prefix(distribution);
    let is_archive = of_it.is_some_and(|rest| {
        rest.starts_with('-') && (rest.ends_with(".whl") || rest.ends_with(".tar.gz"))
    });
    path.split('/').any(is_made) || path.ends_with(".pyc") || is_archive
}

/// What cargo takes for the package's files: all that git does not ignore, `include` and `exclude` heeded.
fn listed(package: &Package, toolchain: &Toolchain, shell: &Shell) -> Result<Vec<Utf8PathBuf>> {
    let mut command: Command = toolchain.cargo();
    command.args(["package", "--list", "--allow-dirty", "--offline", "--quiet"]);
    command.arg("--manifest-path").arg(&package.manifest_path);
    shell.command(&command);
    let output = command.output().map_err(|e| toolchain.cannot_run(&e))?;
    if !output.status.success() {
        shell.raw(&output.stderr);
        return Err(
            Error::new("PX435", "the source distribution cannot be put together")
                .place(&package.manifest_path)
                .reason("`cargo package --list` does not say which files the package has, and why above"),
        );
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().map(Utf8PathBuf::from).collect())
}

fn manifest_of(package: &Package, folder: &Utf8Path, places: &Places) -> Result<String> {
    let read = |path: &Utf8Path| -> Result<Table> {
        let text = files::read(path.as_std_path())?;
        String::from_utf8_lossy(&text)
            .parse()
            .map_err(|e: toml::de::Error| {
                Error::new("PX435", "the source distribution cannot be put together")
                    .place(path)
                    .reason(e.message())
            })
    };
    let own = read(&package.manifest_path)?;
    let mut workspace = (own.clone(), folder.to_path_buf());
    if !own.contains_key("workspace") {
        let above = folder.ancestors().skip(1).map(|f| f.join("Cargo.toml"));
        for path in above.filter(|path| path.is_file()) {
            let table = read(&path)?;
            if table.contains_key("workspace") {
                workspace = (table, path.parent().unwrap_or(folder).to_path_buf());
                break;
            }
        }
    }
    let made = standalone::manifest(&own, &workspace.0, &workspace.1, folder, places);
    Ok(format!(
        "# Written by cargo-pyext for this source distribution.\n{made}"
    ))
}
