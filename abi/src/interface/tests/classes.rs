//! Classes, iterators, imports and callables: what is read, written, refused and said.

use super::*;
use serde_json::{Value, json};

/// An interface with classes `Counter` and `geometry.Shape`, an error, these functions and imports.
fn with(functions: Value, imports: Value) -> Result<Interface, String> {
    let class = |name: &str| json!({"name": name, "kind": "class"});
    let fault = json!({"name": "Fault", "kind": "error", "fields": []});
    let given = json!({"abi": 1, "sdk": "0.1.0", "name": "demo", "modules": [{"name": "geometry"}],
        "types": [class("Counter"), fault, class("geometry.Shape")], "imports": imports, "functions": functions});
    Interface::parse(given.to_string().as_bytes())
}

fn this(ty: &str, class: &str) -> Value {
    json!({"name": "self", "type": {ty: class}, "kind": "positional"})
}

/// A member of `Counter` with these parameters behind `self`, and these further keys.
fn method(role: &str, name: &str, params: &[Value], more: Value) -> Value {
    let mut all = Vec::from([this("borrow", "Counter")]);
    all.extend(params.iter().cloned());
    member(role, name, &all, more)
}

fn member(role: &str, name: &str, params: &[Value], more: Value) -> Value {
    let mut function = json!({"name": format!("Counter.{name}"), "role": role, "params": params});
    for (key, value) in more.as_object().into_iter().flatten() {
        function[key] = value.clone();
    }
    function
}

fn param(ty: Value) -> Value {
    json!({"name": "x", "type": ty})
}

/// What is wrong with one function.
fn wrong(function: &Value) -> String {
    with(json!([function]), json!([])).err().unwrap_or_default()
}

fn everything() -> (Value, Value) {
    let own = json!({"own": "Counter"});
    let functions = json!([
        method("method", "__add__", &[param(json!("u32"))], json!({"result": own})),
        method("method", "__iadd__", &[param(json!("u32"))], json!({})),
        method("method", "__iter__", &[], json!({"result": {"iterator": "u8", "raises": {"named": "Fault"}}})),
        method("method", "__len__", &[], json!({"result": "u32"})),
        member("constructor", "__new__", &[param(json!("u32"))], json!({"result": own})),
        method("method", "__next__", &[], json!({"result": {"option": "u8"}})),
        member("class", "made", &[], json!({"result": {"option": own}})),
        member("method", "take", &[this("own", "Counter")], json!({"result": "u64"})),
        member("static", "total", &[param(json!({"list": {"borrow": "Counter"}}))], json!({"result": "u64"})),
        method("getter", "value", &[], json!({"result": "u64"})),
        method("setter", "value", &[param(json!("u64"))], json!({})),
        {"name": "apply", "params": [
            {"name": "f", "type": {"callable": {"params": ["string", "s64"], "result": {"list": "u8"}, "raises": "unit"}}},
            {"name": "items", "type": {"iterator": "string", "raises": "unit"}},
            {"name": "g", "type": {"option": {"callable": {"params": []}}}, "default": null}]},
        {"name": "geometry.Shape.area", "role": "method", "params": [this("borrow", "geometry.Shape")], "result": "f64"},
    ]);
    let imports = json!([{"name": "Store", "docs": "Where things are.", "functions": [
        {"name": "find", "params": [param(json!("string"))], "result": {"option": "string"}},
        {"name": "put", "params": [param(json!("string"))], "raises": "unit"}]}]);
    (functions, imports)
}

#[test]
fn an_interface_with_all_of_them_survives_the_round_trip() {
    let (functions, imports) = everything();
    let found = with(functions.clone(), imports.clone()).unwrap_or_else(|e| panic!("{e}"));
    let json = found.to_json().unwrap_or_default();
    assert_eq!(Interface::parse(json.as_bytes()).as_ref(), Ok(&found));
    let value: Value = serde_json::from_str(&json).unwrap_or_default();
    assert_eq!(value["functions"], functions);
    assert_eq!(value["imports"], imports);
    assert_eq!(
        value["types"][0],
        json!({"name": "Counter", "kind": "class"})
    );
}

