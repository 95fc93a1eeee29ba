//! `cargo pyext develop`: builds the extension and installs it so that the next build is what Python imports.

mod group;
#[cfg(unix)]
mod terminal;
pub mod watch;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::build;
use crate::error::{Error, Result};
use crate::escape;
use crate::python::{self, Python, install, requirements};
use crate::shell::Shell;
use crate::wheel::Finished;
use crate::wheel::editable::editable;
use crate::wheel::names::index_name;

/// How to install.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[group(skip)]
pub struct Options {
    /// Which environment
    #[command(flatten)]
    pub python: python::Options,
    /// Leave what the package needs to others; else pip or uv gets what is missing
    #[arg(long)]
    pub no_deps: bool,
    /// Get what this extra of pyproject.toml needs, too
    #[arg(long, value_name = "EXTRA")]
    pub extra: Vec<String>,
    /// How to build
    #[command(flatten)]
    pub build: build::Options,
}

/// What has been installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developed {
    /// Name of the distribution.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The name to import.
    pub module: String,
    /// The environment.
    pub environment: PathBuf,
    /// The folder that it leads to.
    pub folder: PathBuf,
    /// Programs of its entry points.
    pub scripts: Vec<PathBuf>,
}

/// Builds the selected package and installs it.
///
/// # Errors
/// PX901 to PX907 for the environment, those of [`Finished::build`], PX219 and PX434.
pub fn develop(options: &Options, shell: &Shell) -> Result<Developed> {
    let folder = folder_of(options.build.cargo.manifest_path.as_deref());
    // First, because without an environment nothing has to be compiled.
    let python = Python::of_environment(&options.python, &folder)?;
    install::check(&python)?;
    let finished = Finished::build(&options.build, shell)?;
    let editable = editable(&finished)?;
    let distribution = &finished.distribution;
    for extra in &options.extra {
        if !distribution.extras.contains_key(&index_name(extra)) {
            let name = escape::name(extra);
            let known: Vec<&str> = distribution.extras.keys().map(String::as_str).collect();
            let warning = Error::new("PX438", format!("the package has no extra {name}"));
            shell.warning(&warning.place("--extra").mend(match known[..] {
                [] => "leave it out".to_string(),
                _ => format!("one of {}", known.join(", ")),
            }));
        }
    }
    let source = finished.built.package.manifest_path.parent();
    let url = source.map(
        |folder| json!({"url": file_url(folder.as_std_path()), "dir_info": {"editable": true}}),
    );
    let scratch = finished.built.target_dir.join("pyext");
    let installed = install::install(&python, &editable.wheel, url, &scratch, shell)?;
    if !options.no_deps {
        let all = distribution.requirements();
        let missing = requirements::missing(&python, &all, &options.extra)?;
        if !missing.is_empty() {
            let offline = options.build.cargo.offline || options.build.cargo.frozen;
            requirements::get(&python, &missing, offline, shell)?;
        }
    }
    let developed = Developed {
        name: distribution.name.clone(),
        version: distribution.version.clone(),
        module: finished.built.manifest.full_name(),
        environment: python.facts.prefix,
        folder: editable.folder,
        scripts: installed.scripts,
    };
    shell.status(
        "Installed",
        format_args!(
            "{} {} (editable) in {}",
            developed.name,
            developed.version,
            developed.environment.display()
        ),
    );
    Ok(developed)
}

/// The folder in which an environment is looked for: that of the manifest, or the current one.
pub fn folder_of(manifest: Option<&Path>) -> PathBuf {
    let current = || std::env::current_dir().unwrap_or_default();
    match manifest.and_then(Path::parent) {
        Some(folder) => current().join(folder),
        None => current(),
    }
}

/// The address of a folder: each byte that is not plain becomes `%XX`.
fn file_url(folder: &Path) -> String {
    let text = folder.to_string_lossy().replace('\\', "/");
    let mut url = String::from(if text.starts_with('/') {
        "file://"
    } else {
        "file:///"
    });
    for byte in text.bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~/:".contains(&b) => url.push(char::from(b)),
            b => url.push_str(&format!("%{b:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_becomes_an_address() {
        assert_eq!(
            file_url(Path::new("/home/a b/grün")),
            "file:///home/a%20b/gr%C3%BCn"
        );
        assert_eq!(file_url(Path::new("C:/a")), "file:///C:/a");
    }
}
