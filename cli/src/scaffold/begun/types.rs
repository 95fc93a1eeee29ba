//! Types of the ABI as Rust writes them.

use std::collections::BTreeSet;

use pyext_abi::interface::{Interface, Type};
use pyext_abi::primitive::Primitive;

/// A type, where it is owned.
///
/// # Errors
/// A sentence, if Rust has none for it.
pub fn owned(ty: &Type) -> Result<String, String> {
    Ok(match ty {
        Type::Primitive(p) => primitive(*p).to_string(),
        Type::List(t) => format!("Vec<{}>", owned(t)?),
        Type::Set(t) => format!("BTreeSet<{}>", owned(t)?),
        Type::Map(k, v) => format!("BTreeMap<{}, {}>", owned(k)?, owned(v)?),
        Type::Option(t) => format!("Option<{}>", owned(t)?),
        Type::Tuple(ts) => match all(ts)? {
            one if ts.len() == 1 => format!("({one},)"),
            more => format!("({more})"),
        },
        Type::Array(t, n) => format!("[{}; {n}]", owned(t)?),
        Type::Result(t, e) => format!("Result<{}, {}>", owned(t)?, owned(e)?),
        Type::Named(definition) => path(&definition.name),
        Type::Iterator(items) => format!("Iter<{}>", owned(&items.item)?),
        Type::Own(_) | Type::Borrow(_) => return Err("it has classes".to_string()),
        Type::Callable(signature) => {
            let result = owned(&signature.result)?;
            format!(
                "&dyn Fn({}) -> Result<{result}, Exception>",
                all(&signature.params)?
            )
        }
    })
}

fn all(types: &[Type]) -> Result<String, String> {
    let types: Result<Vec<String>, String> = types.iter().map(owned).collect();
    Ok(types?.join(", "))
}

/// A type, as a parameter: texts and lists of numbers are read where they lie.
pub fn parameter(ty: &Type, writable: bool) -> Result<String, String> {
    Ok(match ty {
        Type::Primitive(Primitive::String) => "&str".to_string(),
        Type::List(t) if writable => format!("&mut [{}]", owned(t)?),
        Type::List(t) if is_number(t) => format!("&[{}]", owned(t)?),
        Type::Iterator(items) => {
            format!("PyIter<'_, Result<{}, Exception>>", owned(&items.item)?)
        }
        _ => owned(ty)?,
    })
}

/// Whether a list of it is a slice of Rust's own.
pub fn is_number(ty: &Type) -> bool {
    ty.as_primitive().is_some_and(|p| p.wasm().is_some())
}

/// The path of a type from anywhere in the crate.
pub fn path(name: &str) -> String {
    match name.contains('.') {
        true => format!("crate::{}", name.replace('.', "::")),
        false => name.to_string(),
    }
}

fn primitive(p: Primitive) -> &'static str {
    match p {
        Primitive::Unit => "()",
        Primitive::Bool => "bool",
        Primitive::U8 => "u8",
        Primitive::S8 => "i8",
        Primitive::U16 => "u16",
        Primitive::S16 => "i16",
        Primitive::U32 => "u32",
        Primitive::S32 => "i32",
        Primitive::U64 => "u64",
        Primitive::S64 => "i64",
        Primitive::U128 => "u128",
        Primitive::S128 => "i128",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::Char => "char",
        Primitive::String => "String",
        Primitive::Duration => "core::time::Duration",
    }
}

/// Names of the definitions whose values are keys, which Rust puts in order.
///
/// # Errors
/// A sentence, if one has floats, which have no order.
pub fn keys(interface: &Interface) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    let fields = interface.types.iter().flat_map(|d| d.fields());
    let params = interface.functions.iter().flat_map(|f| &f.params);
    let types = fields.map(|f| &f.ty).chain(params.map(|p| &p.ty));
    for ty in types.chain(interface.functions.iter().map(|f| &f.result)) {
        look(ty, false, &mut found)?;
    }
    Ok(found)
}

fn look(ty: &Type, key: bool, found: &mut BTreeSet<String>) -> Result<(), String> {
    match ty {
        Type::Primitive(Primitive::F32 | Primitive::F64) if key => {
            Err("a key has floats, which Rust cannot put in order".to_string())
        }
        Type::Set(t) => look(t, true, found),
        Type::Map(k, v) => {
            look(k, true, found)?;
            look(v, key, found)
        }
        Type::Named(definition) if key => {
            found.insert(definition.name.clone());
            definition
                .fields()
                .try_for_each(|f| look(&f.ty, true, found))
        }
        Type::Named(_) => Ok(()),
        Type::Iterator(items) => look(&items.item, key, found),
        Type::Callable(signature) => {
            let mut parts = signature.params.iter().chain([&signature.result]);
            parts.try_for_each(|t| look(t, key, found))
        }
        _ => ty.parts().into_iter().try_for_each(|t| look(t, key, found)),
    }
}
