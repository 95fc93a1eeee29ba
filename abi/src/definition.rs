//! The text of a type definition where it stands in a record (`docs/abi.md`, "Type definitions").

/// The text of a named type in records. Everything is a constant expression; `args` are the types that a generic one was made
/// with.
///
/// ```
/// use pyext_abi::text::Text;
/// const F64: &Text = &Text::Quoted("f64");
/// const POINT: Text = pyext_abi::definition! {
///     name: "Point",
///     docs: "A place.",
///     path: "demo::geometry",
///     args: [],
///     record { frozen: true, fields: [("x", "To the right.", F64), ("y", "", F64)] }
/// };
/// const LEVEL: Text = pyext_abi::definition! {
///     name: "Level",
///     docs: "",
///     path: "demo",
///     args: [],
///     enum { cases: [("LOW", "", 1), ("HIGH", "", 10)] }
/// };
/// const SHAPE: Text = pyext_abi::definition! {
///     name: "Shape",
///     docs: "",
///     path: "demo",
///     args: [],
///     variant { cases: [("Circle", "ShapeCircle", "", [("radius", "", F64)]), ("Empty", "ShapeEmpty", "", [])] }
/// };
/// const COUNTER: Text = pyext_abi::definition! {
///     name: "Counter",
///     docs: "",
///     path: "demo",
///     args: [],
///     class {}
/// };
/// const STYLE: Text = pyext_abi::definition! {
///     name: "Style",
///     docs: "",
///     path: "demo",
///     args: [],
///     flags { flags: [("BOLD", ""), ("ITALIC", "")] }
/// };
/// ```
#[macro_export]
macro_rules! definition {
    (
        name: $name:expr,
        docs: $docs:expr,
        path: $path:expr,
        args: [$($arg:expr),*],
        $kind:ident { $($body:tt)* }
    ) => {
        $crate::__joined!(
            "{\"define\":" &$crate::__joined!(
                "{\"name\":" &$crate::text::Text::Quoted($name),
                ",\"docs\":" &$crate::text::Text::Quoted($docs),
                ",\"path\":" &$crate::text::Text::Quoted($path),
                ",\"args\":[" &$crate::text::Text::Commas(&[$($arg),*]),
                "],\"kind\":" &$crate::text::Text::Literal(::core::concat!("\"", ::core::stringify!($kind), "\""));
                $crate::definition!(@$kind $($body)*)
            )
        )
    };
    (@record frozen: $frozen:literal, fields: $fields:tt) => {
        &$crate::text::Text::Join(&[
            &$crate::text::Text::Literal(::core::concat!(",\"frozen\":", $frozen)),
            $crate::definition!(@fields $fields),
        ])
    };
    (@enum cases: [$(($name:expr, $docs:expr, $value:expr)),*]) => {
        $crate::definition!(@list ",\"cases\":[" [$($crate::__joined!(
            "{\"name\":" &$crate::text::Text::Quoted($name),
            ",\"docs\":" &$crate::text::Text::Quoted($docs),
            ",\"value\":" &$crate::text::Text::Number($value)
        ),)*])
    };
    (@variant cases: [$(($name:expr, $class:expr, $docs:expr, $fields:tt)),*]) => {
        $crate::definition!(@list ",\"cases\":[" [$($crate::__joined!(
            "{\"name\":" &$crate::text::Text::Quoted($name),
            ",\"class\":" &$crate::text::Text::Quoted($class),
            ",\"docs\":" &$crate::text::Text::Quoted($docs);
            $crate::definition!(@fields $fields)
        ),)*])
    };
    (@error $(base: $base:literal,)? fields: $fields:tt) => {
        &$crate::text::Text::Join(&[
            $(&$crate::text::Text::Literal(::core::concat!(",\"base\":\"", $base, "\"")),)?
            $crate::definition!(@fields $fields),
        ])
    };
    (@error $(base: $base:literal,)? cases: $cases:tt) => {
        &$crate::text::Text::Join(&[
            $(&$crate::text::Text::Literal(::core::concat!(",\"base\":\"", $base, "\"")),)?
            $crate::definition!(@variant cases: $cases),
        ])
    };
    (@flags flags: [$(($name:expr, $docs:expr)),*]) => {
        $crate::definition!(@list ",\"flags\":[" [$($crate::__joined!(
            "{\"name\":" &$crate::text::Text::Quoted($name),
            ",\"docs\":" &$crate::text::Text::Quoted($docs)
        ),)*])
    };
    (@class) => {
        &$crate::text::Text::Literal("")
    };
    (@fields [$(($name:expr, $docs:expr, $ty:expr)),*]) => {
        $crate::definition!(@list ",\"fields\":[" [$($crate::__joined!(
            "{\"name\":" &$crate::text::Text::Quoted($name),
            ",\"docs\":" &$crate::text::Text::Quoted($docs),
            ",\"type\":" $ty
        ),)*])
    };
    (@list $key:literal [$($item:expr,)*]) => {
        &$crate::text::Text::Join(&[
            &$crate::text::Text::Literal($key),
            &$crate::text::Text::Commas(&[$(&$item),*]),
            &$crate::text::Text::Literal("]"),
        ])
    };
}

