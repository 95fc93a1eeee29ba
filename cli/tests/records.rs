//! What the records of a crate become, and the whole text of what is said of mistakes in them.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use cargo_pyext::build::link::{Linked, Wanted, finish, link};
use cargo_pyext::check::check;
use cargo_pyext::error::Error;
use cargo_pyext::wasm::module::Module;
use pyext_abi::interface::{Interface, Role, Type};
use serde_json::{Value, json};

use support::linked::{
    class, class_record, constant, define, error, every_kind, function, import, member, raw,
    record, submodule, taker, with_exports,
};
use support::{Expected, folder};

const WANTED: Wanted = Wanted {
    crate_name: "demo",
    module_name: "demo",
    version: "1.0.0",
    keep_names: false,
};

/// The crate with these records, linked.
fn linked(records: &[Value]) -> Linked {
    link(&raw(records), &WANTED).unwrap_or_else(|errors| panic!("{}", text(&errors)))
}

fn text(errors: &[Error]) -> String {
    errors.iter().map(|error| format!("{error}\n")).collect()
}

fn names<'a>(items: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    items.map(String::as_str).collect()
}

fn point(path: &str) -> Value {
    record(path, "Point", &[("x", json!("f64")), ("y", json!("f64"))])
}

#[test]
fn what_stands_in_a_marked_module_has_its_name_in_front() {
    let interface = linked(&[
        submodule("demo::geometry::inner::solid"),
        submodule("demo::geometry"),
        function("demo", "area", json!({})),
        function("demo::geometrical", "length", json!({})),
        function(
            "demo::geometry",
            "area",
            json!({"result": point("demo::geometry::types")}),
        ),
        function(
            "demo::geometry::inner::solid",
            "volume",
            json!({"result": point("demo::types")}),
        ),
        constant("demo::geometry::inner", "MAX", json!("u8"), json!(3)),
    ])
    .interface;
    assert_eq!(
        names(interface.modules.iter().map(|m| &m.name)),
        ["geometry", "geometry.solid"]
    );
    assert_eq!(interface.modules[0].docs, "About geometry.");
    assert_eq!(
        names(interface.functions.iter().map(|f| &f.name)),
        ["area", "geometry.area", "geometry.solid.volume", "length"]
    );
    assert_eq!(
        names(interface.types.iter().map(|t| &t.name)),
        ["Point", "geometry.Point"]
    );
    assert_eq!(interface.constants[0].name, "geometry.MAX");
    let result = |i: usize| interface.functions[i].result.to_string();
    assert_eq!([result(1), result(2)], ["geometry.Point", "Point"]);
}

#[test]
fn a_type_of_another_crate_stands_at_the_top() {
    let interface = linked(&[
        submodule("demo::geometry"),
        taker("demo::geometry", "area", &[point("other::geometry")]),
    ])
    .interface;
    assert_eq!(interface.types[0].name, "Point");
}

#[test]
fn all_equal_definitions_become_one_also_inside_of_others() {
    let line = record(
        "demo",
        "Line",
        &[
            ("start", point("demo")),
            ("end", json!({"option": point("demo")})),
        ],
    );
    let page = |ty: Value| {
        let keys = json!({"kind": "record", "args": [ty], "fields": [{"name": "items", "type": {"list": ty}}]});
        json!({"list": define("demo", "Page", keys)})
    };
    let interface = linked(&[
        taker(
            "demo",
            "a",
            &[line.clone(), page(point("demo")), page(json!("u32"))],
        ),
        taker("demo", "b", &[point("demo"), line]),
    ])
    .interface;
    assert_eq!(
        names(interface.types.iter().map(|t| &t.name)),
        ["Line", "PagePoint", "PageU32", "Point"]
    );
    let of_b = &interface.functions[1].params[0].ty;
    assert!(matches!(of_b, Type::Named(d) if Arc::ptr_eq(d, &interface.types[3])));
}

#[test]
fn the_result_passes_check_and_reads_as_it_was_written() {
    let linked = linked(&every_kind());
    let wasm = finish(&linked.wasm, &linked.interface, false).unwrap();
    assert_eq!(check(&wasm, None).findings, []);
    let json = linked.interface.to_json().unwrap();
    assert_eq!(Interface::parse(json.as_bytes()).unwrap(), linked.interface);
    assert_eq!(linked.interface.constants[0].value, json!("inf"));
    assert!(!json.contains("path"), "{json}");
}

