//! Which `pyext` crate a new extension depends on.

use std::path::{Path, PathBuf};
use std::{env, fs};

use semver::VersionReq;

use crate::error::{Error, Result};
use crate::escape;

/// The checkout that this program was built in, if it was built in one.
const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../sdk");

/// The dependency, as it stands between the braces in Cargo.toml.
///
/// # Errors
/// PX507 if there is no SDK at the place, or none is known.
pub fn dependency(wanted: Option<&str>) -> Result<String> {
    match wanted {
        Some(wanted) => match VersionReq::parse(wanted) {
            Ok(_) => Ok(format!("version = {}", string(wanted))),
            Err(_) => in_folder(Path::new(wanted)),
        },
        None => in_folder(Path::new(CHECKOUT)).map_err(|_| {
            Error::new("PX507", "it is not known which `pyext` crate to depend on")
                .reason("the checkout that this program was built in is gone")
                .mend("give the version or the folder of the SDK: --sdk VERSION or --sdk PATH")
        }),
    }
}

/// The lines for the Cargo.toml of a crate that has no such dependency yet, with `more` at its end.
pub fn lines(wanted: Option<&str>, more: &str) -> String {
    let place = dependency(wanted).unwrap_or_else(|_| "path = \"…/pyext/sdk\"".to_string());
    format!("[dependencies]\npyext = {{ {place}{more} }}")
}

/// Whether a crate depends on the SDK.
pub fn is_in(manifest: &Path) -> bool {
    in_manifest(manifest).is_some()
}

/// Whether a crate takes the SDK from an absolute path, which no other machine has.
pub fn is_path(manifest: &Path) -> bool {
    let sdk = in_manifest(manifest);
    let path = sdk.as_ref().and_then(|sdk| sdk.get("path")?.as_str());
    path.is_some_and(|path| Path::new(path).is_absolute())
}

fn in_manifest(manifest: &Path) -> Option<toml::Value> {
    let manifest = fs::read_to_string(manifest).ok()?;
    let manifest: toml::Table = manifest.parse().ok()?;
    manifest.get("dependencies")?.get("pyext").cloned()
}

fn in_folder(folder: &Path) -> Result<String> {
    let refuse = |why: String| {
        Error::new(
            "PX507",
            format!(
                "there is no SDK in {}",
                escape::name(&folder.display().to_string())
            ),
        )
        .reason(why)
        .mend("--sdk takes a version, such as 0.1, or the folder `sdk` of a checkout of pyext")
    };
    let folder = folder.canonicalize().map_err(|e| refuse(e.to_string()))?;
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))
        .map_err(|e| refuse(format!("Cargo.toml: {e}")))?;
    let manifest: toml::Table = manifest
        .parse()
        .map_err(|_| refuse("its Cargo.toml is not valid".to_string()))?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str);
    if name != Some("pyext") {
        return Err(refuse(
            "its Cargo.toml is not that of the crate `pyext`".to_string(),
        ));
    }
    let folder = without_verbatim_prefix(folder);
    let text = folder
        .to_str()
        .ok_or_else(|| refuse("Cargo.toml can only hold a path in UTF-8".to_string()))?;
    Ok(format!("path = {}", string(text)))
}

/// Windows writes the real path of a file in a form that many programs do not read.
fn without_verbatim_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if !rest.starts_with("UNC") => PathBuf::from(rest),
        _ => path,
    }
}

fn string(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_taken_as_it_is() {
        assert_eq!(dependency(Some("0.1")).unwrap(), r#"version = "0.1""#);
        assert_eq!(
            dependency(Some(">=0.1, <0.3")).unwrap(),
            r#"version = ">=0.1, <0.3""#
        );
    }

    #[test]
    fn a_folder_has_to_hold_the_sdk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a \"b\"");
        let wanted = path.to_str();
        fs::create_dir(&path).unwrap();
        assert_eq!(dependency(wanted).unwrap_err().code, "PX507");
        fs::write(path.join("Cargo.toml"), "[package]\nname = \"other\"\n").unwrap();
        assert!(
            dependency(wanted)
                .unwrap_err()
                .to_string()
                .contains("not that of the crate `pyext`")
        );
        fs::write(path.join("Cargo.toml"), "[package]\nname = \"pyext\"\n").unwrap();
        let dependency: toml::Table = dependency(wanted).unwrap().parse().unwrap();
        assert_eq!(
            dependency["path"].as_str().map(PathBuf::from),
            path.canonicalize().ok()
        );
    }
}