#[test]
fn exports_are_named_by_role_and_class() {
    let (functions, imports) = everything();
    let found = with(functions, imports).unwrap_or_else(|e| panic!("{e}"));
    let names: Vec<String> = found.functions.iter().map(Function::export_name).collect();
    for name in [
        "[constructor]Counter",
        "[method]Counter.__add__",
        "[static]Counter.made",
        "[static]Counter.total",
        "[getter]Counter.value",
        "[setter]Counter.value",
        "apply",
        "[method]geometry.Shape.area",
    ] {
        assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
    }
    let area = found
        .function("geometry.Shape.area")
        .map(|f| (f.class(), f.submodule(), f.local_name()));
    assert_eq!(
        area,
        Some((Some("geometry.Shape"), Some("geometry"), "area"))
    );
}

#[test]
fn they_are_spelled_in_python() {
    let (functions, imports) = everything();
    let found = with(functions, imports).unwrap_or_else(|e| panic!("{e}"));
    let says = |name: &str| {
        let function = found.function(name).unwrap_or_else(|| panic!("{name}"));
        let params = function.python_parameters(&mut plain).join(", ");
        format!(
            "({params}) -> {}",
            function.result.result_annotation(&mut plain)
        )
    };
    assert_eq!(says("Counter.__add__"), "(x: int) -> Counter");
    assert_eq!(says("Counter.__iter__"), "() -> Generator[int]");
    assert_eq!(says("Counter.total"), "(x: Sequence[Counter]) -> int");
    assert_eq!(
        says("apply"),
        "(f: Callable[[str, int], Buffer | Sequence[int]], items: Iterable[str], g: Callable[[], None] | None = None) -> None"
    );
}

#[test]
fn handles_cross_as_numbers() {
    let (functions, imports) = everything();
    let found = with(functions, imports).unwrap_or_else(|e| panic!("{e}"));
    let types = |name: &str| {
        let function = found.function(name).unwrap_or_else(|| panic!("{name}"));
        let params: Vec<_> = function
            .wasm_parameters()
            .iter()
            .map(|w| w.name())
            .collect();
        (params.join(" "), function.result_kind())
    };
    let scalar = ResultKind::Scalar(crate::primitive::WasmType::I32);
    assert_eq!(types("Counter.__iter__"), ("i32".into(), scalar));
    assert_eq!(types("Counter.__new__"), ("i32".into(), scalar));
    assert_eq!(types("Counter.made"), (String::new(), ResultKind::Compound));
    assert_eq!(types("apply"), ("i32 i32 i32".into(), ResultKind::Unit));
}

#[test]
fn what_the_host_answers_needs_the_allocator_and_iterators_a_release() {
    let needs = |functions: Value, imports: Value| {
        let found = with(functions, imports).unwrap_or_else(|e| panic!("{e}"));
        (
            found.needs_allocator(),
            found.needs_release(),
            found.has_iterators(),
        )
    };
    let f =
        |params: Value, result: Value| json!([{"name": "f", "params": params, "result": result}]);
    let callable =
        |result: &str| json!([param(json!({"callable": {"params": [], "result": result}}))]);
    assert_eq!(
        needs(f(callable("u8"), json!("u8")), json!([])),
        (false, false, false)
    );
    assert_eq!(
        needs(f(callable("string"), json!("u8")), json!([])),
        (true, false, false)
    );
    assert_eq!(
        needs(
            f(json!([param(json!({"iterator": "u8"}))]), json!("u8")),
            json!([])
        ),
        (true, false, false)
    );
    assert_eq!(
        needs(f(json!([]), json!({"iterator": "u8"})), json!([])),
        (false, true, true)
    );
    assert_eq!(
        needs(f(json!([]), json!({"own": "Counter"})), json!([])),
        (false, false, false)
    );
    let import = |more: Value| {
        let mut function = json!({"name": "g", "params": []});
        function[more[0].as_str().unwrap_or_default()] = more[1].clone();
        json!([{"name": "Host", "functions": [function]}])
    };
    for (more, expected) in [
        (json!(["result", "u8"]), false),
        (json!(["result", "string"]), true),
        (json!(["raises", "unit"]), true),
    ] {
        assert_eq!(needs(json!([]), import(more)).0, expected);
    }
}