#[test]
fn a_class_and_what_belongs_to_it_are_named_after_where_the_class_stands() {
    let shape = class("demo::geometry::shapes", "Shape");
    let linked = linked(&[
        submodule("demo::geometry"),
        class_record("demo::geometry::shapes", "Shape"),
        member(
            "demo::geometry::shapes",
            "Shape",
            Role::Getter,
            "area",
            json!({"result": "f64"}),
        ),
        // An `impl` can stand elsewhere than its type.
        {
            let mut made = member(
                "demo::geometry::shapes",
                "Shape",
                Role::Class,
                "made",
                json!({"result": {"own": shape}}),
            );
            made["module"] = json!("demo::other");
            made
        },
        function(
            "demo",
            "all",
            json!({"result": {"iterator": {"own": shape}}}),
        ),
    ]);
    let interface = &linked.interface;
    assert_eq!(
        names(interface.functions.iter().map(|f| &f.name)),
        ["all", "geometry.Shape.area", "geometry.Shape.made"]
    );
    assert_eq!(
        names(interface.types.iter().map(|t| &t.name)),
        ["geometry.Shape"]
    );
    assert_eq!(interface.types[0].docs, "A Shape.");
    let wasm = finish(&linked.wasm, interface, false).unwrap();
    assert_eq!(check(&wasm, None).findings, []);
    let module = Module::parse(&wasm).unwrap();
    let mut exports: Vec<&str> = module.exports.iter().map(|e| e.name).collect();
    exports.sort_unstable();
    assert_eq!(
        exports,
        [
            "[drop]geometry.Shape",
            "[getter]geometry.Shape.area",
            "[static]geometry.Shape.made",
            "all",
            "memory",
            "pyext_close",
            "pyext_next",
            "pyext_release",
            "pyext_v1"
        ]
    );
}

#[test]
fn an_import_is_offered_only_if_the_module_asks_for_it() {
    let get = json!([{"name": "put", "params": []}, {"name": "get", "params": [], "result": "u8"}]);
    let one = |uses: &str, owner: &str| {
        linked(&[
            function("demo", "f", json!({"uses": uses})),
            import(owner, "Store", get.clone()),
            import("demo", "Clock", json!([{"name": "now", "params": []}])),
        ])
    };
    for owner in ["demo::a", "other"] {
        let linked = one("Store", owner);
        assert_eq!(
            names(linked.interface.imports.iter().map(|i| &i.name)),
            ["Store"],
            "{owner}"
        );
        let functions = &linked.interface.imports[0].functions;
        assert_eq!(names(functions.iter().map(|f| &f.name)), ["get", "put"]);
        let wasm = finish(&linked.wasm, &linked.interface, false).unwrap();
        assert_eq!(check(&wasm, None).findings, []);
        let imports = Module::parse(&wasm).unwrap().imports.len();
        assert_eq!(imports, 2, "those that nothing calls are gone");
    }
    let linked = one("Nothing", "demo");
    assert!(linked.interface.imports.is_empty());
    assert!(Module::parse(&linked.wasm).unwrap().imports.is_empty());
}

#[test]
fn memory_for_what_the_host_answers_is_kept_and_nothing_else() {
    let exports = |ty: Value| {
        let linked = linked(&[taker("demo", "f", &[ty])]);
        let module = Module::parse(&linked.wasm).unwrap();
        let names = module.exports.iter().map(|e| e.name.to_string());
        names
            .filter(|n| n.starts_with("pyext_") && n != "pyext_v1")
            .collect::<Vec<_>>()
    };
    let callable = |result: &str| json!({"callable": {"params": ["string"], "result": result}});
    assert_eq!(exports(callable("u8")), [""; 0]);
    assert_eq!(exports(callable("string")), ["pyext_alloc", "pyext_free"]);
    assert_eq!(
        exports(json!({"iterator": "u8"})),
        ["pyext_alloc", "pyext_free"]
    );
}

