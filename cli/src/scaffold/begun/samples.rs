//! Some value of each type, in Rust and in Python.

use pyext_abi::interface::{Case, Definition, ErrorShape, Field, Kind, Type};
use pyext_abi::primitive::Primitive;
use serde_json::Value;

use super::names::{camel, ident};
use super::types::{is_number, path};

/// A value in Rust.
pub fn rust(ty: &Type) -> Result<String, String> {
    Ok(match ty {
        Type::Primitive(p) => match p {
            Primitive::Unit => "()",
            Primitive::Bool => "false",
            Primitive::F32 | Primitive::F64 => "0.0",
            Primitive::Char => "' '",
            Primitive::String => "String::new()",
            Primitive::Duration => "core::time::Duration::ZERO",
            _ => "0",
        }
        .to_string(),
        Type::List(_) => "Vec::new()".to_string(),
        Type::Set(_) => "BTreeSet::new()".to_string(),
        Type::Map(..) => "BTreeMap::new()".to_string(),
        Type::Option(_) => "None".to_string(),
        Type::Tuple(ts) => {
            let values: Result<Vec<String>, String> = ts.iter().map(rust).collect();
            tuple(&values?)
        }
        Type::Array(t, _) => format!("core::array::from_fn(|_| {})", rust(t)?),
        Type::Result(t, _) => format!("Ok({})", rust(t)?),
        Type::Iterator(_) => "Iter::new(core::iter::empty())".to_string(),
        Type::Named(definition) => of_definition(definition)?,
        Type::Own(_) | Type::Borrow(_) => return Err("it has classes".to_string()),
        Type::Callable(signature) => {
            let given = vec!["_"; signature.params.len()].join(", ");
            format!("&|{given}| Ok({})", rust(&signature.result)?)
        }
    })
}

/// A tuple, in both languages.
fn tuple(values: &[String]) -> String {
    match values {
        [one] => format!("({one},)"),
        _ => format!("({})", values.join(", ")),
    }
}

/// A value as an argument.
pub fn argument(ty: &Type, writable: bool) -> Result<String, String> {
    Ok(match ty {
        Type::Primitive(Primitive::String) => "\"\"".to_string(),
        Type::List(_) if writable => "&mut []".to_string(),
        Type::List(t) if is_number(t) => "&[]".to_string(),
        Type::Iterator(_) => "PyIter::new(core::iter::empty())".to_string(),
        _ => rust(ty)?,
    })
}

/// A value of a definition.
pub fn of_definition(definition: &Definition) -> Result<String, String> {
    let name = path(&definition.name);
    Ok(match &definition.kind {
        Kind::Record(record) => format!("{name} {}", fields(&record.fields, rust)?),
        Kind::Enum(cases) => match cases.first() {
            Some(case) => format!("{name}::{}", camel(&case.name)),
            None => return Err("an enum has no cases".to_string()),
        },
        Kind::Flags(flags) => {
            let flags: Result<Vec<String>, String> = flags
                .iter()
                .map(|flag| Ok(format!("{}: false", ident(&flag.name.to_lowercase())?)))
                .collect();
            format!("{name} {{ {} }}", flags?.join(", "))
        }
        Kind::Variant(cases) => of_case(&name, cases)?,
        Kind::Error(error) => match &error.shape {
            ErrorShape::Struct(all) => format!("{name} {}", fields(all, rust)?),
            ErrorShape::Enum(cases) => of_case(&name, cases)?,
        },
        Kind::Class => return Err("it has classes".to_string()),
    })
}

fn of_case(name: &str, cases: &[Case]) -> Result<String, String> {
    // The smallest, if there is one without data.
    let case = cases.iter().min_by_key(|case| case.fields.len());
    let case = case.ok_or("a variant has no cases")?;
    let head = format!("{name}::{}", ident(&case.name)?);
    Ok(match case.fields.is_empty() {
        true => head,
        false => format!("{head} {}", fields(&case.fields, rust)?),
    })
}