#[test]
fn roles_have_their_shapes() {
    let own = json!({"own": "Counter"});
    assert_eq!(wrong(&method("method", "f", &[], json!({}))), "");
    for (function, why) in [
        (
            json!({"name": "f", "role": "method", "params": []}),
            "belongs to no class",
        ),
        (
            json!({"name": "Nothing.f", "role": "static", "params": []}),
            "no class \"Nothing\"",
        ),
        (
            json!({"name": "Fault.f", "role": "static", "params": []}),
            "no class \"Fault\"",
        ),
        (
            member("free", "f", &[], json!({})),
            "role \"free\" is unknown",
        ),
        (member("method", "f", &[], json!({})), "first parameter"),
        (
            member(
                "method",
                "f",
                &[this("borrow", "geometry.Shape")],
                json!({}),
            ),
            "first parameter",
        ),
        (
            member(
                "method",
                "f",
                &[param(json!({"borrow": "Counter"}))],
                json!({}),
            ),
            "first parameter",
        ),
        (
            member(
                "method",
                "f",
                &[json!({"name": "self", "type": {"borrow": "Counter"}})],
                json!({}),
            ),
            "first parameter",
        ),
        (
            member("constructor", "new", &[], json!({"result": own})),
            "called `__new__`",
        ),
        (
            member(
                "constructor",
                "__new__",
                &[],
                json!({"result": {"option": own}}),
            ),
            "not those of a constructor",
        ),
        (
            member(
                "constructor",
                "__new__",
                &[],
                json!({"result": {"own": "geometry.Shape"}}),
            ),
            "not those of a constructor",
        ),
        (
            method("getter", "x", &[], json!({})),
            "not those of a getter",
        ),
        (
            member(
                "getter",
                "x",
                &[this("own", "Counter")],
                json!({"result": "u8"}),
            ),
            "not those of a getter",
        ),
        (
            method(
                "getter",
                "x",
                &[param(json!("u8"))],
                json!({"result": "u8"}),
            ),
            "not those of a getter",
        ),
        (
            method("setter", "x", &[], json!({})),
            "not those of a setter",
        ),
        (
            method(
                "setter",
                "x",
                &[param(json!("u8"))],
                json!({"result": "u8"}),
            ),
            "not those of a setter",
        ),
        (
            method("setter", "x", &[param(json!("u8"))], json!({})),
            "no getter",
        ),
        (
            method("method", "__del__", &[], json!({})),
            "a class of an extension cannot have",
        ),
        (
            member("static", "__len__", &[], json!({"result": "u8"})),
            "a class of an extension cannot have",
        ),
        (method("method", "__secret", &[], json!({})), "begins with"),
        (
            method("method", "class", &[], json!({})),
            "not a Python name",
        ),
    ] {
        assert!(
            wrong(&function).contains(why),
            "{function}: {}",
            wrong(&function)
        );
    }
    for other in ["method", "setter", "static"] {
        let first = method("getter", "x", &[], json!({"result": "u8"}));
        let second = match other {
            "setter" => method("setter", "x", &[param(json!("u8"))], json!({})),
            "static" => member("static", "x", &[], json!({})),
            _ => method("method", "x", &[], json!({})),
        };
        let mut both = [first, second];
        both.sort_by_key(|f| Role::from_name(f["role"].as_str().unwrap_or_default()));
        let why = with(json!(both), json!([])).err().unwrap_or_default();
        assert_eq!(
            why.contains("of its name"),
            other != "setter",
            "{other}: {why}"
        );
    }
    let twice = method("method", "f", &[], json!({}));
    let why = with(json!([twice, twice]), json!([]))
        .err()
        .unwrap_or_default();
    assert!(why.contains("stands twice"), "{why}");
}