/// A crate with a mistake of each kind, by name of the file that has what is said.
fn mistakes() -> Vec<(&'static str, Vec<u8>)> {
    let shape = |class: &str| {
        let cases =
            json!([{"name": "Circle", "class": class, "fields": [{"name": "r", "type": "f64"}]}]);
        define("demo", "Shape", json!({"kind": "variant", "cases": cases}))
    };
    let other = record("demo::b", "Point", &[("x", json!("u8"))]);
    let local = record("demo", "Point", &[("x", json!("u8"))]);
    let nested = error("demo", "Fault", json!({"fields": []}));
    let default = |ty: Value, value: Value| json!({"params": [{"name": "width", "type": ty, "default": value}]});
    vec![
        (
            "px212_constants_of_another_crate",
            raw(&[constant("other", "MAX", json!("u8"), json!(1))]),
        ),
        (
            "px213_kind",
            raw(&[
                function("demo", "f", json!({})),
                json!({"kind": "union", "module": "demo", "sdk": "0"}),
            ]),
        ),
        (
            "px214_default",
            raw(&[
                function("demo", "pad", default(json!("u8"), json!(300))),
                function("demo", "fill", default(json!("duration"), json!(1))),
                function(
                    "demo",
                    "wrap",
                    json!({"params": [{"name": "a", "type": "u8", "default": 1}, {"name": "b", "type": "u8"}]}),
                ),
            ]),
        ),
        (
            "px214_constant",
            raw(&[
                function("demo", "f", json!({})),
                constant("demo", "MAX", json!("u8"), json!(256)),
                constant("demo", "ORIGIN", point("demo"), json!([0, 0])),
            ]),
        ),
        (
            "px214_type",
            raw(&[
                taker("demo", "f", &[json!({"set": point("demo")})]),
                taker("demo", "g", &[record("demo", "Empty", &[])]),
                function(
                    "demo",
                    "h",
                    json!({"result": record("demo::a", "Outcome", &[("error", nested)])}),
                ),
            ]),
        ),
        (
            "px214_root",
            raw(&[function("demo", "f", json!({})), submodule("demo")]),
        ),
        (
            "px215_functions",
            raw(&[
                function("demo::a", "add", json!({})),
                function("demo::b", "add", json!({})),
            ]),
        ),
        (
            "px215_classes",
            raw(&[
                function("demo", "ShapeCircle", json!({})),
                taker("demo", "f", &[shape("ShapeCircle")]),
            ]),
        ),
        (
            "px215_things",
            raw(&[
                function("demo", "geometry", json!({})),
                function("demo::geometry", "area", json!({})),
                submodule("demo::geometry"),
                constant("demo", "geometry", json!("bool"), json!(true)),
            ]),
        ),
        (
            "px214_role",
            raw(&[
                class_record("demo", "Counter"),
                member("demo", "Counter", Role::Getter, "value", json!({})),
                member(
                    "demo",
                    "Counter",
                    Role::Method,
                    "__len__",
                    json!({"result": "string"}),
                ),
                member("demo", "Counter", Role::Static, "__del__", json!({})),
            ]),
        ),
        (
            "px214_handles",
            raw(&[
                class_record("demo", "Counter"),
                function(
                    "demo",
                    "lend",
                    json!({"result": {"borrow": class("demo", "Counter")}}),
                ),
                function(
                    "demo",
                    "lazy",
                    json!({"uses": "Store", "result": {"option": {"iterator": "u8"}}}),
                ),
                import(
                    "demo",
                    "Store",
                    json!([{"name": "put", "params": [
                    {"name": "x", "type": {"own": class("demo", "Counter")}}]}]),
                ),
            ]),
        ),
        (
            "px214_setter",
            raw(&[
                class_record("demo", "Counter"),
                member(
                    "demo",
                    "Counter",
                    Role::Setter,
                    "value",
                    json!({"params": [{"name": "value", "type": "u8"}]}),
                ),
            ]),
        ),
        (
            "px214_class_of_another_crate",
            raw(&[function(
                "demo",
                "make",
                json!({"result": {"own": class("other::a", "Counter")}}),
            )]),
        ),
        (
            "px215_members",
            raw(&[
                class_record("demo", "Counter"),
                member(
                    "demo",
                    "Counter",
                    Role::Constructor,
                    "__new__",
                    json!({"result": {"own": class("demo", "Counter")}}),
                ),
                {
                    let mut other = member(
                        "demo",
                        "Counter",
                        Role::Constructor,
                        "__new__",
                        json!({"result": {"own": class("demo", "Counter")}}),
                    );
                    other["symbol"] = json!("#demo::Counter::open");
                    other
                },
                member("demo", "Counter", Role::Method, "value", json!({})),
                member(
                    "demo",
                    "Counter",
                    Role::Getter,
                    "value",
                    json!({"result": "u8"}),
                ),
                function("demo::a", "Counter", json!({})),
            ]),
        ),
        (
            "px215_imports",
            raw(&[
                function("demo", "f", json!({"uses": "Store"})),
                import("demo::a", "Store", json!([{"name": "put", "params": []}])),
                taker(
                    "demo",
                    "g",
                    &[record("demo", "Store", &[("x", json!("u8"))])],
                ),
            ]),
        ),
        (
            "px216_drop",
            with_exports(
                &[
                    class_record("demo", "Counter"),
                    function("demo", "f", json!({})),
                ],
                &["#demo::f"],
            ),
        ),
        (
            "px222_of_some_packages",
            raw(&[
                class_record("demo", "BorrowError"),
                function("demo", "provide", json!({"uses": "StaleObjectError"})),
                function("demo", "wipe", json!({"wipe": true})),
                import(
                    "demo",
                    "StaleObjectError",
                    json!([{"name": "put", "params": []}]),
                ),
            ]),
        ),
        (
            "px215_modules",
            raw(&[
                function("demo::a::text", "area", json!({})),
                submodule("demo::a::text"),
                submodule("demo::b::text"),
            ]),
        ),
        (
            "px215_case",
            raw(&[
                function("demo", "f", json!({})),
                submodule("demo::text"),
                submodule("demo::Text"),
            ]),
        ),
        (
            "px216_export",
            with_exports(
                &[
                    function("demo", "f", json!({})),
                    function("demo", "g", json!({})),
                ],
                &["#demo::f"],
            ),
        ),
        (
            "px216_record",
            with_exports(
                &[function("demo", "f", json!({}))],
                &["#demo::f", "#demo::a::g"],
            ),
        ),
        (
            "px222_taken",
            raw(&[
                function("demo", "ExtensionError", json!({})),
                constant("demo", "__version__", json!("u8"), json!(1)),
                taker(
                    "demo",
                    "f",
                    &[record("demo", "Ok", &[("x", json!("u8"))]), shape("Err")],
                ),
                submodule("demo::_pyext_host"),
                constant("demo::_pyext_host", "__all__", json!("u8"), json!(1)),
                function("demo::_pyext_host", "Some", json!({})),
            ]),
        ),
        (
            "px223_paths",
            raw(&[
                taker("demo", "f", &[point("demo::a")]),
                taker("demo::c", "g", &[json!({"list": other})]),
            ]),
        ),
        (
            "px223_same_content",
            raw(&[taker(
                "demo",
                "f",
                &[point("demo::a"), point("elsewhere::b")],
            )]),
        ),
        (
            "px223_same_path",
            raw(&[taker("demo", "f", &[point("demo"), local])]),
        ),
        (
            "px214_deep",
            raw(&[taker(
                "demo",
                "f",
                &[(0..40).fold(json!("u8"), |ty, i| {
                    record("demo", &format!("T{i}"), &[("x", ty)])
                })],
            )]),
        ),
        (
            "several",
            raw(&[
                function("demo", "Some", default(json!("bool"), json!(1))),
                function("demo::a", "Some", json!({})),
                taker("demo", "g", &[point("demo::a"), point("demo::b")]),
            ]),
        ),
        (
            "hostile",
            raw(&[
                function("demo::\u{1b}[31m", "a\u{202e}\n", json!({})),
                taker(
                    "demo",
                    "g",
                    &[point("demo::\u{1b}a"), point("demo::\u{1b}b")],
                ),
            ]),
        ),
    ]
}

