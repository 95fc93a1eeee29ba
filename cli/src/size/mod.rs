//! `cargo pyext size`: what a module's bytes are for, by section, crate and function.

mod brotli;
mod costs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::bytes::{gzip_size, thousands};
use crate::error::{Error, Result};
use crate::escape;
use crate::files;
use crate::wasm::module::Module;
use crate::wasm::names;

/// A name and its bytes.
pub type Entry = (String, u64);

/// What the bytes are for. Lists begin with the largest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// As the linker left it, where that is known.
    pub raw: Option<u64>,
    /// The file.
    pub size: u64,
    /// The file, compressed by gzip.
    pub gzip: u64,
    /// The file, compressed by brotli.
    #[serde(default)]
    pub brotli: u64,
    /// By section.
    pub sections: Vec<Entry>,
    /// Code by crate; empty without names.
    pub crates: Vec<Entry>,
    /// Code by function.
    pub functions: Vec<Entry>,
    /// Code of panics, of formatting and of the allocator; empty without names.
    pub costs: Vec<Entry>,
}

/// Takes a module apart. `named` is the same one with the names of its functions, if it has none itself.
///
/// # Errors
/// PX301 to PX303 if the bytes are no module.
pub fn report(wasm: &[u8], named: Option<&[u8]>, raw: Option<u64>) -> Result<Report> {
    let module = Module::parse(wasm)?;
    let with_names = named.unwrap_or(wasm);
    let parsed = Module::parse(with_names)?;
    let names = names::of(&parsed);
    let mut functions: BTreeMap<String, u64> = BTreeMap::new();
    let mut crates: BTreeMap<String, u64> = BTreeMap::new();
    let mut costs: BTreeMap<&str, u64> = BTreeMap::new();
    for (place, body) in parsed.bodies.iter().enumerate() {
        let index = u32::try_from(place)
            .unwrap_or(u32::MAX)
            .saturating_add(parsed.imported_functions);
        let range = body.range();
        let bytes = range.end.saturating_sub(range.start);
        let name = names.get(index);
        if names.is_known {
            *crates.entry(names::crate_of(&name)).or_default() += bytes;
            if let Some(cost) = costs::cost_of(&name) {
                *costs.entry(cost).or_default() += bytes;
            }
        }
        *functions.entry(name).or_default() += bytes;
    }
    let mut sections: BTreeMap<String, u64> = BTreeMap::new();
    for section in &module.sections {
        let label = section
            .name
            .map_or_else(|| section.kind.to_string(), escape::name);
        *sections.entry(label).or_default() += section.size;
    }
    Ok(Report {
        raw,
        size: wasm.len() as u64,
        gzip: gzip_size(wasm),
        brotli: brotli::size(wasm),
        sections: sorted(sections),
        crates: sorted(crates),
        functions: sorted(functions),
        costs: sorted(
            costs
                .into_iter()
                .map(|(name, n)| (name.to_string(), n))
                .collect(),
        ),
    })
}

fn sorted(entries: BTreeMap<String, u64>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = entries.into_iter().collect();
    entries.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    entries
}

impl Report {
    /// For people: every list with at most `top` entries.
    pub fn text(&self, top: usize) -> String {
        let raw = self
            .raw
            .map_or(String::new(), |raw| format!("{} raw, ", thousands(raw)));
        let mut text = format!(
            "{raw}{} bytes, {} gzip, {} brotli\n",
            thousands(self.size),
            thousands(self.gzip),
            thousands(self.brotli)
        );
        let code: u64 = self.functions.iter().map(|(_, n)| n).sum();
        for (title, list, whole) in [
            ("Sections", &self.sections, self.size),
            ("Code by crate", &self.crates, code),
            ("Code for", &self.costs, code),
            ("Code by function", &self.functions, code),
        ] {
            if list.is_empty() {
                continue;
            }
            text.push_str(&format!("\n{title}\n"));
            for (name, bytes) in list.iter().take(top) {
                let share = share(*bytes, whole);
                text.push_str(&format!(
                    "{:>9} {share:>6}  {}\n",
                    thousands(*bytes),
                    escape::sentence(name)
                ));
            }
            if list.len() > top {
                let rest: u64 = list.iter().skip(top).map(|(_, n)| n).sum();
                let more = list.len() - top;
                text.push_str(&format!(
                    "{:>9} {:>6}  {more} more\n",
                    thousands(rest),
                    share(rest, whole)
                ));
            }
        }
        text
    }

