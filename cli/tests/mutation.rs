//! No file, however it is damaged, makes `check`, `inspect` or the linking step of `build` panic.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use proptest::prelude::*;

use support::linked::{every_kind, finished, interface, raw};
use support::mutation::{apply, edits, look_at};
use support::{folder, modules};

fn all() -> Vec<Vec<u8>> {
    let folders = ["check", "inspect", "link"].map(folder);
    let all = folders.iter().flat_map(|f| modules(f));
    all.map(|(_, wasm)| wasm)
        .chain([raw(&every_kind()), everything()])
        .collect()
}

/// A finished extension with every kind of type.
fn everything() -> Vec<u8> {
    finished(&interface(&folder("python").join("everything.json")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_module_is_judged_without_a_panic(index: prop::sample::Index, edits in edits()) {
        let all = all_once();
        look_at(&apply(index.get(all).clone(), &edits), "demo");
    }

    #[test]
    fn damaged_linker_output_is_judged_without_a_panic(edits in edits()) {
        let all = LINKED.get_or_init(|| [modules(&folder("link")).remove(0).1, raw(&every_kind())]);
        for module in all {
            look_at(&apply(module.clone(), &edits), "demo");
        }
    }

    #[test]
    fn arbitrary_bytes_are_judged_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        look_at(&bytes, "demo");
        look_at(&[b"\0asm\x01\0\0\0", &bytes[..]].concat(), "demo");
    }
}

static LINKED: std::sync::OnceLock<[Vec<u8>; 2]> = std::sync::OnceLock::new();
static ALL: std::sync::OnceLock<Vec<Vec<u8>>> = std::sync::OnceLock::new();

fn all_once() -> &'static [Vec<u8>] {
    ALL.get_or_init(all)
}

#[test]
fn the_modules_are_judged_undamaged_too() {
    all().iter().for_each(|wasm| look_at(wasm, "demo"));
}
