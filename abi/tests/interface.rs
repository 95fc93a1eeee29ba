//! Properties of the interface model: round trips of what is valid, no panic on anything else.
#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

use pyext_abi::interface::{
    Case, Definition, EnumCase, Error, ErrorShape, Field, Flag, Function, Import, Interface, Items,
    Kind, Param, ParamKind, Record, ResultKind, Role, Signature, Type, parse_records,
};
use pyext_abi::primitive::Primitive;

fn named(kind: Kind) -> Type {
    // The content makes the name, so that equal names are equal types.
    let name = format!("T{kind:?}").replace(|c: char| !c.is_ascii_alphanumeric(), "");
    Type::Named(Arc::new(Definition {
        name,
        docs: String::new(),
        kind,
        path: None,
    }))
}

fn fields(types: Vec<Type>) -> Vec<Field> {
    let field = |(i, ty)| Field {
        name: format!("f{i}"),
        docs: String::new(),
        ty,
    };
    types.into_iter().enumerate().map(field).collect()
}

fn cases(payloads: Vec<Vec<Type>>) -> Vec<Case> {
    let case = |(i, types): (usize, Vec<Type>)| Case {
        name: format!("C{i}"),
        class: format!(
            "C{i}{}",
            format!("{types:?}").replace(|c: char| !c.is_ascii_alphanumeric(), "")
        ),
        docs: "A case.".into(),
        fields: fields(types),
    };
    payloads.into_iter().enumerate().map(case).collect()
}

fn leaves() -> impl Strategy<Value = Type> {
    let member = |i: usize| (format!("M{i}"), format!("{i}."));
    prop_oneof![
        4 => select(&Primitive::ALL[..]).prop_map(Type::Primitive),
        1 => (1..300usize).prop_map(move |n| {
            let case = |i: usize| EnumCase { name: member(i).0, docs: member(i).1, value: 7 - i as i64 };
            named(Kind::Enum((0..n).map(case).collect()))
        }),
        1 => (1..=32usize).prop_map(move |n| {
            let flag = |i| Flag { name: member(i).0, docs: member(i).1 };
            named(Kind::Flags((0..n).map(flag).collect()))
        }),
    ]
}

fn types() -> impl Strategy<Value = Type> {
    leaves().prop_recursive(5, 32, 5, |inner| {
        let with_bytes = inner
            .clone()
            .prop_filter("has bytes", |t| t.layout().size > 0);
        let key = with_bytes
            .clone()
            .prop_filter("hashable", Type::is_hashable);
        prop_oneof![
            with_bytes.clone().prop_map(|t| Type::List(Box::new(t))),
            key.clone().prop_map(|t| Type::Set(Box::new(t))),
            (key, inner.clone()).prop_map(|(k, v)| Type::Map(Box::new(k), Box::new(v))),
            (with_bytes, 1..5u32).prop_map(|(t, n)| Type::Array(Box::new(t), n)),
            inner.clone().prop_map(|t| Type::Option(Box::new(t))),
            (inner.clone(), inner.clone())
                .prop_map(|(t, e)| Type::Result(Box::new(t), Box::new(e))),
            vec(inner.clone(), 1..=5).prop_map(Type::Tuple),
            (any::<bool>(), vec(inner.clone(), 1..=5)).prop_map(|(frozen, types)| named(
                Kind::Record(Record {
                    frozen,
                    fields: fields(types)
                })
            )),
            vec(vec(inner, 0..3), 1..4).prop_map(|payloads| named(Kind::Variant(cases(payloads)))),
        ]
    })
}

fn errors() -> impl Strategy<Value = Type> {
    let shape = prop_oneof![
        vec(types(), 0..3).prop_map(|types| ErrorShape::Struct(fields(types))),
        vec(vec(types(), 0..2), 1..3).prop_map(|payloads| ErrorShape::Enum(cases(payloads))),
    ];
    let base = prop_oneof![Just(None), Just(Some("ValueError".to_string()))];
    (base, shape).prop_map(|(base, shape)| named(Kind::Error(Error { base, shape })))
}

