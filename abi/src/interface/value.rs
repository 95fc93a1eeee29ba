//! Values in JSON: defaults of parameters and constants.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;

use super::annotation::{Spell, Word};
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
        Type::Option(_) if value.is_null() => Ok(()),
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
        Type::Option(_)
        | Type::Result(..)
        | Type::Own(_)
        | Type::Borrow(_)
        | Type::Iterator(_)
        | Type::Callable(_) => wrong(),
    }
}

/// The value as an expression in Python. It has been checked.
pub fn python_value(value: &Value, ty: &Type, spell: &mut Spell<'_>) -> String {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    match ty {
        Type::Option(_) if value.is_null() => "None".to_string(),
        Type::Option(t) => python_value(value, t, spell),
        Type::Primitive(Primitive::F32 | Primitive::F64) => match value {
            Value::String(name) => format!("{}(\"{name}\")", spell(Word::Builtin("float"))),
            _ => value
                .as_f64()
                .map_or_else(String::new, |f| format!("{f:?}")),
        },
        Type::List(t) | Type::Array(t, _) if t.as_primitive() == Some(Primitive::U8) => {
            let bytes = items.iter().filter_map(|n| n.as_u64()?.try_into().ok());
            bytes_literal(bytes)
        }
        // As a tuple: a default that can be changed is a trap.
        Type::List(t) | Type::Array(t, _) => tuple(items.iter().map(|i| python_value(i, t, spell))),
        Type::Set(t) => {
            let set = spell(Word::Builtin("frozenset"));
            match items.is_empty() {
                true => format!("{set}()"),
                false => {
                    let items: Vec<String> =
                        items.iter().map(|i| python_value(i, t, spell)).collect();
                    format!("{set}({{{}}})", items.join(", "))
                }
            }
        }
        Type::Tuple(ts) => {
            let pairs = items.iter().zip(ts);
            tuple(pairs.map(|(item, t)| python_value(item, t, spell)))
        }
        Type::Map(..) => "{}".to_string(),
        Type::Named(definition) => {
            let name = spell(Word::Class(&definition.name));
            match value {
                Value::String(case) => format!("{name}.{case}"),
                Value::Array(flags) if flags.is_empty() => format!("{name}(0)"),
                _ => {
                    let flags = items.iter().filter_map(Value::as_str);
                    let flags: Vec<String> = flags.map(|f| format!("{name}.{f}")).collect();
                    flags.join(" | ")
                }
            }
        }
        _ => match value {
            Value::Null => "None".to_string(),
            Value::Bool(true) => "True".to_string(),
            Value::Bool(false) => "False".to_string(),
            Value::String(text) => string_literal(text),
            other => other.to_string(),
        },
    }
}

fn tuple(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match &items[..] {
        [one] => format!("({one},)"),
        _ => format!("({})", items.join(", ")),
    }
}

/// A string, in which all but letters, digits and ASCII is escaped.
fn string_literal(text: &str) -> String {
    let mut body = String::new();
    for c in text.chars() {
        match c {
            '\\' => body.push_str("\\\\"),
            ' '..='~' => body.push(c),
            _ if c.is_alphanumeric() => body.push(c),
            '\0'..='\u{ffff}' => body.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => body.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    quoted("", &body)
}

fn bytes_literal(bytes: impl Iterator<Item = u8>) -> String {
    let mut body = String::new();
    for byte in bytes {
        match byte {
            b'\\' => body.push_str("\\\\"),
            b' '..=b'~' => body.push(char::from(byte)),
            _ => body.push_str(&format!("\\x{byte:02x}")),
        }
    }
    quoted("b", &body)
}

/// In the quotes that formatters choose: double ones, unless single ones need fewer escapes.
fn quoted(prefix: &str, body: &str) -> String {
    let count = |quote: char| body.matches(quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    let body = body.replace(quote, &format!("\\{quote}"));
    format!("{prefix}{quote}{body}{quote}")
}