fn fields(
    fields: &[Field],
    value: impl Fn(&Type) -> Result<String, String>,
) -> Result<String, String> {
    let fields: Result<Vec<String>, String> = fields
        .iter()
        .map(|field| Ok(format!("{}: {}", ident(&field.name)?, value(&field.ty)?)))
        .collect();
    Ok(format!("{{ {} }}", fields?.join(", ")))
}

/// A value in Python; `module` has the classes.
pub fn python(ty: &Type, module: &str) -> String {
    match ty {
        Type::Primitive(p) => match p {
            Primitive::Unit => "None",
            Primitive::Bool => "False",
            Primitive::F32 | Primitive::F64 => "0.0",
            Primitive::Char => "\" \"",
            Primitive::String => "\"\"",
            Primitive::Duration => "timedelta()",
            _ => "0",
        }
        .to_string(),
        Type::List(t) if matches!(**t, Type::Primitive(Primitive::U8)) => "b\"\"".to_string(),
        Type::List(_) | Type::Iterator(_) => "[]".to_string(),
        Type::Set(_) => "set()".to_string(),
        Type::Map(..) => "{}".to_string(),
        Type::Option(_) => "None".to_string(),
        Type::Tuple(ts) => tuple(&ts.iter().map(|t| python(t, module)).collect::<Vec<_>>()),
        Type::Array(t, n) => format!("[{}] * {n}", python(t, module)),
        Type::Result(t, _) => format!("{module}.Ok({})", python(t, module)),
        Type::Callable(signature) => {
            format!("lambda *_: {}", python(&signature.result, module))
        }
        Type::Named(definition) => of_class(definition, module),
        Type::Own(_) | Type::Borrow(_) => "None".to_string(),
    }
}

fn of_class(definition: &Definition, module: &str) -> String {
    let name = format!("{module}.{}", definition.name);
    let values = |fields: &[Field]| -> String {
        let values: Vec<String> = fields.iter().map(|f| python(&f.ty, module)).collect();
        values.join(", ")
    };
    match &definition.kind {
        Kind::Record(record) => format!("{name}({})", values(&record.fields)),
        Kind::Enum(cases) => match cases.first() {
            Some(case) => format!("{name}.{}", case.name),
            None => name,
        },
        Kind::Flags(_) => format!("{name}(0)"),
        Kind::Variant(cases) => match cases.iter().min_by_key(|case| case.fields.len()) {
            Some(case) => {
                // The derive makes the name of the class of these two.
                format!("{name}{}({})", case.name, values(&case.fields))
            }
            None => name,
        },
        Kind::Error(_) | Kind::Class => name,
    }
}

/// A default as the attribute has it.
///
/// # Errors
/// A sentence, if the attribute has no such literal.
pub fn literal(value: &Value, ty: &Type) -> Result<String, String> {
    let all = |values: &[Value], ty: &Type| -> Result<String, String> {
        let values: Result<Vec<String>, String> = values.iter().map(|v| literal(v, ty)).collect();
        Ok(values?.join(", "))
    };
    Ok(match (value, ty) {
        (Value::Null, _) => "None".to_string(),
        (_, Type::Option(t)) => format!("Some({})", literal(value, t)?),
        (Value::String(text), Type::Primitive(Primitive::Char)) => {
            format!("{:?}", text.chars().next().unwrap_or(' '))
        }
        (Value::String(text), Type::Primitive(Primitive::String)) => format!("{text:?}"),
        (Value::String(case), Type::Named(definition)) => {
            format!("{}::{}", path(&definition.name), camel(case))
        }
        (Value::Number(number), Type::Primitive(Primitive::F32 | Primitive::F64)) => {
            format!("{:?}", number.as_f64().unwrap_or_default())
        }
        (Value::Number(_) | Value::Bool(_), _) => value.to_string(),
        (Value::Array(values), Type::List(t) | Type::Array(t, _)) => {
            format!("[{}]", all(values, t)?)
        }
        (Value::Array(values), Type::Tuple(ts)) => {
            let parts: Result<Vec<String>, String> =
                values.iter().zip(ts).map(|(v, t)| literal(v, t)).collect();
            tuple(&parts?)
        }
        _ => return Err(format!("Rust's attribute has no default {value}")),
    })
}