const CLASSES: [&str; 3] = ["Box", "Counter", "Zone"];

fn class(i: usize) -> Arc<Definition> {
    Arc::new(Definition {
        name: CLASSES[i].to_string(),
        docs: "A class.".into(),
        kind: Kind::Class,
        path: None,
    })
}

fn raised() -> impl Strategy<Value = Option<Type>> {
    prop_oneof![
        Just(None),
        Just(Some(Type::unit())),
        errors().prop_map(Some)
    ]
}

/// A type that is more than a value where it stands.
fn with_handles(is_result: bool) -> BoxedStrategy<Type> {
    let object =
        (0..CLASSES.len(), any::<bool>()).prop_map(move |(i, own)| match own || is_result {
            true => Type::Own(class(i)),
            false => Type::Borrow(class(i)),
        });
    let object = object.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|t| Type::Option(Box::new(t))),
            inner.clone().prop_map(|t| Type::List(Box::new(t))),
            (types(), inner).prop_map(|(a, b)| Type::Tuple(vec![a, b])),
        ]
    });
    let with_bytes = types().prop_filter("has bytes", |t| t.layout().size > 0);
    let signature =
        (vec(types(), 0..4), types(), any::<bool>()).prop_map(|(params, result, raises)| {
            Signature {
                params,
                result,
                raises,
            }
        });
    let callable = signature.prop_map(|s| Type::Callable(Box::new(s))).boxed();
    let items = |item, raises| Type::Iterator(Box::new(Items { item, raises }));
    match is_result {
        true => prop_oneof![
            object.clone(),
            (prop_oneof![with_bytes, object], raised())
                .prop_map(move |(item, raises)| items(item, raises)),
        ]
        .boxed(),
        false => prop_oneof![
            object,
            callable.clone(),
            callable.prop_map(|t| Type::Option(Box::new(t))),
            (with_bytes, any::<bool>())
                .prop_map(move |(item, raises)| items(item, raises.then(Type::unit))),
        ]
        .boxed(),
    }
}

/// The function in this place, which can make it one of a class.
fn place(function: &mut Function, i: usize, class_index: usize, role: usize) {
    let owner = class(class_index);
    function.name = format!("{}.f{i}", owner.name);
    function.role = [Role::Method, Role::Static, Role::Class][role % 3];
    if function.role.has_self() {
        let ty = match i % 2 {
            0 => Type::Borrow(owner),
            _ => Type::Own(owner),
        };
        let kind = ParamKind::Positional;
        let param = Param {
            name: "self".to_string(),
            ty,
            writable: false,
            kind,
            default: None,
        };
        function.params.insert(0, param);
    }
}

fn imports() -> impl Strategy<Value = Import> {
    let function = (vec(types(), 0..4), types(), any::<bool>());
    vec(function, 1..4).prop_map(|functions| {
        let function = |(i, (params, result, raises)): (usize, (Vec<Type>, Type, bool))| Function {
            name: format!("g{i}"),
            role: Role::Free,
            docs: String::new(),
            params: params
                .into_iter()
                .enumerate()
                .map(|(i, ty)| Param {
                    name: format!("p{i}"),
                    ty,
                    writable: false,
                    kind: ParamKind::Usual,
                    default: None,
                })
                .collect(),
            result,
            raises: raises.then(Type::unit),
            wipe: false,
            vectorize: false,
        };
        Import {
            name: String::new(),
            docs: "What it needs.".into(),
            functions: functions.into_iter().enumerate().map(function).collect(),
        }
    })
}

fn functions() -> impl Strategy<Value = Function> {
    let param = prop_oneof![4 => types().boxed(), 1 => with_handles(false)];
    let result = prop_oneof![4 => types().boxed(), 1 => with_handles(true)];
    (".*", vec(param, 0..6), result, raised(), any::<bool>()).prop_map(
        |(docs, params, result, raises, wipe)| {
            let param = |(i, ty): (usize, Type)| Param {
                name: format!("p{i}"),
                writable: matches!(&ty, Type::List(t) if t.is_plain()),
                kind: if i < 2 {
                    ParamKind::Positional
                } else {
                    ParamKind::Usual
                },
                default: None,
                ty,
            };
            let params = params.into_iter().enumerate().map(param).collect();
            Function {
                name: String::new(),
                role: Role::Free,
                docs,
                params,
                result,
                raises,
                wipe,
                vectorize: false,
            }
        },
    )
}

