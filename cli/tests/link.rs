//! From the linker's output to an extension, on a module made by hand.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use cargo_pyext::build::link::{Wanted, finish, link};
use cargo_pyext::check::check;
use cargo_pyext::wasm::module::Module;

use support::{folder, modules};

const WANTED: Wanted = Wanted {
    crate_name: "demo",
    module_name: "demo",
    version: "1.0.0",
    keep_names: false,
};

fn raw() -> Vec<u8> {
    modules(&folder("link")).remove(0).1
}

#[test]
fn the_result_passes_check_and_holds_only_what_the_exports_need() {
    let linked = link(&raw(), &WANTED).unwrap();
    assert_eq!(linked.features, ["mutable-globals"]);
    let wasm = finish(&linked.wasm, &linked.interface, false).unwrap();
    assert_eq!(check(&wasm, None).findings, []);

    let module = Module::parse(&wasm).unwrap();
    let mut exports: Vec<&str> = module.exports.iter().map(|e| e.name).collect();
    exports.sort_unstable();
    assert_eq!(
        exports,
        [
            "_initialize",
            "echo",
            "half",
            "memory",
            "pyext_alloc",
            "pyext_free",
            "pyext_release",
            "pyext_v1"
        ]
    );
    // The import, the unused global and the function that nothing calls are gone; what the table holds is not.
    assert!(module.imports.is_empty());
    assert_eq!(module.globals.len(), 2);
    assert_eq!(module.bodies.len(), 8);
    assert_eq!(module.custom.len(), 1);
}

#[test]
fn the_interface_is_sorted_and_complete() {
    let interface = link(&raw(), &WANTED).unwrap().interface;
    let functions: Vec<&str> = interface.functions.iter().map(|f| &*f.name).collect();
    assert_eq!(functions, ["echo", "half"]);
    assert_eq!(interface.functions[0].docs, "Hi.");
    assert_eq!(
        (
            &*interface.name,
            interface.version.as_deref(),
            &*interface.sdk
        ),
        ("demo", Some("1.0.0"), "0.1.0")
    );
    assert_eq!(interface.check(), Ok(()));
}

#[test]
fn linking_gives_the_same_bytes_every_time() {
    let (one, two) = (
        link(&raw(), &WANTED).unwrap(),
        link(&raw(), &WANTED).unwrap(),
    );
    assert_eq!(one.wasm, two.wasm);
}

#[test]
fn a_module_with_functions_of_another_crate_only_exports_nothing() {
    let other = Wanted {
        crate_name: "other",
        ..WANTED
    };
    let errors = link(&raw(), &other).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].code, "PX212");
}
