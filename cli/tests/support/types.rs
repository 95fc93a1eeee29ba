//! Any type that an interface can have, and named ones that hold others.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use pyext_abi::interface::{Case, Definition, EnumCase, Field, Flag, Kind, Record, Type};
use pyext_abi::primitive::Primitive;

/// Any type that can be a parameter and a result.
pub fn any() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        8 => prop::sample::select(&Primitive::ALL[..]).prop_map(Type::Primitive),
        1 => (1..400_usize).prop_map(enumeration),
        1 => (1..33_usize).prop_map(flags),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let sized = inner
            .clone()
            .prop_filter("has bytes", |t| t.layout().size > 0);
        let key = sized.clone().prop_filter("can be a key", Type::is_hashable);
        prop_oneof![
            sized.clone().prop_map(|t| Type::List(Box::new(t))),
            key.clone().prop_map(|t| Type::Set(Box::new(t))),
            (key, inner.clone()).prop_map(|(k, v)| Type::Map(Box::new(k), Box::new(v))),
            inner.clone().prop_map(|t| Type::Option(Box::new(t))),
            (inner.clone(), inner.clone())
                .prop_map(|(t, e)| Type::Result(Box::new(t), Box::new(e))),
            prop::collection::vec(inner.clone(), 1..12).prop_map(Type::Tuple),
            (sized, 1..5_u32).prop_map(|(t, n)| Type::Array(Box::new(t), n)),
            prop::collection::vec(inner.clone(), 1..20).prop_map(record),
            prop::collection::vec(prop::collection::vec(inner, 0..3), 1..6).prop_map(variant),
        ]
    })
}

/// Types that hold objects of one class in every way, beside values of a type.
pub fn with_objects(ty: &Type) -> Vec<Type> {
    let class = Arc::new(Definition {
        name: "Object".to_string(),
        docs: String::new(),
        kind: Kind::Class,
        path: None,
    });
    let own = || Type::Own(class.clone());
    let boxed = |ty: &Type| Box::new(ty.clone());
    let both = || vec![ty.clone(), own()];
    vec![
        own(),
        Type::Tuple(both()),
        Type::Option(boxed(&own())),
        Type::List(boxed(&Type::Tuple(both()))),
        Type::Map(Box::new(Type::Primitive(Primitive::String)), boxed(&own())),
        Type::Array(boxed(&Type::Option(boxed(&own()))), 3),
        Type::Result(boxed(ty), boxed(&own())),
        record(both()),
        variant(vec![vec![ty.clone()], both(), vec![]]),
        Type::Tuple((0..12).map(|i| [ty, &own()][i % 2].clone()).collect()),
    ]
}

fn named(kind: Kind) -> Type {
    // Each a name of its own, so that no two definitions of one interface meet.
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    Type::Named(Arc::new(Definition {
        name: format!("Type{}", NUMBER.fetch_add(1, Ordering::Relaxed)),
        docs: String::new(),
        kind,
        path: None,
    }))
}

fn enumeration(count: usize) -> Type {
    let cases = (0..count).map(|i| EnumCase {
        name: format!("Case{i}"),
        docs: String::new(),
        value: i64::try_from(i).unwrap(),
    });
    named(Kind::Enum(cases.collect()))
}

fn flags(count: usize) -> Type {
    let flags = (0..count).map(|i| Flag {
        name: format!("flag{i}"),
        docs: String::new(),
    });
    named(Kind::Flags(flags.collect()))
}

fn fields(types: Vec<Type>) -> Vec<Field> {
    let fields = (0..).zip(types).map(|(i, ty)| Field {
        name: format!("field{i}"),
        docs: String::new(),
        ty,
    });
    fields.collect()
}

fn record(types: Vec<Type>) -> Type {
    named(Kind::Record(Record {
        frozen: true,
        fields: fields(types),
    }))
}

fn variant(cases: Vec<Vec<Type>>) -> Type {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let cases = (0..).zip(cases).map(|(i, types)| Case {
        name: format!("Case{i}"),
        class: format!("Class{}", NUMBER.fetch_add(1, Ordering::Relaxed)),
        docs: String::new(),
        fields: fields(types),
    });
    named(Kind::Variant(cases.collect()))
}
