//! Types as WIT spells them. What it has no type for becomes something of the same layout.

use pyext_abi::interface::{Definition, Field, Function, Type};
use pyext_abi::names::MAX_TYPE_PARTS;
use pyext_abi::primitive::Primitive;

use crate::error::{Error, Result};
use crate::escape;

/// Longest array that becomes a tuple. WIT's own lists of fixed length are switched off in hosts so far.
const LONGEST_ARRAY: u32 = 64;

/// The type in WIT; nothing for one without bytes. `name` gives the name of a definition.
pub fn spell(ty: &Type, name: &mut dyn FnMut(&Definition) -> String) -> Option<String> {
    if ty.layout().size == 0 {
        return None;
    }
    Some(match ty {
        Type::Primitive(p) => primitive(*p).to_string(),
        Type::List(t) | Type::Set(t) => format!("list<{}>", spell(t, name)?),
        Type::Map(k, v) => format!("list<{}>", tuple([&**k, &**v], name)),
        Type::Option(t) => match spell(t, name) {
            Some(t) => format!("option<{t}>"),
            // An index of two cases without data: none, some.
            None => "bool".to_string(),
        },
        Type::Result(t, e) => result(spell(t, name), spell(e, name)),
        Type::Tuple(ts) => tuple(ts, name),
        Type::Array(t, n) => tuple((0..*n).map(|_| &**t), name),
        Type::Named(definition) | Type::Own(definition) => name(definition),
        Type::Borrow(class) => format!("borrow<{}>", name(class)),
        // Refused by `check`.
        Type::Iterator(_) | Type::Callable(_) => return None,
    })
}

/// `result<T, E>`, or less if parts of it have no bytes.
pub fn result(ok: Option<String>, error: Option<String>) -> String {
    match (ok, error) {
        (Some(t), Some(e)) => format!("result<{t}, {e}>"),
        (Some(t), None) => format!("result<{t}>"),
        (None, Some(e)) => format!("result<_, {e}>"),
        (None, None) => "result".to_string(),
    }
}

/// The data of a case: that of its fields.
pub fn payload(fields: &[Field], name: &mut dyn FnMut(&Definition) -> String) -> Option<String> {
    together(fields.iter().filter_map(|f| spell(&f.ty, name)).collect())
}

/// What comes back from a function if it does not fail: its result and the lists that it has changed.
pub fn success(function: &Function, name: &mut dyn FnMut(&Definition) -> String) -> Option<String> {
    let lists = function.params.iter().filter(|p| p.writable).map(|p| &p.ty);
    let types = [&function.result].into_iter().chain(lists);
    together(types.filter_map(|ty| spell(ty, name)).collect())
}

/// A tuple of several types, or the only one.
fn together(types: Vec<String>) -> Option<String> {
    match &types[..] {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("tuple<{}>", types.join(", "))),
    }
}

fn tuple<'a>(
    types: impl IntoIterator<Item = &'a Type>,
    name: &mut dyn FnMut(&Definition) -> String,
) -> String {
    let parts: Vec<String> = types.into_iter().filter_map(|t| spell(t, name)).collect();
    format!("tuple<{}>", parts.join(", "))
}

fn primitive(p: Primitive) -> &'static str {
    match p {
        Primitive::U128 | Primitive::S128 => "tuple<u64, u64>",
        Primitive::Duration => "tuple<u64, u32>",
        other => other.name(),
    }
}

/// Refuses what a function has that WIT cannot say.
///
/// # Errors
/// PX803 for an array that is too long, PX805 for what only Python can give or take.
pub fn check(function: &Function) -> Result<()> {
    let place = format!("function {}", escape::name(&function.name));
    for param in &function.params {
        let place = format!("{place}, parameter {}", escape::name(&param.name));
        check_parts(&param.ty).map_err(|e| e.place(place))?;
    }
    check_parts(&function.result).map_err(|e| e.place(format!("{place}, result")))?;
    for param in &function.params {
        let place = format!("{place}, parameter {}", escape::name(&param.name));
        check_arrays(&param.ty).map_err(|e| e.place(place))?;
    }
    for ty in [&function.result].into_iter().chain(&function.raises) {
        check_arrays(ty).map_err(|e| e.place(format!("{place}, result")))?;
    }
    Ok(())
}

/// Callables and iterators are refused.
fn check_parts(ty: &Type) -> Result<()> {
    let what = match ty {
        Type::Callable(_) => "functions as arguments",
        Type::Iterator(_) => "iterators",
        _ => return ty.parts().into_iter().try_for_each(check_parts),
    };
    Err(Error::new("PX805", format!("WIT has no {what}"))
        .reason("they are made for Python, and the component model has nothing like them")
        .mend("a list in place of an iterator, an import in place of a callable; or leave the function out by a feature"))
}

fn check_arrays(ty: &Type) -> Result<()> {
    match parts(ty)? {
        0..=MAX_TYPE_PARTS => Ok(()),
        n => Err(long(format!(
            "with its arrays written out as tuples the type has {n} parts; it can have {MAX_TYPE_PARTS}"
        ))),
    }
}

/// How many parts the type has when arrays are tuples.
fn parts(ty: &Type) -> Result<usize> {
    match ty {
        Type::Array(_, n) if *n > LONGEST_ARRAY => Err(long(format!(
            "an array becomes a tuple, and one of {n} elements is too long for that; the limit is {LONGEST_ARRAY}"
        ))),
        Type::Array(t, n) => Ok(parts(t)?.saturating_mul(*n as usize).saturating_add(1)),
        _ => ty
            .parts()
            .into_iter()
            .try_fold(1_usize, |sum, part| Ok(sum.saturating_add(parts(part)?))),
    }
}

fn long(reason: String) -> Error {
    Error::new("PX803", "an array is too long for WIT")
        .reason(reason)
        .mend("use a `Vec`, or `&[u8]` for bytes")
}
