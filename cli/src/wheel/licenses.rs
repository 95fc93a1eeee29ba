//! The licence files that a wheel carries: those of the package and of every package that is linked into the module.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use cargo_metadata::Package;
use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};
use crate::wheel::text::one_line;

/// Beginnings of names of licence files, upper case: those of PEP 639 and the two that Rust packages have besides.
const BEGINNINGS: [&str; 7] = [
    "LICENSE",
    "LICENCE",
    "COPYING",
    "NOTICE",
    "AUTHORS",
    "UNLICENSE",
    "COPYRIGHT",
];

/// Longest file that is taken for a licence. Longer ones are data that happen to have such a name.
const LONGEST: u64 = 1 << 20;

/// Name of the list of linked packages among the licence files.
const LIST: &str = "LINKED-PACKAGES.txt";

/// The licence files of `root` and `linked`, by their path below `licenses/`: the package's own stand there directly,
/// those of a linked package in `NAME-VERSION/`. A text that many packages share stands there once; a list says which
/// files belong to which package.
///
/// `more` are patterns of paths of further files of the root's.
///
/// # Errors
/// PX415 if one cannot be read, or a pattern matches none.
pub fn collect(
    root: &Package,
    more: &[String],
    linked: &[&Package],
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut texts = Texts::default();
    for path in license_files(root)? {
        texts.add(archive_name(&path), read(&path)?);
    }
    let folder = root.manifest_path.parent().unwrap_or("".into());
    for pattern in more {
        for path in matching(folder, pattern)? {
            texts.add(archive_name(&path), read(&path)?);
        }
    }
    if linked.is_empty() {
        return Ok(texts.files);
    }
    let mut list = format!(
        "Packages that are linked into the module of {}, and their licences.\n",
        root.name
    );
    for package in linked {
        let license = package
            .license
            .as_deref()
            .map_or_else(|| "see below".to_string(), one_line);
        // Writing to a String cannot fail.
        let _ = writeln!(list, "\n{} {}: {license}", package.name, package.version);
        let folder = sanitized(&format!("{}-{}", package.name, package.version));
        let paths = license_files(package)?;
        for path in &paths {
            let stored = texts.add(format!("{folder}/{}", archive_name(path)), read(path)?);
            let _ = writeln!(list, "    {stored}");
        }
        if paths.is_empty() {
            list.push_str("    (the package has no licence file)\n");
        }
    }
    texts.files.insert(LIST.to_string(), list.into_bytes());
    Ok(texts.files)
}

/// Files, each text once.
#[derive(Default)]
struct Texts {
    files: BTreeMap<String, Vec<u8>>,
}

impl Texts {
    /// Adds a file unless one of this content is there. Gives the path of the one that is.
    fn add(&mut self, path: String, content: Vec<u8>) -> String {
        if let Some((known, _)) = self.files.iter().find(|(_, known)| **known == content) {
            return known.clone();
        }
        self.files.insert(path.clone(), content);
        path
    }
}

/// The licence files of one package, sorted: `license-file`, and those in its folder. A package of a repository often
/// leaves them at the repository's root.
fn license_files(package: &Package) -> Result<Vec<Utf8PathBuf>> {
    let folder = package.manifest_path.parent().unwrap_or(Utf8Path::new("."));
    let mut found = in_folder(folder)?;
    if let Some(path) = package.license_file()
        && !found
            .iter()
            .any(|known| known.file_name() == path.file_name())
    {
        found.push(path);
    }
    if found.is_empty() && package.source.is_none() {
        let root = folder
            .ancestors()
            .skip(1)
            .find(|folder| is_project_root(folder));
        found = root.map(in_folder).transpose()?.unwrap_or_default();
    }
    found.sort();
    Ok(found)
}

