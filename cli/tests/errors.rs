//! `docs/errors.md` lists every code that the project can show, once, and no others.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The codes in a text: `PX` and three digits.
fn codes(text: &str) -> Vec<&str> {
    let starts = text.match_indices("PX").map(|(at, _)| at);
    let code = |at: usize| text.get(at..at + 5);
    let is_code = |code: &&str| code[2..].bytes().all(|b| b.is_ascii_digit());
    starts.filter_map(code).filter(is_code).collect()
}

/// Adds the codes in the sources below a folder.
fn used_below(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            used_below(&path, used);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "py") {
            let text = fs::read_to_string(path).unwrap();
            used.extend(codes(&text).into_iter().map(str::to_string));
        }
    }
}

#[test]
fn every_code_is_documented_once_and_every_documented_code_exists() {
    let mut used = BTreeSet::new();
    for folder in ["cli/src", "macros/src", "sdk/src", "host/src"] {
        used_below(&repository().join(folder), &mut used);
    }
    let text = fs::read_to_string(repository().join("docs/errors.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| PX"));
    let documented: Vec<String> = rows.map(|row| codes(row)[0].to_string()).collect();
    let sorted: Vec<String> = used.into_iter().collect();
    assert_eq!(documented, sorted);
}
