//! What the model reads, writes, refuses and says.

mod classes;

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use super::*;
use crate::names;

/// An interface with these types and functions.
fn interface(types: &str, functions: &str) -> Result<Interface, String> {
    let json = format!(
        r#"{{"abi":1,"sdk":"0.1.0","name":"demo","types":[{types}],"functions":[{functions}]}}"#
    );
    Interface::parse(json.as_bytes())
}

const POINT: &str = r#"{"name":"Point","kind":"record","fields":[{"name":"x","type":"f64"},{"name":"y","type":"u8"}]}"#;
const SHAPE: &str = r#"{"name":"Shape","kind":"variant","cases":[
    {"name":"Circle","class":"ShapeCircle","fields":[{"name":"radius","type":"f64"}]},
    {"name":"Empty","class":"ShapeEmpty"}]}"#;
const COLOR: &str = r#"{"name":"Color","kind":"enum","cases":[{"name":"RED","value":3},{"name":"BLUE","value":7}]}"#;
const PERM: &str = r#"{"name":"Perm","kind":"flags","flags":[{"name":"READ"},{"name":"WRITE"}]}"#;
const FAULT: &str =
    r#"{"name":"Fault","kind":"error","base":"ValueError","fields":[{"name":"at","type":"u32"}]}"#;

/// All of the above, and a type as the result of a function.
fn ty(json: &str) -> Type {
    let types = [COLOR, FAULT, PERM, POINT, SHAPE].join(",");
    let function = format!(r#"{{"name":"f","params":[],"result":{json}}}"#);
    let found = interface(&types, &function).unwrap_or_else(|e| panic!("{json}: {e}"));
    found.functions[0].result.clone()
}

/// What is wrong with a function.
fn judge(function: &str) -> String {
    let types = [COLOR, FAULT, PERM, POINT, SHAPE].join(",");
    interface(&types, function).err().unwrap_or_default()
}

/// What is wrong with a type definition.
fn judge_type(definition: &str) -> String {
    interface(definition, "").err().unwrap_or_default()
}

#[test]
fn an_interface_survives_the_round_trip() {
    let functions = r#"{"name":"f","params":[
        {"name":"a","type":{"list":{"named":"Point"}},"writable":true,"kind":"positional"},
        {"name":"b","type":{"option":{"array":["u8",4]}},"default":null},
        {"name":"c","type":{"list":"s128"},"kind":"variadic"},
        {"name":"d","type":{"named":"Color"},"kind":"keyword","default":"RED"},
        {"name":"e","type":{"map":["string",{"set":"duration"}]},"kind":"keywords"}],
        "result":{"result":[{"named":"Shape"},{"named":"Fault"}]},"raises":{"named":"Fault"},"wipe":true}"#;
    let types = [COLOR, FAULT, PERM, POINT, SHAPE].join(",");
    let found = interface(&types, functions).unwrap_or_else(|e| panic!("{e}"));
    let json = found.to_json().unwrap_or_default();
    assert_eq!(Interface::parse(json.as_bytes()).as_ref(), Ok(&found));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
    let given: serde_json::Value = serde_json::from_str(&format!("[{types}]")).unwrap_or_default();
    assert_eq!(value["types"], given);
    let given: serde_json::Value = serde_json::from_str(functions).unwrap_or_default();
    assert_eq!(value["functions"][0], given);
}

