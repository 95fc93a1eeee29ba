//! Components: layouts and calls as the component model's own libraries compute them, WIT as it is written.
#![cfg(feature = "component")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/echo.rs"]
mod echo;
mod support;
#[path = "support/types.rs"]
mod types;

use std::fs;
use std::path::PathBuf;

use cargo_pyext::check::check;
use cargo_pyext::component::{Wit, encode};
use proptest::prelude::*;
use pyext_abi::interface::{Interface, Type};
use wit_parser::{Resolve, SizeAlign, WorldItem};

use support::{Expected, cargo_pyext, folder, outcome};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_type_has_the_layout_of_its_wit(ty in types::any()) {
        let interface = echo::interface(std::slice::from_ref(&ty));
        interface.check().unwrap();
        let wit = Wit::of(&interface, &[]).unwrap();
        let mut sizes = SizeAlign::default();
        sizes.fill(&wit.resolve).unwrap();
        let exports = wit.resolve.worlds[wit.world].exports.values();
        let mut result = exports.filter_map(|item| match item {
            WorldItem::Function(f) => f.result.as_ref(),
            _ => None,
        });
        let layout = ty.layout();
        match result.next_back() {
            Some(result) => {
                prop_assert_eq!(sizes.size(result).size_wasm32(), layout.size, "{}", ty);
                prop_assert_eq!(sizes.align(result).align_wasm32(), layout.align, "{}", ty);
            }
            None => prop_assert_eq!(layout.size, 0),
        }
    }

    #[test]
    fn a_module_with_any_types_becomes_a_valid_component(types in prop::collection::vec(types::any(), 1..4)) {
        let interface = echo::interface(&types);
        interface.check().unwrap();
        let wasm = echo::module(&interface);
        prop_assert_eq!(check(&wasm, None).findings, vec![]);
        // wit-component validates what it makes, the types of all calls included.
        encode(&wasm, &interface).unwrap();
    }

    #[test]
    fn objects_in_anything_beside_any_types_make_a_valid_component(types in prop::collection::vec(types::any(), 1..3)) {
        let holding: Vec<Type> = types.iter().flat_map(types::with_objects).collect();
        let interface = echo::interface(&holding);
        interface.check().unwrap();
        let wasm = echo::module(&interface);
        prop_assert_eq!(check(&wasm, None).findings, vec![]);
        encode(&wasm, &interface).unwrap();
    }
}

/// The interfaces in `tests/component`, by name.
fn interfaces() -> Vec<(String, Interface)> {
    let files = fs::read_dir(folder("component")).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
    paths.sort();
    let read = |path: &PathBuf| {
        let interface = Interface::parse(&fs::read(path).unwrap());
        interface.unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let named = paths.iter().map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        (name.to_string(), read(path))
    });
    named.collect()
}

#[test]
fn the_wit_of_every_kind_of_interface_is_as_expected() {
    let mut expected = Expected::default();
    for (name, interface) in interfaces() {
        if name.starts_with("px") {
            continue;
        }
        let text = Wit::of(&interface, &[]).unwrap().text().unwrap();
        Resolve::default().push_str("any.wit", &text).unwrap();
        expected.compare(&folder("component").join(format!("{name}.wit")), &text);
    }
    expected.finish();
}

#[test]
fn what_wit_cannot_say_is_refused_with_place_and_reason_and_mend() {
    let mut expected = Expected::default();
    for (name, interface) in interfaces() {
        if !name.starts_with("px") {
            continue;
        }
        let error = Wit::of(&interface, &[]).unwrap_err();
        assert_eq!(error.code.to_lowercase(), name[..5], "{name}");
        assert!(
            error.place.is_some() && error.reason.is_some() && error.mend.is_some(),
            "{name}"
        );
        expected.compare(
            &folder("component").join(format!("{name}.txt")),
            &format!("{error}\n"),
        );
    }
    expected.finish();
}

#[test]
fn every_kind_of_interface_becomes_a_valid_component() {
    for (name, interface) in interfaces() {
        if !name.starts_with("px") {
            encode(&echo::stub(&interface), &interface).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

#[test]
fn a_component_keeps_the_documentation_and_imports_what_the_interface_does() {
    for (name, interface) in interfaces() {
        if name.starts_with("px") {
            continue;
        }
        let component = encode(&echo::stub(&interface), &interface).unwrap();
        let decoded = wit_component::decode(&component).unwrap();
        let resolve = decoded.resolve();
        let (_, world) = resolve.worlds.iter().next().unwrap();
        assert_eq!(
            world.docs.contents.as_deref().unwrap_or(""),
            interface.docs,
            "{name}"
        );
        let functions = world.imports.values().map(|item| match item {
            WorldItem::Function(_) => 1,
            WorldItem::Interface { id, .. } => resolve.interfaces[*id].functions.len(),
            WorldItem::Type { .. } => 0,
        });
        assert_eq!(
            functions.sum::<usize>(),
            interface.given().count(),
            "{name}"
        );
    }
}

#[test]
fn the_program_writes_wit_to_standard_output_and_errors_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let run = |wasm: &[u8]| {
        fs::write(home.path().join("any.wasm"), wasm).unwrap();
        outcome(
            &cargo_pyext(home.path(), &["wit", "any.wasm"])
                .output()
                .unwrap(),
        )
    };
    for (name, interface) in interfaces() {
        let (status, out, said) = run(&echo::stub(&interface));
        if name.starts_with("px") {
            assert_eq!((status, out.as_str()), (2, ""), "{name}");
            let text = fs::read_to_string(folder("component").join(format!("{name}.txt"))).unwrap();
            assert_eq!(said, text, "{name}");
        } else {
            let wit = Wit::of(&interface, &[]).unwrap().text().unwrap();
            assert_eq!((status, out, said.as_str()), (0, wit, ""), "{name}");
        }
    }
    let (status, out, said) = run(b"\0asm\x01\0\0\0");
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(said.starts_with("error[PX306]: "), "{said}");
    assert!(said.contains("any.wasm"), "{said}");
}
