//! Properties of the interface model: round trips of what is valid, no panic on anything else.
#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use pyext_abi::interface::{Function, Interface, Param, Record, ResultKind, Type};
use pyext_abi::primitive::Primitive;

fn types() -> impl Strategy<Value = Type> {
    let leaf = select(&Primitive::ALL[..]).prop_map(Type::Primitive);
    leaf.prop_recursive(6, 32, 12, |inner| {
        prop_oneof![
            inner.clone().prop_map(|t| {
                let has_bytes = t.layout().size > 0;
                if has_bytes {
                    Type::List(Box::new(t))
                } else {
                    t
                }
            }),
            inner.clone().prop_map(|t| Type::Option(Box::new(t))),
            vec(inner, 1..=12).prop_map(Type::Tuple),
        ]
    })
}

fn functions() -> impl Strategy<Value = Function> {
    let param = ("p[a-z0-9_]{0,8}", types());
    let result = (types(), any::<bool>()).prop_map(|(t, fallible)| {
        if fallible {
            Type::Result(Box::new(t))
        } else {
            t
        }
    });
    (".*", vec(param, 0..6), result).prop_map(|(docs, params, result)| {
        let mut params: Vec<Param> = params
            .into_iter()
            .map(|(name, ty)| Param {
                name,
                writable: matches!(&ty, Type::List(t) if t.as_primitive().is_some_and(Primitive::is_scalar)),
                ty,
            })
            .collect();
        for (i, param) in params.iter_mut().enumerate() {
            param.name.push_str(&i.to_string());
        }
        Function { name: String::new(), docs, params, result }
    })
}

fn interfaces() -> impl Strategy<Value = Interface> {
    (vec(functions(), 0..5), ".*").prop_map(|(mut functions, docs)| {
        for (i, function) in functions.iter_mut().enumerate() {
            function.name = format!("f{i}");
        }
        Interface {
            abi: 1,
            sdk: "0.1.0".into(),
            requires: Vec::new(),
            name: "demo".into(),
            version: None,
            docs,
            functions,
        }
    })
}

proptest! {
    #[test]
    fn an_interface_survives_the_round_trip(interface in interfaces()) {
        let json = interface.to_json().unwrap();
        prop_assert_eq!(Interface::parse(json.as_bytes()).unwrap(), interface);
    }

    #[test]
    fn layouts_are_aligned_and_values_have_a_way_to_cross(ty in types()) {
        let layout = ty.layout();
        prop_assert!(layout.align.is_power_of_two() && layout.align <= 8);
        prop_assert_eq!(layout.size % layout.align, 0);
        let scalar = ty.as_primitive().is_some_and(Primitive::is_scalar);
        prop_assert_eq!(matches!(ty.result_kind(), ResultKind::Scalar(_)), scalar);
        prop_assert!(ty.parameter_types().len() <= 2);
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_read_but_never_panic(bytes in vec(any::<u8>(), 0..256)) {
        let _ = Interface::parse(&bytes);
        let _ = Record::parse_section(&bytes);
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
    assert!(parse(32).is_ok());
    assert!(parse(33).unwrap_err().contains("deeper than 32"));
    assert!(parse(100_000).is_err());
}
