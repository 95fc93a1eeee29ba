//! The names of functions: which crate one is of, and which function an offset in the file is in.

use std::collections::HashMap;

use rustc_demangle::demangle;
use serde::Serialize;
use wasmparser::{BinaryReader, Name, NameSectionReader};

use super::module::Module;
use crate::escape;

/// The names that a module has for its functions.
#[derive(Debug, Default)]
pub struct Names {
    known: HashMap<u32, String>,
    exported: HashMap<u32, String>,
    /// Whether there is a section of names.
    pub is_known: bool,
}

impl Names {
    /// The name of a function, or what is known of it.
    pub fn get(&self, index: u32) -> String {
        let found = self.known.get(&index).or_else(|| self.exported.get(&index));
        found
            .cloned()
            .unwrap_or_else(|| format!("function {index}"))
    }
}

/// A place in the code of a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Index of the function.
    pub index: u32,
    /// Its name, or what is known of it.
    pub function: String,
    /// Its crate, if the module has names and the function is of one.
    #[serde(rename = "crate")]
    pub krate: Option<String>,
    /// Bytes from the start of the function's body.
    pub offset: u64,
}

impl Names {
    /// The function that holds this offset of the file. `None` if none does.
    pub fn place(&self, module: &Module<'_>, offset: u64) -> Option<Place> {
        let at = module
            .bodies
            .iter()
            .position(|b| b.range().contains(&offset))?;
        let index = u32::try_from(at)
            .ok()?
            .checked_add(module.imported_functions)?;
        let function = self.get(index);
        let krate = Some(crate_of(&function)).filter(|name| self.is_known && name != NO_CRATE);
        Some(Place {
            index,
            krate,
            offset: offset - module.bodies.get(at)?.range().start,
            function,
        })
    }
}

/// A function for people, with its crate if it has one: its name is the file's, and escaped.
pub fn sentence(function: &str) -> String {
    let name = escape::name(function);
    match crate_of(function) {
        krate if krate == NO_CRATE => name,
        krate => format!("{name} (crate {})", escape::name(&krate)),
    }
}

/// Reads them. What is damaged is left out.
pub fn of(module: &Module<'_>) -> Names {
    let mut names = Names::default();
    for export in &module.exports {
        if export.kind == wasmparser::ExternalKind::Func {
            names.exported.insert(export.index, export.name.to_string());
        }
    }
    for section in module.custom_sections("name") {
        let reader = NameSectionReader::new(BinaryReader::new(section.data, 0));
        for part in reader.flatten() {
            let Name::Function(map) = part else { continue };
            for naming in map.into_iter().flatten() {
                names.is_known = true;
                // `#` leaves out the hash of the compiler's; an export's wrapper has one in its name.
                let name = format!("{:#}", demangle(naming.name.trim_start_matches('#')));
                names.known.insert(naming.index, name);
            }
        }
    }
    names
}

/// The crate of what has none: exports, and what the compiler makes.
const NO_CRATE: &str = "(none)";

/// The crate that a function is of: the first path in its name. An implementation for a foreign type counts for the trait's crate
/// if the type has none, such as `&T`.
pub fn crate_of(name: &str) -> String {
    let mut rest = name;
    if let Some(inner) = name.strip_prefix('<') {
        let own = inner.trim_start_matches(['&', '*', '[', '(', '<']);
        let own = own
            .trim_start_matches("mut ")
            .trim_start_matches("const ")
            .trim_start_matches("dyn ");
        rest = match (path_start(own), inner.split_once(" as ")) {
            (Some(_), _) => own,
            (None, Some((_, of_trait))) => of_trait,
            (None, None) => own,
        };
    }
    match path_start(rest) {
        Some(first) => first.to_string(),
        None => NO_CRATE.to_string(),
    }
}

/// The first part of a path of several.
fn path_start(text: &str) -> Option<&str> {
    let (first, _) = text.split_once("::")?;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    (!first.is_empty() && first.chars().all(is_name)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_is_that_of_the_first_path() {
        for (name, wanted) in [
            ("core::fmt::write", "core"),
            (
                "<alloc::string::String as core::fmt::Write>::write_str",
                "alloc",
            ),
            ("<&T as core::fmt::Debug>::fmt", "core"),
            (
                "<&mut fastmd::Parser as core::iter::Iterator>::next",
                "fastmd",
            ),
            ("<[T] as core::slice::Join>::join", "core"),
            ("pyext_alloc", "(none)"),
        ] {
            assert_eq!(crate_of(name), wanted, "{name}");
        }
    }
}
