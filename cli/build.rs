//! Embeds the Python runtime, the templates and the list of errors: writes tables of paths and contents for `include!`.
//!
//! `runtime`, `templates` and `errors.md` are symbolic links into the repository, because a package on crates.io can hold
//! only what is in its own folder; `cargo package` follows them.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for (name, in_repository) in [
        ("runtime", "../host/src/pyext_host"),
        ("templates", "../templates"),
    ] {
        // Git on Windows checks a link out as a text file; the folder itself is then there.
        let folder = [here.join(name), here.join(in_repository)]
            .into_iter()
            .find(|folder| folder.is_dir());
        let folder = folder.ok_or_else(|| format!("the folder cli/{name} is missing"))?;
        let mut files = Vec::new();
        collect(&folder, "", &mut files)?;
        files.sort();
        fs::write(out.join(format!("{name}.rs")), table(name, &files)?)?;
        // The folder itself, not the link: its time is the one that changes when a file is added.
        println!(
            "cargo::rerun-if-changed={}",
            folder.canonicalize()?.display()
        );
    }
    let errors = [here.join("errors.md"), here.join("../docs/errors.md")];
    let text = errors
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok());
    let text = text.into_iter().find(|text| text.starts_with("# "));
    fs::write(
        out.join("errors.md"),
        text.ok_or("docs/errors.md is missing")?,
    )?;
    for path in errors.iter().filter_map(|path| path.canonicalize().ok()) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// Folders that are left out: what Python leaves behind when it runs, and of the runtime what only programs with plugins
/// use, which have the whole of it.
const LEFT_OUT: [&str; 5] = [
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    "contracts",
];

/// The files below the folder, with their paths in it.
fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| format!("{name:?} is not UTF-8"))?;
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            if !LEFT_OUT.contains(&name.as_str()) {
                collect(&entry.path(), &format!("{path}/"), files)?;
            }
        } else if !name.ends_with(".pyc") && !name.ends_with('~') {
            files.push((path, entry.path()));
        }
    }
    Ok(())
}

/// The table as Rust source.
fn table(name: &str, files: &[(String, PathBuf)]) -> Result<String, Box<dyn Error>> {
    let mut text = format!(
        "/// The files of `{name}`: path and content, sorted.\npub static FILES: &[(&str, &str)] = &[\n"
    );
    for (path, file) in files {
        let file = file.canonicalize()?;
        writeln!(
            text,
            "    ({path:?}, include_str!({:?})),",
            file.display().to_string()
        )?;
    }
    text.push_str("];\n");
    Ok(text)
}