#[cfg(all(test, feature = "model"))]
mod tests {
    use crate::interface::{Item, Kind, Type, parse_records};
    use crate::record::{record, record_len};
    use crate::text::Text;
    use std::string::ToString;
    use std::vec::Vec;

    const U8: &Text = &Text::Quoted("u8");
    const POINT: Text = crate::definition! {
        name: "Point",
        docs: "A \"place\".\nOn paper.",
        path: "demo::geometry",
        args: [U8, &Text::Literal("{\"list\":\"u8\"}")],
        record { frozen: true, fields: [("x", "right", U8), ("y", "", U8)] }
    };
    const LEVEL: Text = crate::definition! {
        name: "Level",
        docs: "",
        path: "demo",
        args: [],
        enum { cases: [("LOW", "so low", -1), ("HIGH", "", i64::MAX)] }
    };
    const SHAPE: Text = crate::definition! {
        name: "Shape",
        docs: "",
        path: "demo",
        args: [],
        variant { cases: [("At", "ShapeAt", "somewhere", [("value", "where", &POINT)]), ("Empty", "ShapeEmpty", "", [])] }
    };
    const STYLE: Text = crate::definition! {
        name: "Style",
        docs: "",
        path: "demo",
        args: [],
        flags { flags: [("BOLD", "fat"), ("ITALIC", "")] }
    };
    const LOST: Text = crate::definition! {
        name: "Lost",
        docs: "",
        path: "demo",
        args: [],
        error { base: "KeyError", fields: [("key", "which", U8)] }
    };
    const FAULT: Text = crate::definition! {
        name: "Fault",
        docs: "Something is wrong.",
        path: "demo",
        args: [],
        error { cases: [("Gone", "FaultGone", "", []), ("At", "FaultAt", "", [("place", "", &POINT)])] }
    };
    const FUNCTION: Text = crate::function_record! {
        symbol: "#demo::draw",
        module: "demo",
        sdk: "0.1.0",
        name: "draw",
        docs: "",
        params: [("point", &POINT, false), ("level", &LEVEL, false), ("shape", &SHAPE, false), ("style", &STYLE, false)],
        result: &Text::Join(&[&Text::Literal("{\"result\":[\"unit\","), &LOST, &Text::Literal("]}")]),
        raises: Some(&FAULT),
    };

    #[test]
    fn definitions_are_read_back() {
        const RECORD: [u8; record_len(&FUNCTION)] = record(&FUNCTION);
        let records = parse_records(&RECORD).unwrap_or_else(|e| panic!("{e}"));
        let [(_, Item::Function { function, .. })] = &records[..] else {
            panic!("{records:?}")
        };
        let definitions: Vec<_> = function
            .params
            .iter()
            .filter_map(|p| match &p.ty {
                Type::Named(definition) => Some(definition),
                _ => None,
            })
            .collect();
        let [point, level, shape, style] = &definitions[..] else {
            panic!("{function:?}")
        };
        assert_eq!(point.name, "PointU8ListU8");
        assert_eq!(point.docs, "A \"place\".\nOn paper.");
        assert_eq!(point.path.as_deref(), Some("demo::geometry"));
        assert!(matches!(&point.kind, Kind::Record(r) if r.frozen && r.fields[0].docs == "right"));
        assert!(matches!(&level.kind, Kind::Enum(cases)
            if cases[0].value == -1 && cases[0].docs == "so low" && cases[1].value == i64::MAX));
        assert_eq!(shape.cases()[0].class, "ShapeAt");
        assert_eq!(shape.cases()[0].fields[0].ty.to_string(), point.name);
        assert!(shape.cases()[1].fields.is_empty());
        assert!(
            matches!(&style.kind, Kind::Flags(flags) if flags.len() == 2 && flags[0].docs == "fat")
        );
        for definition in definitions {
            assert_eq!(definition.check(), Ok(()));
        }
    }

    #[test]
    fn errors_are_read_back() {
        const RECORD: [u8; record_len(&FUNCTION)] = record(&FUNCTION);
        let records = parse_records(&RECORD).unwrap_or_else(|e| panic!("{e}"));
        let [(_, Item::Function { function, .. })] = &records[..] else {
            panic!("{records:?}")
        };
        let Type::Result(_, lost) = &function.result else {
            panic!("{function:?}")
        };
        let (Type::Named(lost), Some(Type::Named(fault))) = (&**lost, &function.raises) else {
            panic!("{function:?}")
        };
        assert!(matches!(&lost.kind, Kind::Error(e) if e.base.as_deref() == Some("KeyError")));
        assert_eq!(lost.fields().map(|f| &*f.name).collect::<Vec<_>>(), ["key"]);
        assert!(matches!(&fault.kind, Kind::Error(e) if e.base.is_none()));
        let classes: Vec<_> = fault.cases().iter().map(|c| &*c.class).collect();
        assert_eq!(classes, ["FaultGone", "FaultAt"]);
        assert_eq!(fault.docs, "Something is wrong.");
        assert_eq!(function.check(), Ok(()));
    }
}
