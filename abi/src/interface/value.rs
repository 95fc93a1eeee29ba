//! Values in JSON: defaults of parameters and constants.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;

use super::definition::Kind;
use super::types::Type;
use crate::primitive::Primitive;

/// What is wrong with `value` as a value of `ty`, if anything.
///
/// # Errors
/// A sentence.
pub fn check_value(value: &Value, ty: &Type) -> Result<(), String> {
    let wrong = || Err(format!("{value} is not a value of the type {ty}"));
    let is = |fits: bool| if fits { Ok(()) } else { wrong() };
    match ty {
        Type::Primitive(p) => match p {
            Primitive::Unit => is(value.is_null()),
            Primitive::Bool => is(value.is_boolean()),
            Primitive::F32 | Primitive::F64 => {
                is(value.is_number() || matches!(value.as_str(), Some("inf" | "-inf" | "nan")))
            }
            Primitive::Char => is(value.as_str().is_some_and(|s| s.chars().count() == 1)),
            Primitive::String => is(value.is_string()),
            Primitive::Duration => wrong(),
            _ => is(p.range().is_some_and(|(low, high)| {
                let negative = value
                    .as_i64()
                    .is_some_and(|n| n < 0 && i128::from(n) >= low);
                negative || value.as_u64().is_some_and(|n| u128::from(n) <= high)
            })),
        },
        Type::Option(t) if value.is_null() && !t.is_nullable() => Ok(()),
        Type::Option(t) if !t.is_nullable() => check_value(value, t),
        Type::List(t) | Type::Set(t) => match value.as_array() {
            Some(items) => items.iter().try_for_each(|item| check_value(item, t)),
            None => wrong(),
        },
        Type::Array(t, n) => match value.as_array() {
            Some(items) if items.len() == *n as usize => {
                items.iter().try_for_each(|item| check_value(item, t))
            }
            _ => wrong(),
        },
        Type::Tuple(ts) => match value.as_array() {
            Some(items) if items.len() == ts.len() => {
                let mut pairs = items.iter().zip(ts);
                pairs.try_for_each(|(item, t)| check_value(item, t))
            }
            _ => wrong(),
        },
        Type::Map(..) => is(value.as_array().is_some_and(Vec::is_empty)),
        Type::Named(definition) => match &definition.kind {
            Kind::Enum(cases) => is(cases.iter().any(|case| value == &case.name)),
            Kind::Flags(flags) => is(value.as_array().is_some_and(|names| {
                let is_flag = |name: &Value| flags.iter().any(|flag| name == &flag.name);
                names.iter().all(is_flag)
            })),
            _ => wrong(),
        },
        Type::Option(_) | Type::Result(..) => wrong(),
    }
}

/// The value as an expression in Python. It has been checked.
pub fn python_value(value: &Value, ty: &Type) -> String {
    let list = |types: &mut dyn Iterator<Item = &Type>| -> Vec<String> {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .zip(types)
            .map(|(item, t)| python_value(item, t))
            .collect()
    };
    let tuple = |items: Vec<String>| match &items[..] {
        [one] => format!("({one},)"),
        _ => format!("({})", items.join(", ")),
    };
    match ty {
        Type::Option(_) if value.is_null() => "None".to_string(),
        Type::Option(t) => python_value(value, t),
        Type::Primitive(Primitive::F32 | Primitive::F64) => match value {
            Value::String(name) => format!("float(\"{name}\")"),
            _ => value
                .as_f64()
                .map_or_else(String::new, |f| format!("{f:?}")),
        },
        Type::List(t) | Type::Array(t, _) if t.as_primitive() == Some(Primitive::U8) => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let bytes: Vec<u8> = items
                .iter()
                .filter_map(|n| n.as_u64()?.try_into().ok())
                .collect();
            format!("b\"{}\"", bytes.escape_ascii())
        }
        // As a tuple: a default that can be changed is a trap.
        Type::List(t) | Type::Array(t, _) => tuple(list(&mut core::iter::repeat(&**t))),
        Type::Set(t) => match list(&mut core::iter::repeat(&**t)) {
            items if items.is_empty() => "frozenset()".to_string(),
            items => format!("frozenset({{{}}})", items.join(", ")),
        },
        Type::Tuple(ts) => tuple(list(&mut ts.iter())),
        Type::Map(..) => "{}".to_string(),
        Type::Named(definition) => {
            let name = &definition.name;
            match value {
                Value::String(case) => format!("{name}.{case}"),
                Value::Array(flags) if flags.is_empty() => format!("{name}(0)"),
                Value::Array(flags) => {
                    let flags = flags.iter().filter_map(Value::as_str);
                    let flags: Vec<String> = flags.map(|f| format!("{name}.{f}")).collect();
                    flags.join(" | ")
                }
                _ => String::new(),
            }
        }
        _ => match value {
            Value::Null => "None".to_string(),
            Value::Bool(true) => "True".to_string(),
            Value::Bool(false) => "False".to_string(),
            Value::String(text) => python_string(text),
            other => other.to_string(),
        },
    }
}

/// A string literal, in which all but letters, digits and ASCII is escaped.
fn python_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ if c.is_alphanumeric() => out.push(c),
            '\0'..='\u{ffff}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}
