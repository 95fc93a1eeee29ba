//! Records: what the macros leave in a module for `cargo pyext build` (`docs/abi.md`, "Before linking: records").

use crate::names::RECORD_VERSION;
use crate::text::Text;

/// Bytes in front of a record's text: its length and the version.
const HEADER: usize = 5;

/// Length of the record that holds `text`, all included.
pub const fn record_len(text: &Text) -> usize {
    HEADER + text.len()
}

/// The record that holds `text`; `N` is [`record_len`] of it.
///
/// ```
/// use pyext_abi::record::{record, record_len};
/// use pyext_abi::text::Text;
/// const TEXT: Text = Text::Literal("{}");
/// const RECORD: [u8; record_len(&TEXT)] = record(&TEXT);
/// assert_eq!(&RECORD, b"\x03\0\0\0\x01{}");
/// ```
pub const fn record<const N: usize>(text: &Text) -> [u8; N] {
    let mut out = [0; N];
    let len = (N - 4) as u32;
    let prefix = len.to_le_bytes();
    let mut i = 0;
    while i < 4 {
        out[i] = prefix[i];
        i += 1;
    }
    out[4] = RECORD_VERSION;
    let end = text.write(&mut out, HEADER);
    assert!(end == N);
    out
}

/// A JSON object of pieces: a literal each in front of the values.
#[doc(hidden)]
#[macro_export]
macro_rules! __joined {
    ($($before:literal $value:expr),+ $(; $($rest:expr),*)?) => {
        $crate::text::Text::Join(&[
            $(&$crate::text::Text::Literal($before), $value,)+
            $($($rest,)*)?
            &$crate::text::Text::Literal("}"),
        ])
    };
}

/// The text of a function's record.
///
/// `params` are (name, type, writable), and then the kind and the default if they are not the usual. A function of a class
/// ends with `class` and `role`, one that handles secrets with `wipe`, and one that runs on arrays with `vectorize`. Everything is a constant expression.
///
/// ```
/// use pyext_abi::text::Text;
/// const U8: &Text = &Text::Quoted("u8");
/// const RECORD: Text = pyext_abi::function_record! {
///     symbol: "#demo::half",
///     module: "demo",
///     sdk: "0.1.0",
///     name: "half",
///     docs: "Half of it.",
///     params: [("whole", U8, false), ("twice", U8, false, kind: "keyword", default: &Text::Literal("1"))],
///     result: U8,
///     raises: None,
/// };
/// ```
#[macro_export]
macro_rules! function_record {
    (
        symbol: $symbol:expr,
        module: $module:expr,
        sdk: $sdk:expr,
        name: $name:expr,
        docs: $docs:expr,
        params: [$(($param:expr, $ty:expr, $writable:expr $(, kind: $kind:expr)? $(, default: $default:expr)?)),*],
        result: $result:expr,
        raises: $raises:expr
        $(, wipe: $wipe:literal)?
        $(, vectorize: $vectorize:literal)?
        $(, class: $class:expr, role: $role:literal)? $(,)?
    ) => {
        $crate::__joined!(
            "{\"kind\":\"function\",\"symbol\":" &$crate::text::Text::Quoted($symbol),
            ",\"module\":" &$crate::text::Text::Quoted($module),
            ",\"sdk\":" &$crate::text::Text::Quoted($sdk),
            ",\"name\":" &$crate::text::Text::Quoted($name),
            ",\"docs\":" &$crate::text::Text::Quoted($docs),
            ",\"params\":[" &$crate::text::Text::Commas(&[$(
                &$crate::__joined!(
                    "{\"name\":" &$crate::text::Text::Quoted($param),
                    ",\"type\":" $ty;
                    $crate::record::writable($writable)
                    $(, &$crate::text::Text::Literal(",\"kind\":"), &$crate::text::Text::Quoted($kind))?
                    $(, &$crate::text::Text::Literal(",\"default\":"), $default)?
                ),
            )*]),
            "],\"result\":" $result;
            $crate::record::raises_key(&$raises),
            $crate::record::raises($raises)
            $(, &$crate::text::Text::Literal(::core::concat!(",\"wipe\":", $wipe)))?
            $(, &$crate::text::Text::Literal(::core::concat!(",\"vectorize\":", $vectorize)))?
            $(, &$crate::text::Text::Literal(",\"class\":"), $class,
                &$crate::text::Text::Literal(::core::concat!(",\"role\":\"", $role, "\"")))?
        )
    };
}