    /// What has changed since an older report, for people.
    pub fn changes(&self, old: &Report, top: usize) -> String {
        let mut text = format!(
            "{} bytes ({}), {} gzip ({}), {} brotli ({})\n",
            thousands(self.size),
            signed(old.size, self.size),
            thousands(self.gzip),
            signed(old.gzip, self.gzip),
            thousands(self.brotli),
            signed(old.brotli, self.brotli)
        );
        for (title, before, now) in [
            ("Sections", &old.sections, &self.sections),
            ("Code by crate", &old.crates, &self.crates),
            ("Code for", &old.costs, &self.costs),
            ("Code by function", &old.functions, &self.functions),
        ] {
            let mut changed = differences(before, now);
            if changed.is_empty() {
                continue;
            }
            text.push_str(&format!("\n{title}\n"));
            let more = changed.len().saturating_sub(top);
            changed.truncate(top);
            for (name, before, now) in changed {
                text.push_str(&format!(
                    "{:>9}  {}\n",
                    signed(before, now),
                    escape::sentence(&name)
                ));
            }
            if more > 0 {
                text.push_str(&format!("{:>9}  {more} more\n", ""));
            }
        }
        text
    }
}

/// The entries whose bytes differ, the largest difference first.
fn differences(before: &[Entry], now: &[Entry]) -> Vec<(String, u64, u64)> {
    let mut all: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (name, bytes) in before {
        all.entry(name).or_default().0 = *bytes;
    }
    for (name, bytes) in now {
        all.entry(name).or_default().1 = *bytes;
    }
    let mut changed: Vec<(String, u64, u64)> = all
        .into_iter()
        .filter(|(_, (a, b))| a != b)
        .map(|(name, (a, b))| (name.to_string(), a, b))
        .collect();
    changed.sort_by_key(|(name, a, b)| (std::cmp::Reverse(a.abs_diff(*b)), name.clone()));
    changed
}

fn signed(before: u64, now: u64) -> String {
    let sign = match now.cmp(&before) {
        std::cmp::Ordering::Less => "-",
        std::cmp::Ordering::Equal => "±",
        std::cmp::Ordering::Greater => "+",
    };
    format!("{sign}{}", thousands(now.abs_diff(before)))
}

fn share(part: u64, whole: u64) -> String {
    match whole {
        0 => String::new(),
        whole => format!("{:.1} %", part as f64 * 100.0 / whole as f64),
    }
}

/// The last report of a module: `size` writes it, `size --diff` reads it.
#[derive(Debug, Clone)]
pub struct Last(PathBuf);

impl Last {
    /// That of the module in this file.
    pub fn of(wasm: &Path) -> Last {
        Last(wasm.with_extension("size.json"))
    }

    /// Keeps a report.
    ///
    /// # Errors
    /// PX219 if it cannot be written.
    pub fn store(&self, report: &Report) -> Result<()> {
        let text = serde_json::to_string(report).unwrap_or_default();
        files::write(&self.0, text.as_bytes())
    }

    /// The report that was kept.
    ///
    /// # Errors
    /// PX924 if there is none that can be read.
    pub fn load(&self) -> Result<Report> {
        let none = |why: String| {
            Error::new("PX924", "there is no older size to compare with")
                .place(self.0.display())
                .reason(why)
                .mend("cargo pyext size\nthen change the code, then: cargo pyext size --diff")
        };
        let bytes = std::fs::read(&self.0).map_err(|e| none(e.to_string()))?;
        serde_json::from_slice(&bytes).map_err(|e| none(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(body: &str) -> Vec<u8> {
        let text = format!(
            r#"(module (func $_ZN4core3fmt5write17h0123456789abcdefE {body})
                (func $_ZN6fastmd4main17h0123456789abcdefE nop) (data "abc"))"#
        );
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn bytes_are_counted_by_section_crate_function_and_purpose() {
        let report = report(&module("nop nop"), None, Some(500)).unwrap();
        assert_eq!(
            report.crates,
            [("core".to_string(), 4), ("fastmd".to_string(), 3)]
        );
        assert_eq!(report.costs, [("formatting".to_string(), 4)]);
        assert_eq!(report.functions[0], ("core::fmt::write".to_string(), 4));
        let text = report.text(1);
        assert!(
            text.contains(
                "Code by function\n        4 57.1 %  core::fmt::write\n        3 42.9 %  1 more\n"
            ),
            "{text}"
        );
        assert!(text.starts_with("500 raw, "), "{text}");
    }

    #[test]
    fn a_difference_names_what_has_grown() {
        let old = report(&module("nop"), None, None).unwrap();
        let new = report(&module("nop nop nop"), None, None).unwrap();
        let text = new.changes(&old, 5);
        assert!(text.contains("\nCode by crate\n       +2  core\n\nCode for\n       +2  formatting\n\nCode by function\n       +2  core::fmt::write\n"), "{text}");
        let folder = tempfile::tempdir().unwrap();
        let last = Last::of(&folder.path().join("a.wasm"));
        assert_eq!(last.load().unwrap_err().code, "PX924");
        last.store(&old).unwrap();
        assert_eq!(last.load().unwrap(), old);
    }
}
