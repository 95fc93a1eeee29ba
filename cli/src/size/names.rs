//! The names of functions: which crate one is of, and what it is for.

use std::collections::HashMap;

use rustc_demangle::demangle;
use wasmparser::{BinaryReader, Name, NameSectionReader};

use crate::wasm::module::Module;

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
        // What no crate has: exports, and what the compiler makes.
        None => "(none)".to_string(),
    }
}

/// The first part of a path of several.
fn path_start(text: &str) -> Option<&str> {
    let (first, _) = text.split_once("::")?;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    (!first.is_empty() && first.chars().all(is_name)).then_some(first)
}

/// Parts of names that show what code is for.
const COSTS: [(&str, &[&str]); 3] = [
    (
        "panics",
        &[
            "panicking",
            "panic_fmt",
            "::panic::",
            "rust_begin_unwind",
            "unwrap_failed",
            "expect_failed",
            "handle_error",
            "slice_index_fail",
        ],
    ),
    (
        "formatting",
        &[
            "::fmt::",
            "fmt>::fmt",
            "::fmt",
            "core::num::flt2dec",
            "core::num::imp::fmt",
        ],
    ),
    (
        "the allocator",
        &[
            "talc::",
            "dlmalloc",
            "__rust_alloc",
            "__rust_realloc",
            "__rust_dealloc",
            "pyext_alloc",
            "pyext_free",
            "::raw_vec::",
            "alloc::alloc::",
        ],
    ),
];

/// What a function is for beside the extension's own work.
pub fn cost_of(name: &str) -> Option<&'static str> {
    let found = COSTS
        .iter()
        .find(|(_, parts)| parts.iter().any(|part| name.contains(part)));
    found.map(|(cost, _)| *cost)
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

    #[test]
    fn what_costs_is_told_by_the_name() {
        assert_eq!(cost_of("core::panicking::panic_fmt"), Some("panics"));
        assert_eq!(cost_of("core::fmt::Formatter::pad"), Some("formatting"));
        assert_eq!(cost_of("talc::base::Talc::allocate"), Some("the allocator"));
        assert_eq!(cost_of("fastmd::parse"), None);
    }
}