#[test]
fn types_are_spelled_in_python() {
    for (json, result, parameter) in [
        (
            r#"{"option":{"tuple":["u32",{"list":"u8"},{"list":"f64"}]}}"#,
            "tuple[int, bytes, list[float]] | None",
            "tuple[int, Buffer | Sequence[int], Buffer | Sequence[float]] | None",
        ),
        (
            r#"{"option":{"option":"u8"}}"#,
            "Some[int | None] | None",
            "Some[int | None] | None",
        ),
        (
            r#"{"list":{"named":"Point"}}"#,
            "list[Point]",
            "Buffer | Sequence[Point | Mapping[str, object]]",
        ),
        (r#"{"array":["u8",32]}"#, "bytes", "Buffer | Sequence[int]"),
        (
            r#"{"map":["string",{"set":"s128"}]}"#,
            "dict[str, set[int]]",
            "Mapping[str, AbstractSet[int]]",
        ),
        (
            r#"{"result":["duration",{"named":"Shape"}]}"#,
            "Ok[timedelta] | Err[Shape]",
            "Ok[timedelta] | Err[Shape]",
        ),
    ] {
        let ty = ty(json);
        assert_eq!(ty.result_annotation(&mut plain), result);
        assert_eq!(ty.parameter_annotation(&mut plain), parameter);
    }
}

#[test]
fn named_types_have_the_layouts_of_what_they_stand_for() {
    let size = |json: &str| {
        let layout = ty(json).layout();
        (layout.size, layout.align)
    };
    assert_eq!(size(r#"{"named":"Point"}"#), (16, 8));
    assert_eq!(size(r#"{"named":"Shape"}"#), (16, 8));
    assert_eq!(size(r#"{"named":"Color"}"#), (1, 1));
    assert_eq!(size(r#"{"named":"Perm"}"#), (1, 1));
    assert_eq!(size(r#"{"result":["u8",{"named":"Fault"}]}"#), (8, 4));
    assert_eq!(size(r#"{"array":[{"named":"Point"},3]}"#), (48, 8));
    assert_eq!(
        ty(r#"{"named":"Color"}"#).result_kind(),
        ResultKind::Scalar(crate::primitive::WasmType::I32)
    );
}

#[test]
fn a_signature_is_spelled_in_python() {
    let signature = |params: &str| {
        let types = [COLOR, PERM].join(",");
        let function = format!(r#"{{"name":"f","params":[{params}]}}"#);
        let found = interface(&types, &function).unwrap_or_else(|e| panic!("{e}"));
        found.functions[0].python_parameters(&mut plain).join(", ")
    };
    assert_eq!(
        signature(
            r#"{"name":"a","type":"u8","kind":"positional"},{"name":"b","type":"f64","default":2},
            {"name":"c","type":{"option":"char"},"default":"x","kind":"keyword"},{"name":"d","type":"bool","default":true,"kind":"keyword"}"#
        ),
        r#"a: int, /, b: float = 2.0, *, c: str | None = "x", d: bool = True"#
    );
    assert_eq!(
        signature(
            r#"{"name":"a","type":{"list":"u16"},"kind":"variadic"},{"name":"b","type":{"named":"Color"},"default":"BLUE","kind":"keyword"},
            {"name":"c","type":{"map":["string","string"]},"kind":"keywords"}"#
        ),
        "*a: int, b: Color = Color.BLUE, **c: str"
    );
    assert_eq!(
        signature(
            r#"{"name":"a","type":{"named":"Perm"},"default":["READ","WRITE"]},{"name":"b","type":{"list":"u8"},"default":[1,65]},
            {"name":"c","type":{"list":"s16"},"default":[-1]},{"name":"d","type":"string","default":"\u0000é\"\u202e\ud83d\ude00"},
            {"name":"e","type":"f32","default":"-inf"},{"name":"f","type":"u8","default":0,"kind":"keyword"}"#
        ),
        r#"a: Perm = Perm.READ | Perm.WRITE, b: Buffer | Sequence[int] = b"\x01A", c: Buffer | Sequence[int] = (-1,), d: str = '\u0000é"\u202e\U0001f600', e: float = float("-inf"), *, f: int = 0"#
    );
    assert_eq!(
        signature(r#"{"name":"a","type":"u8","kind":"positional"}"#),
        "a: int, /"
    );
}

#[test]
fn functions_are_judged() {
    assert_eq!(judge(r#"{"name":"f","params":[]}"#), "");
    for (function, why) in [
        (r#"{"name":"a b","params":[]}"#, "not a Python name"),
        (r#"{"name":"memory","params":[]}"#, "reserved"),
        (
            r#"{"name":"geometry.f","params":[]}"#,
            "no submodule \"geometry\"",
        ),
        (r#"{"name":"Point","params":[]}"#, "stands twice"),
        (r#"{"name":"ShapeCircle","params":[]}"#, "stands twice"),
        (
            r#"{"name":"f","params":[],"result":{"list":{"tuple":["unit"]}}}"#,
            "no bytes",
        ),
        (
            r#"{"name":"f","params":[],"result":{"set":{"list":"u16"}}}"#,
            "cannot be a key",
        ),
        (
            r#"{"name":"f","params":[],"result":{"map":[{"named":"Point"},"u8"]}}"#,
            "cannot be a key",
        ),
        (
            r#"{"name":"f","params":[],"result":{"array":["u8",0]}}"#,
            "no elements",
        ),
        (
            r#"{"name":"f","params":[],"result":{"array":[{"array":["u64",4294967295]},4294967295]}}"#,
            "too large",
        ),
        (
            r#"{"name":"f","params":[],"result":{"list":{"array":["u64",2147483648]}}}"#,
            "too large",
        ),
        (
            r#"{"name":"f","params":[],"result":{"iterator":{"array":["u64",2147483648]}}}"#,
            "too large",
        ),
        (
            r#"{"name":"f","params":[],"result":{"named":"Nothing"}}"#,
            "no type \"Nothing\"",
        ),
        (
            r#"{"name":"f","params":[],"result":{"named":"Fault"}}"#,
            "where none can",
        ),
        (
            r#"{"name":"f","params":[],"result":{"list":{"named":"Fault"}}}"#,
            "where none can",
        ),
        (
            r#"{"name":"f","params":[],"raises":{"named":"Point"}}"#,
            "not an error type",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":{"result":["u8",{"named":"Fault"}]}}]}"#,
            "where none can",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":"u8","writable":true}]}"#,
            "writable",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":"u8","default":256}]}"#,
            "default: 256 is not",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":{"named":"Color"},"default":"GREEN"}]}"#,
            "default: \"GREEN\" is not",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":"u8","default":1},{"name":"y","type":"u8"}]}"#,
            "one before it has",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":"u8"},{"name":"x","type":"u8"}]}"#,
            "two parameters",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":"u8","kind":"variadic"}]}"#,
            "has another type",
        ),
        (
            r#"{"name":"f","params":[{"name":"x","type":"u8","kind":"keyword"},{"name":"y","type":"u8"}]}"#,
            "not in order",
        ),
    ] {
        assert!(
            judge(function).contains(why),
            "{function}: {}",
            judge(function)
        );
    }
    let many: Vec<String> = (0..=crate::names::MAX_PARAMETERS)
        .map(|i| format!(r#"{{"name":"p{i}","type":"u8"}}"#))
        .collect();
    let many = format!(r#"{{"name":"f","params":[{}]}}"#, many.join(","));
    assert!(judge(&many).contains("1001 parameters"));
}

#[test]
fn definitions_are_judged() {
    for (definition, why) in [
        (r#"{"name":"A","kind":"record","fields":[]}"#, "no fields"),
        (
            r#"{"name":"A","kind":"record","fields":[{"name":"x","type":"u8"},{"name":"x","type":"u8"}]}"#,
            "two fields",
        ),
        (
            r#"{"name":"A","kind":"record","fields":[{"name":"__x__","type":"u8"}]}"#,
            "begins with",
        ),
        (
            r#"{"name":"A","kind":"record","fields":[{"name":"class","type":"u8"}]}"#,
            "not a Python name",
        ),
        (
            r#"{"name":"A","kind":"record","fields":[{"name":"x","type":{"named":"A"}}]}"#,
            "contains itself",
        ),
        (
            r#"{"name":"__doc__","kind":"enum","cases":[]}"#,
            "for itself",
        ),
        (
            r#"{"name":"A","kind":"variant","cases":[{"name":"X","class":"__doc__"}]}"#,
            "for itself",
        ),
        (
            r#"{"name":"A","kind":"error","fields":[{"name":"args","type":"u8"}]}"#,
            "for itself",
        ),
        (r#"{"name":"A","kind":"enum","cases":[]}"#, "no cases"),
        (
            r#"{"name":"A","kind":"enum","cases":[{"name":"X","value":1},{"name":"Y","value":1}]}"#,
            "one value",
        ),
        (
            r#"{"name":"A","kind":"enum","cases":[{"name":"mro","value":1}]}"#,
            "for itself",
        ),
        (
            r#"{"name":"A","kind":"error","base":"SystemExit","fields":[]}"#,
            "derive from",
        ),
        (
            r#"{"name":"A","kind":"union","cases":[]}"#,
            "kind \"union\" is unknown",
        ),
    ] {
        assert!(
            judge_type(definition).contains(why),
            "{definition}: {}",
            judge_type(definition)
        );
    }
}

#[test]
fn what_a_constant_holds_cannot_be_changed() {
    for (json, annotation) in [
        (r#"{"list":"u8"}"#, "bytes"),
        (r#"{"list":{"list":"u32"}}"#, "tuple[tuple[int, ...], ...]"),
        (r#"{"array":["f64",2]}"#, "tuple[float, ...]"),
        (r#"{"set":"char"}"#, "frozenset[str]"),
        (
            r#"{"map":["char",{"list":"bool"}]}"#,
            "Mapping[str, tuple[bool, ...]]",
        ),
        (
            r#"{"tuple":["u8",{"option":{"list":"s8"}}]}"#,
            "tuple[int, tuple[int, ...] | None]",
        ),
    ] {
        assert_eq!(ty(json).constant_annotation(&mut plain), annotation);
    }
}

#[test]
fn types_that_multiply_are_refused_at_once() {
    let level = |i: usize| {
        let inner = match i {
            0 => r#""u8""#.to_string(),
            _ => format!(r#"{{"named":"T{:02}"}}"#, i - 1),
        };
        format!(
            r#"{{"name":"T{i:02}","kind":"record","fields":[{{"name":"a","type":{inner}}},{{"name":"b","type":{inner}}}]}}"#
        )
    };
    let types: Vec<String> = (0..20).map(level).collect();
    let why = interface(&types.join(","), "").err().unwrap_or_default();
    assert!(why.contains("4096 parts"), "{why}");
    let types: Vec<String> = (0..100).map(level).collect();
    let why = interface(&types.join(","), "").err().unwrap_or_default();
    assert!(why.contains("nest deeper"), "{why}");
}

#[test]
fn a_record_can_hold_the_deepest_types() {
    let deep = |levels: usize| {
        let variant = |inner: String, i: usize| {
            format!(
                r#"{{"define":{{"name":"T{i}","kind":"variant","path":"m","cases":[{{"name":"A","class":"T{i}A","fields":[{{"name":"value","type":{inner}}}]}}]}}}}"#
            )
        };
        let ty = (0..levels).fold(r#""u8""#.to_string(), variant);
        let record = format!(
            r##"{{"kind":"function","symbol":"#m::f","module":"m","sdk":"0","name":"f","params":[{{"name":"x","type":{ty}}}]}}"##
        );
        parse_records(&section(&[&record]))
    };
    let found = deep(names::MAX_TYPE_DEPTH).unwrap_or_default();
    let Some((_, Item::Function { function, .. })) = found.first() else {
        panic!("no function is read");
    };
    assert_eq!(function.check(), Ok(()));
    let why = match deep(names::MAX_TYPE_DEPTH + 1) {
        Err(why) => why,
        Ok(found) => match &found[0].1 {
            Item::Function { function, .. } => function.check().err().unwrap_or_default(),
            _ => String::new(),
        },
    };
    assert!(
        why.contains("deep") || why.contains("recursion limit"),
        "{why}"
    );
}

/// Records with their lengths in front.
#[test]
fn what_runs_on_arrays_takes_and_returns_numbers() {
    let function = |params: &str, rest: &str| {
        judge(&format!(
            r#"{{"name":"f","params":[{params}]{rest},"vectorize":true}}"#
        ))
    };
    let x = r#"{"name":"x","type":"f32","default":1}"#;
    assert_eq!(function(x, r#","result":"s64""#), "");
    for (params, rest, why) in [
        (x, "", "than a number"),
        (x, r#","result":"bool""#, "than a number"),
        (
            r#"{"name":"x","type":"u128"}"#,
            r#","result":"u8""#,
            "than a number",
        ),
        (
            r#"{"name":"x","type":{"list":"f64"}}"#,
            r#","result":"u8""#,
            "than a number",
        ),
        ("", r#","result":"u8""#, "no parameters"),
        (x, r#","result":"u8","raises":"unit""#, "raises"),
        (x, r#","result":"u8","wipe":true"#, "`wipe`"),
    ] {
        let found = function(params, rest);
        assert!(found.contains(why), "{params} {rest}: {found}");
    }
}

fn section(records: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    for record in records {
        let length = u32::try_from(record.len() + 1).unwrap_or_default();
        out.extend(length.to_le_bytes());
        out.push(crate::names::RECORD_VERSION);
        out.extend(record.bytes());
    }
    out
}

#[test]
fn records_hold_definitions_where_they_stand() {
    let records = section(&[
        r##"{"kind":"function","symbol":"#demo::f","module":"demo","sdk":"0.1.0","name":"f","docs":"","params":[],
            "result":{"define":{"kind":"record","path":"demo::m","name":"Page","args":[{"list":"u8"},{"define":
            {"kind":"enum","path":"demo","name":"Color","docs":"","cases":[{"name":"RED","docs":"","value":0}]}}],
            "docs":"","fields":[{"name":"items","docs":"","type":{"list":"u8"}}]}}}"##,
        r#"{"kind":"constant","module":"demo","sdk":"0.1.0","name":"PI","docs":"","type":"f64","value":{"bits":4614256656552045848}}"#,
        r#"{"kind":"module","module":"demo::m","sdk":"0.1.0","name":"m","docs":"About m."}"#,
    ]);
    let records = parse_records(&records).unwrap_or_else(|e| panic!("{e}"));
    let [
        (
            origin,
            Item::Function {
                symbol, function, ..
            },
        ),
        (_, Item::Constant(pi)),
        (_, Item::Module(m)),
    ] = &records[..]
    else {
        panic!("{records:?}")
    };
    assert_eq!(
        (symbol.as_str(), origin.module.as_str()),
        ("#demo::f", "demo")
    );
    let Type::Named(page) = &function.result else {
        panic!("{function:?}")
    };
    assert_eq!(page.name, "PageListU8Color");
    assert_eq!(page.path.as_deref(), Some("demo::m"));
    assert_eq!(pi.value, core::f64::consts::PI);
    assert_eq!(m.docs, "About m.");
}

#[test]
fn broken_record_sections_are_refused() {
    for bytes in [
        &b"\x01"[..],
        b"\xff\0\0\0\x01",
        b"\0\0\0\0",
        b"\x03\0\0\0\x02{}",
        b"\x03\0\0\0\x01{}",
    ] {
        assert!(parse_records(bytes).is_err(), "{bytes:?}");
    }
}
