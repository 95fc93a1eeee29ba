//! What `cargo metadata` says: the package to build, its library, the packages that it is linked with.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;

use cargo_metadata::camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use cargo_metadata::{Metadata, Package, Target, TargetKind};

use crate::cargo::options::CargoOptions;
use crate::cargo::toolchain::{TARGET, Toolchain, first_line};
use crate::error::{Error, Result};
use crate::shell::{Shell, Verbosity};

/// Runs `cargo metadata` for the target of extensions, with the toolchain's own cargo. cargo's messages go through.
///
/// # Errors
/// PX202 if cargo cannot be run, PX203 if it fails.
pub fn load(toolchain: &Toolchain, options: &CargoOptions, shell: &Shell) -> Result<Metadata> {
    let mut command = toolchain.cargo();
    command.args([
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        TARGET,
    ]);
    command.args(["--color", shell.color_for_cargo()]);
    if shell.verbosity() == Verbosity::Quiet {
        command.arg("--quiet");
    }
    options.manifest_args(&mut command);
    options.feature_args(&mut command);
    if let Some(dir) = &options.target_dir {
        // There cargo keeps what rustc has told it, and need not ask again.
        command.env("CARGO_TARGET_DIR", dir);
    }
    shell.command(&command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| toolchain.cannot_run(&e))?;

    // cargo can take long here (it downloads), so what it says is shown as it comes, and kept for the diagnosis.
    let stderr = child.stderr.take();
    let out = shell.clone();
    let said = thread::spawn(move || {
        let mut said = String::new();
        if let Some(stderr) = stderr {
            let mut reader = BufReader::new(stderr);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                out.raw(&line);
                said.push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        }
        said
    });
    let output = child
        .wait_with_output()
        .map_err(|e| toolchain.cannot_run(&e))?;
    let said = said.join().unwrap_or_default();
    if !output.status.success() {
        return Err(crate::cargo::diagnose::metadata_failed(&said));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let json = text
        .lines()
        .find(|line| line.starts_with('{'))
        .unwrap_or_default();
    let mut metadata: Metadata = serde_json::from_str(json).map_err(|e| {
        Error::new("PX203", "the answer of `cargo metadata` cannot be read").reason(e)
    })?;
    // A `target-dir = "../target"` of a configuration comes as it stands there.
    metadata.target_directory = plain(&metadata.target_directory);
    Ok(metadata)
}

/// The same place without `..`, unless that is behind a link: it would lead elsewhere.
fn plain(path: &Utf8Path) -> Utf8PathBuf {
    let mut plain = Utf8PathBuf::new();
    for part in path.components() {
        // Of a link itself this says that it is none.
        let is_folder = || plain.symlink_metadata().is_ok_and(|m| m.is_dir());
        match part {
            Utf8Component::ParentDir if plain.file_name().is_some() && is_folder() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// The workspace's Cargo.toml, found without a look at what it depends on.
pub fn workspace_manifest(toolchain: &Toolchain, options: &CargoOptions) -> Option<PathBuf> {
    let mut command = toolchain.cargo();
    command.args(["locate-project", "--workspace", "--message-format", "plain"]);
    options.manifest_args(&mut command);
    first_line(&mut command).map(PathBuf::from)
}

/// The package that `-p`, the manifest path or the current folder select.
///
/// # Errors
/// PX204 if that is none or more than one.
pub fn select<'a>(metadata: &'a Metadata, options: &CargoOptions) -> Result<&'a Package> {
    let members = metadata.workspace_packages();
    if let Some(spec) = &options.package {
        let version = |p: &Package| format!("{}@{}", p.name, p.version);
        let named = |p: &Package| *spec == *p.name || *spec == version(p) || *spec == p.id.repr;
        return members.iter().copied().find(|p| named(p)).ok_or_else(|| {
            Error::new(
                "PX204",
                format!("no package of this workspace is called `{spec}`"),
            )
            .place(metadata.workspace_root.join("Cargo.toml"))
            .mend(format!("its packages: {}", names(&members)))
        });
    }
    if let Some(package) = metadata.root_package() {
        return Ok(package);
    }
    // A virtual workspace: the one extension in it is meant.
    let extensions: Vec<&Package> = members
        .iter()
        .copied()
        .filter(|p| p.dependencies.iter().any(|d| d.name == "pyext"))
        .collect();
    match extensions[..] {
        [package] => Ok(package),
        [] => Err(
            Error::new("PX204", "no package of this workspace depends on `pyext`")
                .place(metadata.workspace_root.join("Cargo.toml"))
                .mend(format!(
                    "run the command in a package's folder, or name one with `-p`: {}",
                    names(&members)
                )),
        ),
        _ => Err(Error::new("PX204", "the workspace has several extensions")
            .place(metadata.workspace_root.join("Cargo.toml"))
            .mend(format!("name one with `-p`: {}", names(&extensions)))),
    }
}

fn names(packages: &[&Package]) -> String {
    packages
        .iter()
        .map(|p| p.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The package's library.
///
/// # Errors
/// PX205 if it has none, or only a procedural macro.
pub fn library(package: &Package) -> Result<&Target> {
    let ordinary = |kind: &TargetKind| {
        matches!(
            kind,
            TargetKind::Lib
                | TargetKind::RLib
                | TargetKind::CDyLib
                | TargetKind::DyLib
                | TargetKind::StaticLib
        )
    };
    package
        .targets
        .iter()
        .find(|t| t.kind.iter().any(ordinary))
        .ok_or_else(|| {
            let error = Error::new(
                "PX205",
                format!("the package `{}` has no library", package.name),
            )
            .place(&package.manifest_path);
            if package.targets.iter().any(Target::is_proc_macro) {
                error
                    .reason("a procedural macro cannot be an extension")
                    .mend("name another package with `-p`")
            } else {
                error
                    .reason("an extension is a library")
                    .mend("move the exported functions to src/lib.rs")
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_path_has_no_parents_in_it_unless_they_are_behind_a_link() {
        let home = tempfile::tempdir().unwrap();
        let home = Utf8Path::from_path(home.path()).unwrap();
        std::fs::create_dir_all(home.join("one/two")).unwrap();
        std::os::unix::fs::symlink(home.join("one/two"), home.join("link")).unwrap();
        for (path, wanted) in [
            ("one/../target", "target"),
            ("one/two/../../target", "target"),
            ("link/../target", "link/../target"),
            ("link/../two/../target", "link/../target"),
            ("absent/../target", "absent/../target"),
        ] {
            assert_eq!(plain(&home.join(path)), home.join(wanted), "{path}");
        }
        assert_eq!(plain(Utf8Path::new("/../a")), "/../a");
    }
}