fn interfaces() -> impl Strategy<Value = Interface> {
    let placed = (functions(), prop::option::of((0..CLASSES.len(), 0..3usize)));
    (vec(placed, 0..4), vec(imports(), 0..2), ".*").prop_map(|(placed, mut imports, docs)| {
        let mut functions = Vec::new();
        for (i, (mut function, owner)) in placed.into_iter().enumerate() {
            match owner {
                Some((class, role)) => place(&mut function, i, class, role),
                None => function.name = format!("f{i}"),
            }
            functions.push(function);
        }
        functions.sort_by(|a, b| a.name.cmp(&b.name));
        for (i, import) in imports.iter_mut().enumerate() {
            import.name = format!("i{i}");
        }
        let mut types: Vec<_> = (0..CLASSES.len()).map(class).collect();
        let given = imports.iter().flat_map(|i| &i.functions);
        for ty in functions.iter().chain(given).flat_map(Function::types) {
            ty.each_definition(&mut |d| types.push(d.clone()));
        }
        types.sort_by(|a, b| a.name.cmp(&b.name));
        types.dedup_by(|a, b| a.name == b.name);
        Interface {
            abi: 1,
            sdk: "0.1.0".into(),
            requires: Vec::new(),
            name: "demo".into(),
            version: None,
            docs,
            modules: Vec::new(),
            types,
            constants: Vec::new(),
            imports,
            functions,
        }
    })
}

/// Whether no rule on how much there may be stands against it: the strategies do not keep those.
fn is_small(interface: &Interface) -> bool {
    match interface.check() {
        Ok(()) => true,
        Err(why) => {
            assert!(
                why.contains("stands twice") || why.contains("parts"),
                "{why}"
            );
            false
        }
    }
}

proptest! {
    #[test]
    fn an_interface_survives_the_round_trip(interface in interfaces().prop_filter("in bounds", is_small)) {
        let json = interface.to_json().unwrap();
        prop_assert_eq!(Interface::parse(json.as_bytes()).unwrap(), interface);
    }

    #[test]
    fn layouts_are_aligned_and_values_have_a_way_to_cross(ty in types()) {
        let layout = ty.layout();
        prop_assert!(layout.align.is_power_of_two() && layout.align <= 8);
        prop_assert_eq!(layout.size % layout.align, 0);
        prop_assert_eq!(matches!(ty.result_kind(), ResultKind::Scalar(_)), ty.wasm().is_some());
        prop_assert!(ty.parameter_types().len() <= 2);
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_read_but_never_panic(bytes in vec(any::<u8>(), 0..256)) {
        let _ = Interface::parse(&bytes);
        let _ = parse_records(&bytes);
    }

    #[test]
    fn a_changed_interface_is_refused_or_read_but_never_panics(
        interface in interfaces(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()
    ) {
        let mut json = interface.to_json().unwrap().into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        if cut {
            json.truncate(at);
        }
        let _ = Interface::parse(&json);
    }
}

#[test]
fn deep_nesting_is_refused_without_exhausting_the_stack() {
    let ty = |depth: usize| format!("{}\"u8\"{}", "{\"list\":".repeat(depth), "}".repeat(depth));
    let parse = |depth| {
        let json = format!(
            r#"{{"abi":1,"sdk":"","name":"m","functions":[{{"name":"f","params":[{{"name":"x","type":{}}}]}}]}}"#,
            ty(depth)
        );
        Interface::parse(json.as_bytes())
    };
    assert!(parse(20).is_ok());
    assert!(parse(21).unwrap_err().contains("deeper than 20"));
    assert!(parse(100_000).is_err());
}