#[test]
fn every_mistake_has_its_text() {
    let mut expected = Expected::default();
    for (name, raw) in mistakes() {
        let errors = link(&raw, &WANTED).err().unwrap_or_default();
        expected.compare(
            &folder("records").join(format!("{name}.txt")),
            &text(&errors),
        );
    }
    expected.finish();
}

#[test]
fn a_crate_has_the_mistake_that_it_is_named_after_in_printable_text() {
    for (name, raw) in mistakes() {
        let errors = link(&raw, &WANTED).unwrap_err();
        let found: BTreeSet<&str> = errors.iter().map(|e| e.code).collect();
        if let Some(code) = name.get(..5).filter(|_| name.starts_with("px")) {
            assert_eq!(found, BTreeSet::from([&*code.to_uppercase()]), "{name}");
        }
        for error in &errors {
            assert!(
                error.reason.is_some() && error.mend.is_some(),
                "{name}: {error}"
            );
            let shown = error.to_string().replace('\n', "");
            assert!(!shown.contains(cargo_pyext::escape::is_unsafe), "{name}");
        }
    }
}

#[test]
fn what_other_crates_export_is_left_out_with_a_warning() {
    let linked = linked(&[
        function("demo", "f", json!({})),
        function("other::a", "greet", json!({})),
        class_record("other", "Counter"),
        member("other", "Counter", Role::Method, "add", json!({})),
        constant("other", "MAX", json!("u8"), json!(1)),
        submodule("other::geometry"),
    ]);
    let interface = linked.interface;
    assert_eq!(interface.functions.len(), 1);
    assert!(interface.constants.is_empty() && interface.modules.is_empty());
    let of = "of the crate `other` is left out: only the crate that is built can export\n  = help:";
    assert_eq!(
        linked.warnings,
        [
            format!("`greet` {of} export a function of `demo` that calls it"),
            format!("`Counter` {of} export a class of `demo` that holds its value"),
            format!("`MAX` {of} export a constant of `demo` that has its value"),
            format!("`geometry` {of} mark a module of `demo` with #[pyext::export]"),
        ]
    );
}
