//! Names of new crates and modules: what cargo, Rust, PyPI and Python's import accept.

use pyext_abi::python;

use crate::error::{Error, Result};
use crate::escape;
use crate::wheel::names;

/// The names of a new extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Of the crate and the Python package.
    pub crate_name: String,
    /// Of the Python module.
    pub module_name: String,
}

impl Names {
    /// Checks both names; without a module name it is the crate's with `_` for `-`.
    ///
    /// # Errors
    /// PX502 for the crate's name, PX503 and PX504 for the module's.
    pub fn new(crate_name: &str, module_name: Option<&str>) -> Result<Names> {
        if let Some(reason) = crate_problem(crate_name) {
            return Err(Error::new(
                "PX502",
                format!("{} cannot be the name of a crate", escape::name(crate_name)),
            )
            .reason(reason)
            .mend(format!("give another name: --name {}", near(crate_name))));
        }
        let from_crate = crate_name.replace('-', "_");
        let module = module_name.unwrap_or(&from_crate);
        if let Some(reason) = module_problem(module) {
            return Err(Error::new(
                "PX503",
                format!(
                    "{} cannot be the name of a Python module",
                    escape::name(module)
                ),
            )
            .reason(reason)
            .mend(format!(
                "give another name: --module-name {}",
                near(module).replace('-', "_")
            )));
        }
        if let Some(reason) = names::taken(module) {
            return Err(
                Error::new("PX504", format!("the module name `{module}` is taken"))
                    .reason(reason)
                    .mend(format!("give another name: --module-name {module}_rs")),
            );
        }
        Ok(Names {
            crate_name: crate_name.to_string(),
            module_name: module.to_string(),
        })
    }
}

/// Rust's keywords, also those of other editions and those kept for later.
const RUST_KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Crates that every Rust program knows, and the SDK.
const KNOWN_CRATES: [&str; 7] = [
    "alloc",
    "core",
    "proc-macro",
    "proc_macro",
    "pyext",
    "std",
    "test",
];

/// Why cargo, Rust, Windows or PyPI would not take the name, if so.
fn crate_problem(name: &str) -> Option<String> {
    let why = |text: &str| Some(text.to_string());
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !name.ends_with(|c: char| c.is_ascii_alphanumeric())
        || !name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    {
        return why(
            "it has to begin with an ASCII letter, end with one or a digit, and have only these, `-` and `_` between",
        );
    }
    if RUST_KEYWORDS.contains(&name) {
        return why("it is a keyword of Rust");
    }
    if KNOWN_CRATES.contains(&name) {
        return why("Rust code could not tell it from the crate of that name that it needs");
    }
    let lower = name.to_ascii_lowercase();
    let device = lower
        .strip_suffix(|c: char| ('1'..='9').contains(&c))
        .is_some_and(|d| matches!(d, "com" | "lpt"));
    if device || matches!(lower.as_str(), "aux" | "con" | "nul" | "prn") {
        return why("Windows has a device of that name");
    }
    None
}

fn module_problem(name: &str) -> Option<String> {
    if python::KEYWORDS.contains(&name) {
        Some("it is a keyword of Python".to_string())
    } else if !python::is_name(name) {
        Some(
            "it has to have ASCII letters, digits and `_` only, and not begin with a digit"
                .to_string(),
        )
    } else if name.starts_with("__") {
        Some("Python keeps names that begin with `__` for itself".to_string())
    } else {
        None
    }
}

/// A valid name near to this one.
fn near(name: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let near: String = name.chars().map(word).collect();
    let near = near
        .trim_start_matches(|c: char| !c.is_ascii_alphabetic())
        .trim_end_matches('-');
    if near.is_empty() {
        "my-extension".to_string()
    } else if crate_problem(near).is_some() || module_problem(&near.replace('-', "_")).is_some() {
        format!("{near}-rs")
    } else {
        near.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names_are_taken_as_they_are() {
        for (name, module) in [
            ("fastmd", "fastmd"),
            ("fast-md", "fast_md"),
            ("Fast_MD2", "Fast_MD2"),
            ("a", "a"),
        ] {
            let names = Names::new(name, None).unwrap();
            assert_eq!(
                (names.crate_name.as_str(), names.module_name.as_str()),
                (name, module)
            );
        }
        assert_eq!(
            Names::new("json", Some("json_rs")).unwrap().module_name,
            "json_rs"
        );
    }

    #[test]
    fn every_bad_name_has_a_reason_and_a_name_that_works() {
        for (name, module, code) in [
            ("", None, "PX502"),
            ("2fast", None, "PX502"),
            ("_fast", None, "PX502"),
            ("fast-", None, "PX502"),
            ("fast md", None, "PX502"),
            ("grün", None, "PX502"),
            ("a/b", None, "PX502"),
            ("fn", None, "PX502"),
            ("test", None, "PX502"),
            ("pyext", None, "PX502"),
            ("nul", None, "PX502"),
            ("COM1", None, "PX502"),
            ("a\u{1b}[31m", None, "PX502"),
            ("lambda", None, "PX503"),
            ("None", None, "PX503"),
            ("fastmd", Some("fast-md"), "PX503"),
            ("fastmd", Some("2d"), "PX503"),
            ("fastmd", Some(""), "PX503"),
            ("fastmd", Some("__main__"), "PX503"),
            ("json", None, "PX504"),
            ("fastmd", Some("wasmtime"), "PX504"),
        ] {
            let error = Names::new(name, module).unwrap_err();
            assert_eq!(error.code, code, "{name:?} {module:?}");
            assert!(!error.to_string().contains('\u{1b}'));
            assert!(error.reason.is_some());
            let mend = error.mend.unwrap();
            let (_, proposed) = mend.rsplit_once(' ').unwrap();
            let again = match mend.contains("--module-name") {
                true => Names::new(name, Some(proposed)),
                false => Names::new(proposed, module),
            };
            assert!(again.is_ok(), "{name:?} {module:?}: {mend}");
        }
    }
}
