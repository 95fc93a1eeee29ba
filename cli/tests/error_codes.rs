//! `docs/errors.md` lists the codes of wheels, manifests and scaffolds, and no others of theirs.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The codes `PX4…` and `PX5…` in a text, each after `before`.
fn codes(text: &str, before: &str) -> BTreeSet<String> {
    let found = text.split(before).skip(1).filter_map(|rest| rest.get(..5));
    let is_ours = |code: &&str| code.starts_with("PX4") || code.starts_with("PX5");
    found.filter(is_ours).map(str::to_string).collect()
}

fn codes_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_below(&path, found);
        } else {
            found.extend(codes(&fs::read_to_string(path).unwrap(), "\""));
        }
    }
}

#[test]
fn every_code_is_documented_and_every_documented_code_exists() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documentation = fs::read_to_string(here.join("../docs/errors.md")).unwrap();
    let mut used = BTreeSet::new();
    codes_below(&here.join("src"), &mut used);
    assert_eq!(codes(&documentation, "\n| "), used);
}
