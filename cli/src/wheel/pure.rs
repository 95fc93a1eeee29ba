//! The pure Python of a mixed project: the files that stand beside the extension's own.

use std::fs;

use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::files;
use crate::manifest::Manifest;
use crate::wheel::archive::File;

/// All files of `python-source`, in the order of their paths; none if the project has no such folder.
///
/// # Errors
/// PX430 if the folder or the package in it is missing, PX431 if something stands where the extension goes, PX219 if a file
/// cannot be read.
pub fn collect(manifest: &Manifest) -> Result<Vec<File>> {
    let Some(source) = &manifest.python_source else {
        return Ok(Vec::new());
    };
    let path = manifest.full_name().replace('.', "/");
    if !source.is_dir() {
        return Err(missing(source, &path));
    }
    if let Some(parent) = &manifest.parent {
        let parent = source.join(parent.replace('.', "/"));
        if !parent.is_dir() {
            return Err(missing(&parent, &path));
        }
    }
    for taken in [source.join(&path), source.join(format!("{path}.py"))] {
        if taken.exists() {
            return Err(Error::new(
                "PX431",
                "pure Python stands where the extension's module goes",
            )
            .place(&taken)
            .reason(format!(
                "the extension is imported as `{}`",
                manifest.full_name()
            ))
            .mend(format!(
                "[package.metadata.pyext]\nmodule-name = \"{}._native\"",
                manifest.full_name()
            )));
        }
    }
    let mut found = Vec::new();
    walk(source, "", &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn missing(folder: &Utf8Path, path: &str) -> Error {
    Error::new("PX430", "the folder of the pure Python code is missing")
        .place(folder)
        .reason(format!("the extension becomes `{path}` beside it"))
        .mend("make the folder with an `__init__.py`, or correct `module-name` or `python-source` in [package.metadata.pyext]")
}

/// Adds the files below a folder. Hidden ones and what Python compiles are left out.
fn walk(folder: &Utf8Path, prefix: &str, found: &mut Vec<File>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| {
        Error::new("PX219", "the file cannot be read")
            .place(folder)
            .reason(e)
    })?;
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') || name == "__pycache__" || name.ends_with(".pyc") {
            continue;
        }
        let path = folder.join(&name);
        if path.is_dir() {
            walk(&path, &format!("{prefix}{name}/"), found)?;
        } else {
            found.push(File::new(
                format!("{prefix}{name}"),
                files::read(path.as_std_path())?,
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cargo_metadata::camino::Utf8PathBuf;

    #[test]
    fn a_missing_folder_is_named_with_what_goes_there() {
        let home = tempfile::tempdir().unwrap();
        let home = Utf8PathBuf::from_path_buf(home.path().to_path_buf()).unwrap();
        let mut manifest = Manifest {
            module_name: "_native".to_string(),
            parent: Some("fastmd".to_string()),
            python_source: Some(home.join("python")),
            requires_python: None,
            simd: false,
            instances: crate::manifest::Instances::Shared,
            wasm_opt: true,
            wasm_opt_version: None,
            policy: crate::policy::Policy::default(),
        };
        let wanted = |folder: &Utf8Path| {
            format!(
                "error[PX430]: the folder of the pure Python code is missing\n  --> {folder}\n  \
                 = note: the extension becomes `fastmd/_native` beside it\n  = help: make the folder with an \
                 `__init__.py`, or correct `module-name` or `python-source` in [package.metadata.pyext]"
            )
        };
        let error = |manifest: &Manifest| collect(manifest).unwrap_err().to_string();
        assert_eq!(error(&manifest), wanted(&home.join("python")));
        fs::create_dir_all(home.join("python")).unwrap();
        assert_eq!(error(&manifest), wanted(&home.join("python/fastmd")));
        manifest.python_source = None;
        assert_eq!(collect(&manifest).unwrap(), []);
    }
}