/// The text of a class's record: `symbol` is that of what drops its objects, `type` the class written out.
///
/// ```
/// const COUNTER: pyext_abi::text::Text = pyext_abi::definition! {
///     name: "Counter", docs: "Counts.", path: "demo", args: [], class {}
/// };
/// const RECORD: pyext_abi::text::Text = pyext_abi::class_record! {
///     symbol: "#demo::[drop]Counter",
///     module: "demo",
///     sdk: "0.1.0",
///     type: &COUNTER,
/// };
/// ```
#[macro_export]
macro_rules! class_record {
    (symbol: $symbol:expr, module: $module:expr, sdk: $sdk:expr, type: $ty:expr $(,)?) => {
        $crate::__joined!(
            "{\"kind\":\"class\",\"symbol\":" & $crate::text::Text::Quoted($symbol),
            ",\"module\":" & $crate::text::Text::Quoted($module),
            ",\"sdk\":" & $crate::text::Text::Quoted($sdk),
            ",\"type\":" $ty
        )
    };
}

/// The text of an import's record. A function is (name, docs, params, result, raises), a parameter (name, type).
///
/// ```
/// use pyext_abi::text::Text;
/// const STRING: &Text = &Text::Quoted("string");
/// const RECORD: Text = pyext_abi::import_record! {
///     module: "demo",
///     sdk: "0.1.0",
///     name: "Host",
///     docs: "What the host has.",
///     functions: [("lookup", "Looks it up.", [("key", STRING)], STRING, None)],
/// };
/// ```
#[macro_export]
macro_rules! import_record {
    (
        module: $module:expr,
        sdk: $sdk:expr,
        name: $name:expr,
        docs: $docs:expr,
        functions: [$(($function:expr, $about:expr, [$(($param:expr, $ty:expr)),*], $result:expr, $raises:expr)),*] $(,)?
    ) => {
        $crate::__joined!(
            "{\"kind\":\"import\",\"module\":" &$crate::text::Text::Quoted($module),
            ",\"sdk\":" &$crate::text::Text::Quoted($sdk),
            ",\"name\":" &$crate::text::Text::Quoted($name),
            ",\"docs\":" &$crate::text::Text::Quoted($docs),
            ",\"functions\":[" &$crate::text::Text::Commas(&[$(
                &$crate::__joined!(
                    "{\"name\":" &$crate::text::Text::Quoted($function),
                    ",\"docs\":" &$crate::text::Text::Quoted($about),
                    ",\"params\":[" &$crate::text::Text::Commas(&[$(
                        &$crate::__joined!(
                            "{\"name\":" &$crate::text::Text::Quoted($param),
                            ",\"type\":" $ty
                        ),
                    )*]),
                    "],\"result\":" $result;
                    $crate::record::raises_key(&$raises),
                    $crate::record::raises($raises)
                ),
            )*]),
            "]" &$crate::text::Text::Literal("")
        )
    };
}

/// The text of a constant's record.
///
/// ```
/// use pyext_abi::text::Text;
/// const RECORD: Text = pyext_abi::constant_record! {
///     module: "demo",
///     sdk: "0.1.0",
///     name: "MAX",
///     docs: "The largest.",
///     type: &Text::Quoted("u8"),
///     value: &Text::Unsigned(10),
/// };
/// ```
#[macro_export]
macro_rules! constant_record {
    (
        module: $module:expr,
        sdk: $sdk:expr,
        name: $name:expr,
        docs: $docs:expr,
        type: $ty:expr,
        value: $value:expr $(,)?
    ) => {
        $crate::__joined!(
            "{\"kind\":\"constant\",\"module\":" &$crate::text::Text::Quoted($module),
            ",\"sdk\":" &$crate::text::Text::Quoted($sdk),
            ",\"name\":" &$crate::text::Text::Quoted($name),
            ",\"docs\":" &$crate::text::Text::Quoted($docs),
            ",\"type\":" $ty,
            ",\"value\":" $value
        )
    };
}