#[test]
fn special_methods_have_the_shapes_that_python_wants() {
    let x = param(json!("u8"));
    for (name, params, result, why) in [
        ("__len__", &[][..], json!("string"), "an integer"),
        ("__hash__", &[], json!("unit"), "an integer"),
        (
            "__len__",
            std::slice::from_ref(&x),
            json!("u8"),
            "with 0 arguments",
        ),
        ("__bool__", &[], json!("u8"), "a bool"),
        ("__str__", &[], json!("char"), "a string"),
        ("__float__", &[], json!("u8"), "a float"),
        ("__next__", &[], json!("u8"), "an option"),
        ("__iter__", &[], json!({"list": "u8"}), "an iterator"),
        ("__iter__", &[], json!({"own": "Counter"}), "no `__next__`"),
        ("__contains__", &[], json!("bool"), "with 1 arguments"),
        ("__eq__", std::slice::from_ref(&x), json!("unit"), "a bool"),
        ("__iadd__", std::slice::from_ref(&x), json!("u8"), "nothing"),
        ("__exit__", &[], json!("bool"), "nothing"),
        (
            "__add__",
            &[json!({"name": "x", "type": "u8", "kind": "keyword"})],
            json!("u8"),
            "by position",
        ),
    ] {
        let found = wrong(&method("method", name, params, json!({"result": result})));
        assert!(found.contains(why), "{name}: {found}");
    }
    let any = [json!({"name": "x", "type": {"list": "u8"}, "kind": "variadic"})];
    assert_eq!(
        wrong(&method("method", "__call__", &any, json!({"result": "u8"}))),
        ""
    );
}

#[test]
fn handles_stand_only_where_they_can() {
    let (own, borrow) = (json!({"own": "Counter"}), json!({"borrow": "Counter"}));
    let iterator = json!({"iterator": "u8"});
    let callable = json!({"callable": {"params": []}});
    let takes = |ty: Value| json!({"name": "f", "params": [param(ty)]});
    let gives = |ty: Value| json!({"name": "f", "params": [], "result": ty});
    for good in [
        takes(json!({"tuple": [own, borrow]})),
        takes(json!({"map": ["u8", borrow]})),
        gives(json!({"result": [own, {"named": "Fault"}]})),
        gives(json!({"iterator": own, "raises": {"named": "Fault"}})),
        gives(json!({"iterator": "unit", "raises": "unit"})),
        takes(json!({"option": callable})),
    ] {
        assert_eq!(wrong(&good), "", "{good}");
    }
    for (bad, why) in [
        (
            gives(borrow.clone()),
            "borrow<Counter> stands where it cannot",
        ),
        (
            gives(json!({"list": borrow})),
            "borrow<Counter> stands where it cannot",
        ),
        (gives(callable.clone()), "callable stands where it cannot"),
        (
            gives(json!({"option": iterator})),
            "iterator<u8> stands where it cannot",
        ),
        (
            takes(json!({"list": iterator})),
            "iterator<u8> stands where it cannot",
        ),
        (
            takes(json!({"list": callable})),
            "callable stands where it cannot",
        ),
        (
            takes(json!({"option": {"option": callable}})),
            "callable stands where it cannot",
        ),
        (takes(json!({"set": own})), "cannot be a key"),
        (takes(json!({"map": [own, "u8"]})), "cannot be a key"),
        (
            takes(json!({"iterator": own})),
            "own<Counter> stands where it cannot",
        ),
        (
            takes(json!({"iterator": "u8", "raises": {"named": "Fault"}})),
            "raises an error of the guest",
        ),
        (
            gives(json!({"iterator": "u8", "raises": "u8"})),
            "not an error type",
        ),
        (gives(json!({"iterator": "unit"})), "no bytes"),
        (
            gives(json!({"iterator": iterator})),
            "iterator<u8> stands where it cannot",
        ),
        (
            takes(json!({"callable": {"params": [borrow]}})),
            "borrow<Counter> stands where it cannot",
        ),
        (
            takes(json!({"callable": {"params": [], "result": own}})),
            "own<Counter> stands where it cannot",
        ),
        (
            takes(json!({"callable": {"params": [], "raises": {"named": "Fault"}}})),
            "`raises` is not `unit`",
        ),
        (
            takes(json!({"named": "Counter"})),
            "neither owned nor borrowed",
        ),
        (
            takes(json!({"callable": {"params": (["u8"; 13])}})),
            "has 13 parameters",
        ),
        (takes(json!({"own": "Fault"})), "is not a type"),
        (
            takes(json!({"own": {"define": {"name": "C", "kind": "class"}}})),
            "is not a type",
        ),
        (
            takes(json!({"define": {"name": "C", "kind": "class"}})),
            "is not a type",
        ),
        (
            takes(json!({"iterator": "u8", "other": "u8"})),
            "is not a type",
        ),
    ] {
        assert!(wrong(&bad).contains(why), "{bad}: {}", wrong(&bad));
    }
}

