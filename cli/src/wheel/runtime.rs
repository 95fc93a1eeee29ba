//! The Python runtime that every wheel carries, embedded in this program by its build script.

use super::stripped::strip;

/// Name of the runtime's folder inside a package.
pub const FOLDER: &str = "_pyext_host";

/// Modules that users meet: their docstrings are what `help` shows. The others go without.
const PUBLIC: &[&str] = &[
    "__init__.py",
    "errors.py",
    "extension.py",
    "limits.py",
    "outcome.py",
    "wiping.py",
];

/// The files as wheels have them, by their paths in the folder.
pub fn files() -> impl Iterator<Item = (&'static str, String)> {
    FILES.iter().map(|(path, text)| {
        let is_whole = PUBLIC.contains(path) || !path.ends_with(".py");
        let text = match is_whole {
            true => (*text).to_string(),
            false => strip(text),
        };
        (*path, text)
    })
}

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_is_a_typed_package() {
        let names: Vec<_> = FILES.iter().map(|(path, _)| *path).collect();
        assert!(names.contains(&"__init__.py"), "{names:?}");
        assert!(names.contains(&"py.typed"), "{names:?}");
        assert!(names.is_sorted());
        for (path, content) in FILES {
            let absolute = |line: &str| {
                line.starts_with("import pyext_host") || line.starts_with("from pyext_host")
            };
            let found = content.lines().find(|line| absolute(line.trim_start()));
            assert_eq!(found, None, "{path}: wheels have no module of that name");
        }
    }
}