/// The text of a submodule's record.
///
/// ```
/// const RECORD: pyext_abi::text::Text = pyext_abi::module_record! {
///     module: "demo::geometry",
///     sdk: "0.1.0",
///     name: "geometry",
///     docs: "Shapes.",
/// };
/// ```
#[macro_export]
macro_rules! module_record {
    (module: $module:expr, sdk: $sdk:expr, name: $name:expr, docs: $docs:expr $(,)?) => {
        $crate::__joined!(
            "{\"kind\":\"module\",\"module\":" & $crate::text::Text::Quoted($module),
            ",\"sdk\":" & $crate::text::Text::Quoted($sdk),
            ",\"name\":" & $crate::text::Text::Quoted($name),
            ",\"docs\":" & $crate::text::Text::Quoted($docs)
        )
    };
}

/// What stands in front of the type of the error, if there is one.
#[doc(hidden)]
pub const fn raises_key(error: &Option<&'static Text>) -> &'static Text {
    match error {
        Some(_) => &Text::Literal(",\"raises\":"),
        None => &Text::Literal(""),
    }
}

/// The type of the error, if there is one.
#[doc(hidden)]
pub const fn raises(error: Option<&'static Text>) -> &'static Text {
    match error {
        Some(error) => error,
        None => &Text::Literal(""),
    }
}

/// What marks a writable parameter.
#[doc(hidden)]
pub const fn writable(writable: bool) -> &'static Text {
    if writable {
        &Text::Literal(",\"writable\":true")
    } else {
        &Text::Literal("")
    }
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use super::*;
    use crate::interface::{Function, Item, Origin, ParamKind, parse_records};
    use serde_json::json;
    use std::string::ToString;

    const DOCS: &str = "a \"quoted\" back\\slash";
    const LIST: Text = Text::Literal("{\"list\":\"f64\"}");

    fn read(record: &[u8]) -> (Origin, Item) {
        match &parse_records(record).unwrap_or_default()[..] {
            [one] => one.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn function(record: &[u8]) -> Function {
        match read(record).1 {
            Item::Function {
                symbol, function, ..
            } => {
                assert_eq!(symbol, "#demo::scale");
                assert_eq!(function.check(), Ok(()));
                function
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_function_record_is_read_back() {
        const FUNCTION: Text = crate::function_record! {
            symbol: "#demo::scale",
            module: "demo",
            sdk: "0.1.0",
            name: "scale",
            docs: DOCS,
            params: [("values", &LIST, true), ("factor", &Text::Quoted("f64"), false)],
            result: &Text::Quoted("unit"),
            raises: Some(&Text::Quoted("unit")),
        };
        const RECORD: [u8; record_len(&FUNCTION)] = record(&FUNCTION);
        let function = function(&RECORD);
        assert_eq!(function.docs, DOCS);
        assert!(function.params[0].writable && !function.params[1].writable);
        assert_eq!(function.params[0].ty.to_string(), "list<f64>");
        assert!(function.raises.as_ref().is_some_and(|t| t.is_unit()) && !function.wipe);
    }

    #[test]
    fn kinds_defaults_and_marks_of_a_function_are_read_back() {
        const FUNCTION: Text = crate::function_record! {
            symbol: "#demo::scale",
            module: "demo",
            sdk: "0.1.0",
            name: "scale",
            docs: "",
            params: [
                ("first", &Text::Quoted("u8"), false, kind: "positional"),
                ("second", &Text::Quoted("string"), false, default: &Text::Quoted("é")),
                ("third", &LIST, false, kind: "keyword", default: &Text::Literal("[1.5]"))
            ],
            result: &Text::Quoted("u8"),
            raises: None,
            wipe: true,
        };
        const RECORD: [u8; record_len(&FUNCTION)] = record(&FUNCTION);
        let function = function(&RECORD);
        let params = function.params.iter().map(|p| (p.kind, p.default.clone()));
        assert_eq!(
            params.collect::<std::vec::Vec<_>>(),
            [
                (ParamKind::Positional, None),
                (ParamKind::Usual, Some(json!("é"))),
                (ParamKind::Keyword, Some(json!([1.5]))),
            ]
        );
        assert!(function.raises.is_none() && function.wipe);
    }

    #[test]
    fn the_record_of_a_function_that_runs_on_arrays_says_so() {
        const FUNCTION: Text = crate::function_record! {
            symbol: "#demo::scale",
            module: "demo",
            sdk: "0.1.0",
            name: "scale",
            docs: "",
            params: [("x", &Text::Quoted("f64"), false)],
            result: &Text::Quoted("f32"),
            raises: None,
            vectorize: true,
        };
        const RECORD: [u8; record_len(&FUNCTION)] = record(&FUNCTION);
        assert!(function(&RECORD).vectorize);
    }

    fn json(text: &[u8]) -> serde_json::Value {
        serde_json::from_slice(text).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn the_record_of_a_class_and_of_its_function_hold_the_class() {
        const COUNTER: Text = crate::definition! {
            name: "Counter", docs: DOCS, path: "demo", args: [], class {}
        };
        const CLASS: Text = crate::class_record! {
            symbol: "#demo::[drop]Counter", module: "demo", sdk: "0.1.0", type: &COUNTER,
        };
        const GETTER: Text = crate::function_record! {
            symbol: "#demo::[getter]Counter.count",
            module: "demo",
            sdk: "0.1.0",
            name: "count",
            docs: "",
            params: [("self", &Text::Join(&[&Text::Literal("{\"borrow\":"), &COUNTER, &Text::Literal("}")]), false, kind: "positional")],
            result: &Text::Quoted("u8"),
            raises: None,
            class: &COUNTER,
            role: "getter",
        };
        const CLASS_JSON: [u8; CLASS.len()] = crate::text::render(&CLASS);
        const GETTER_JSON: [u8; GETTER.len()] = crate::text::render(&GETTER);
        let counter = json!({"define": {"name": "Counter", "docs": DOCS, "path": "demo", "args": [], "kind": "class"}});
        assert_eq!(
            json(&CLASS_JSON),
            json!({"kind": "class", "symbol": "#demo::[drop]Counter", "module": "demo", "sdk": "0.1.0", "type": counter})
        );
        let getter = json(&GETTER_JSON);
        assert_eq!(
            (&getter["class"], &getter["role"]),
            (&counter, &json!("getter"))
        );
        assert_eq!(getter["params"][0]["type"], json!({"borrow": counter}));
    }

    #[test]
    fn the_record_of_an_import_holds_its_functions() {
        const UNIT: &Text = &Text::Quoted("unit");
        const IMPORT: Text = crate::import_record! {
            module: "demo",
            sdk: "0.1.0",
            name: "Host",
            docs: DOCS,
            functions: [
                ("get", "Gets it.", [("key", &Text::Quoted("string")), ("at", &LIST)], &Text::Quoted("u8"), Some(UNIT)),
                ("nothing", "", [], UNIT, None)
            ],
        };
        const JSON: [u8; IMPORT.len()] = crate::text::render(&IMPORT);
        assert_eq!(
            json(&JSON),
            json!({"kind": "import", "module": "demo", "sdk": "0.1.0", "name": "Host", "docs": DOCS, "functions": [
                {"name": "get", "docs": "Gets it.", "params": [
                    {"name": "key", "type": "string"}, {"name": "at", "type": {"list": "f64"}}
                ], "result": "u8", "raises": "unit"},
                {"name": "nothing", "docs": "", "params": [], "result": "unit"}
            ]})
        );
    }

    #[test]
    fn a_constant_record_is_read_back() {
        const CONSTANT: Text = crate::constant_record! {
            module: "demo::geometry",
            sdk: "0.1.0",
            name: "LIMIT",
            docs: DOCS,
            type: &Text::Quoted("f64"),
            value: &Text::Float(f64::NEG_INFINITY),
        };
        const RECORD: [u8; record_len(&CONSTANT)] = record(&CONSTANT);
        let (origin, Item::Constant(constant)) = read(&RECORD) else {
            panic!("not a constant")
        };
        assert_eq!(origin.module, "demo::geometry");
        assert_eq!((&*constant.name, &*constant.docs), ("LIMIT", DOCS));
        assert_eq!(
            (constant.ty.to_string(), constant.value),
            ("f64".into(), json!("-inf"))
        );
    }

    #[test]
    fn a_module_record_is_read_back() {
        const MODULE: Text = crate::module_record! {
            module: "demo::geometry", sdk: "0.1.0", name: "geometry", docs: DOCS,
        };
        const RECORD: [u8; record_len(&MODULE)] = record(&MODULE);
        let (origin, Item::Module(module)) = read(&RECORD) else {
            panic!("not a module")
        };
        assert_eq!(origin.module, "demo::geometry");
        assert_eq!((&*module.name, &*module.docs), ("geometry", DOCS));
    }
}