#[test]
fn imports_are_judged() {
    let judge = |import: &Value| with(json!([]), json!([import])).err().unwrap_or_default();
    let with_function = |more: Value| {
        let mut function = json!({"name": "g", "params": []});
        for (key, value) in more.as_object().into_iter().flatten() {
            function[key] = value.clone();
        }
        json!({"name": "Host", "functions": [function]})
    };
    assert_eq!(judge(&with_function(json!({}))), "");
    let one = json!([{"name": "g", "params": []}]);
    for (import, why) in [
        (json!({"name": "Host", "functions": []}), "no functions"),
        (
            json!({"name": "geometry.Host", "functions": one}),
            "in a submodule",
        ),
        (json!({"name": "Counter", "functions": one}), "stands twice"),
        (json!({"name": "__doc__", "functions": one}), "for itself"),
        (with_function(json!({"name": "__init__"})), "for itself"),
        (with_function(json!({"name": "a.b"})), "not a Python name"),
        (with_function(json!({"wipe": true})), "wipe"),
        (with_function(json!({"vectorize": true})), "vectorize"),
        (with_function(json!({"role": "static"})), "a role"),
        (
            with_function(json!({"raises": {"named": "Fault"}})),
            "not `unit`",
        ),
        (
            with_function(json!({"result": {"own": "Counter"}})),
            "stands where it cannot",
        ),
        (
            with_function(json!({"result": {"result": ["u8", {"named": "Fault"}]}})),
            "where none can",
        ),
        (
            with_function(json!({"params": [{"name": "x", "type": "u8", "default": 1}]})),
            "a kind or default",
        ),
        (
            with_function(
                json!({"params": [{"name": "x", "type": {"list": "u8"}, "writable": true}]}),
            ),
            "writable",
        ),
    ] {
        assert!(judge(&import).contains(why), "{import}: {}", judge(&import));
    }
    let two = json!({"name": "Host", "functions": [{"name": "h", "params": []}, {"name": "g", "params": []}]});
    assert!(judge(&two).contains("not sorted"));
}

#[test]
fn records_of_classes_and_imports_are_read() {
    let class = json!({"define": {"name": "Counter", "kind": "class", "docs": "Counts.", "path": "demo", "args": []}});
    let method = json!({"kind": "function", "symbol": "#demo::Counter::add", "module": "demo", "sdk": "0", "name": "add",
        "role": "method", "class": {"own": class},
        "params": [{"name": "self", "type": {"borrow": class}, "kind": "positional"},
            {"name": "host", "type": "injected"}, {"name": "by", "type": "u8"}]});
    let drop = json!({"kind": "class", "symbol": "#demo::Counter", "module": "demo", "sdk": "0", "type": class});
    let import = json!({"kind": "import", "module": "demo", "sdk": "0", "name": "Host", "docs": "",
        "functions": [{"name": "g", "docs": "", "params": [], "result": "unit"}]});
    let texts = [method, drop, import].map(|r| r.to_string());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let records = parse_records(&section(&texts)).unwrap_or_else(|e| panic!("{e}"));
    let [
        (
            _,
            Item::Function {
                function,
                class: Some(of),
                ..
            },
        ),
        (_, Item::Class { symbol, class }),
        (_, Item::Import(import)),
    ] = &records[..]
    else {
        panic!("{records:?}")
    };
    assert_eq!((of, function.role), (class, Role::Method));
    let names: Vec<&str> = function.params.iter().map(|p| &*p.name).collect();
    assert_eq!(names, ["self", "by"]);
    assert_eq!(
        (symbol.as_str(), class.docs.as_str()),
        ("#demo::Counter", "Counts.")
    );
    assert_eq!((import.name.as_str(), import.functions.len()), ("Host", 1));

    let injected = json!({"abi": 1, "sdk": "", "name": "m", "functions": [{"name": "f", "params": [param(json!("injected"))]}]});
    let why = Interface::parse(injected.to_string().as_bytes())
        .err()
        .unwrap_or_default();
    assert!(why.contains("\"injected\" is not a type"), "{why}");
}