/// The files that a pattern means: a path whose last part may have `*` and `?`.
fn matching(folder: &Utf8Path, pattern: &str) -> Result<Vec<Utf8PathBuf>> {
    let path = folder.join(pattern);
    let (folder, pattern) = (
        path.parent().unwrap_or(folder),
        path.file_name().unwrap_or(""),
    );
    let entries = folder.read_dir_utf8().map_err(|e| unreadable(&path, &e))?;
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut found: Vec<Utf8PathBuf> = files
        .filter(|entry| matches(pattern.as_bytes(), entry.file_name().as_bytes()))
        .map(|entry| entry.into_path())
        .collect();
    found.sort();
    match found.is_empty() {
        true => Err(unreadable(
            &path,
            &"`license-files` names it, and there is no such file",
        )),
        false => Ok(found),
    }
}

/// Whether a name fits a pattern of `*`, `?` and plain characters.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'*', pattern @ ..], _) => {
            (0..=name.len()).any(|n| matches(pattern, name.get(n..).unwrap_or_default()))
        }
        ([p, pattern @ ..], [n, name @ ..]) => (*p == b'?' || p == n) && matches(pattern, name),
        _ => false,
    }
}

/// Whether the folder is the root of a workspace or repository.
fn is_project_root(folder: &Utf8Path) -> bool {
    let has_workspace =
        |manifest: String| manifest.lines().any(|line| line.trim() == "[workspace]");
    folder.join(".git").exists()
        || fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(has_workspace)
}

fn in_folder(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>> {
    let entries = folder.read_dir_utf8().map_err(|e| unreadable(folder, &e))?;
    let mut found = Vec::new();
    for entry in entries {
        // A name that is not UTF-8 is no licence's.
        let Ok(entry) = entry else { continue };
        let upper = entry.file_name().to_ascii_uppercase();
        let is_small_file =
            || fs::metadata(entry.path()).is_ok_and(|m| m.is_file() && m.len() <= LONGEST);
        if BEGINNINGS
            .iter()
            .any(|beginning| upper.starts_with(beginning))
            && !is_source(&upper)
            && is_small_file()
        {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// Whether the name, in upper case, is that of a program, such as `license.rs`.
fn is_source(upper: &str) -> bool {
    [".RS", ".PY", ".SH", ".TOML", ".JSON"]
        .iter()
        .any(|ending| upper.ends_with(ending))
}

fn read(path: &Utf8Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path).map_err(|e| unreadable(path, &e))?;
    // PEP 639 wants UTF-8. What is older is Latin-1, in which every byte is the character of its number.
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text.into_bytes(),
        Err(other) => other
            .into_bytes()
            .into_iter()
            .map(char::from)
            .collect::<String>()
            .into_bytes(),
    })
}

fn unreadable(path: &Utf8Path, why: &dyn std::fmt::Display) -> Error {
    Error::new("PX415", "a licence file cannot be read")
        .place(path)
        .reason(why)
}

fn archive_name(path: &Utf8Path) -> String {
    sanitized(path.file_name().unwrap_or("LICENSE"))
}

/// The name with `_` for every character that is not safe in archives, in METADATA and on every file system.
fn sanitized(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_.+".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe_for_archives() {
        assert_eq!(sanitized("LICENSE MIT, old\n.txt"), "LICENSE_MIT__old_.txt");
        assert_eq!(sanitized("a-1.0.0+wasi"), "a-1.0.0+wasi");
    }

    #[test]
    fn licence_files_are_found_by_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "LICENSE-MIT",
            "license.txt",
            "license.rs",
            "COPYING",
            "NOTICE",
            "README.md",
        ] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        fs::create_dir(folder.path().join("LICENSES")).unwrap();
        let mut found = in_folder(Utf8Path::from_path(folder.path()).unwrap()).unwrap();
        found.sort();
        let names: Vec<_> = found.iter().filter_map(|path| path.file_name()).collect();
        assert_eq!(names, ["COPYING", "LICENSE-MIT", "NOTICE", "license.txt"]);
    }

    #[test]
    fn an_old_encoding_becomes_utf8() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().join("LICENSE");
        fs::write(&path, b"\xa9 M\xfcller").unwrap();
        assert_eq!(read(&path).unwrap(), "© Müller".as_bytes());
    }
}
