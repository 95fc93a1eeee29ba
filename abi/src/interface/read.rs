//! Reads the model from JSON, with the place in every error. What the values mean is judged in `check`.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde_json::{Map, Value};

use super::definition::{Case, Definition, EnumCase, Error, ErrorShape, Field, Flag, Kind, Record};
use super::function::{Function, Param};
use super::types::{Items, Signature, Type};
use super::{Constant, Import, Interface, Module};
use crate::class::Role;
use crate::names;
use crate::parameter::ParamKind;
use crate::primitive::Primitive;

/// A JSON object with what errors call it.
pub(super) struct Object<'a> {
    map: &'a Map<String, Value>,
    place: String,
}

/// What is to be read, or a sentence about what stands there.
type Read<T> = Result<T, String>;

/// The interface in the content of a section, not yet checked.
pub(super) fn interface(bytes: &[u8]) -> Read<Interface> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let top = Object::new(&value, "the interface")?;
    // Before anything else: another version can have another form.
    let abi = top.integer("abi")?;
    if abi != i64::from(names::ABI_VERSION) {
        return Err(format!(
            "its ABI version is {abi}, this tool knows {}",
            names::ABI_VERSION
        ));
    }
    let mut types = Types::default();
    for definition in top.optional_list("types")? {
        let object = Object::new(definition, "a type definition")?;
        let name = object.text("name")?;
        if types.raw.insert(name, definition).is_some() {
            return Err(format!("type {name:?} stands twice"));
        }
    }
    let definitions = top.optional_list("types")?.iter().map(|definition| {
        let object = Object::new(definition, "a type definition")?;
        types.named(object.text("name")?, "types")
    });
    let definitions = definitions.collect::<Read<Vec<_>>>()?;
    Ok(Interface {
        abi: names::ABI_VERSION,
        sdk: top.text("sdk")?.to_string(),
        requires: top.texts("requires")?,
        name: top.text("name")?.to_string(),
        version: match top.has("version") {
            true => Some(top.text("version")?.to_string()),
            false => None,
        },
        docs: top.docs()?,
        modules: top.each("modules", |o| {
            Ok(Module {
                name: o.text("name")?.to_string(),
                docs: o.docs()?,
            })
        })?,
        types: definitions,
        constants: top.each("constants", |o| types.constant(o))?,
        imports: top.each("imports", |o| types.import(o))?,
        functions: top
            .list("functions")?
            .iter()
            .map(|f| types.function(&Object::new(f, "a function")?))
            .collect::<Read<_>>()?,
    })
}

impl<'a> Object<'a> {
    /// The object that `value` is; errors call it `place`, or by its name.
    pub(super) fn new(value: &'a Value, place: &str) -> Read<Object<'a>> {
        let map = value
            .as_object()
            .ok_or_else(|| format!("{place} is not a JSON object"))?;
        let place = match map.get("name") {
            Some(Value::String(name)) => {
                format!(
                    "{} {name:?}",
                    place.trim_start_matches("a ").trim_start_matches("an ")
                )
            }
            _ => place.to_string(),
        };
        Ok(Object { map, place })
    }

    fn bad(&self, key: &str, wanted: &str) -> String {
        format!("{}: `{key}` is not {wanted}", self.place)
    }

    pub(super) fn text(&self, key: &str) -> Read<&'a str> {
        let text = self.map.get(key).and_then(Value::as_str);
        text.ok_or_else(|| self.bad(key, "a text"))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    pub(super) fn docs(&self) -> Read<String> {
        match self.has("docs") {
            true => Ok(self.text("docs")?.to_string()),
            false => Ok(String::new()),
        }
    }

    fn integer(&self, key: &str) -> Read<i64> {
        let integer = self.map.get(key).and_then(Value::as_i64);
        integer.ok_or_else(|| self.bad(key, "an integer of 64 bits"))
    }

    fn flag(&self, key: &str) -> Read<bool> {
        match self.map.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.bad(key, "true or false")),
        }
    }

    fn list(&self, key: &str) -> Read<&'a [Value]> {
        match self.map.get(key) {
            Some(Value::Array(items)) => Ok(items),
            _ => Err(self.bad(key, "a list")),
        }
    }

    fn optional_list(&self, key: &str) -> Read<&'a [Value]> {
        match self.has(key) {
            true => self.list(key),
            false => Ok(&[]),
        }
    }

    fn texts(&self, key: &str) -> Read<Vec<String>> {
        let texts = self.optional_list(key)?.iter();
        let texts = texts.map(|text| text.as_str().map(str::to_string));
        texts
            .collect::<Option<_>>()
            .ok_or_else(|| self.bad(key, "a list of texts"))
    }

    /// What `read` makes of each object in an optional list.
    fn each<T>(&self, key: &str, mut read: impl FnMut(&Object<'a>) -> Read<T>) -> Read<Vec<T>> {
        let place = format!("{}: an item of `{key}`", self.place);
        let items = self.optional_list(key)?.iter();
        items
            .map(|item| {
                let mut object = Object::new(item, &place)?;
                if let Some(Value::String(name)) = item.get("name") {
                    object.place = format!("{}: {name:?}", self.place);
                }
                read(&object)
            })
            .collect()
    }

    fn value(&self, key: &str) -> Read<&'a Value> {
        let value = self.map.get(key);
        value.ok_or_else(|| format!("{}: `{key}` is missing", self.place))
    }
}

/// The definitions that types refer to.
#[derive(Default)]
pub(super) struct Types<'a> {
    /// As they stand in the interface. In records none do.
    raw: BTreeMap<&'a str, &'a Value>,
    read: BTreeMap<&'a str, (Arc<Definition>, usize)>,
    /// Those that are being read, each within the one before.
    open: Vec<&'a str>,
    /// How deep the definitions nest that the current one has met.
    height: usize,
    /// Whether this is a record, where definitions stand in types.
    is_record: bool,
}

impl<'a> Types<'a> {
    /// Those of a record.
    pub(super) fn of_record() -> Self {
        Types {
            is_record: true,
            ..Types::default()
        }
    }

    pub(super) fn function(&mut self, object: &Object<'a>) -> Read<Function> {
        Ok(Function {
            name: object.text("name")?.to_string(),
            role: match object.has("role") {
                true => {
                    let name = object.text("role")?;
                    Role::from_name(name)
                        .ok_or_else(|| format!("{}: the role {name:?} is unknown", object.place))?
                }
                false => Role::Free,
            },
            docs: object.docs()?,
            params: {
                let params = object.each("params", |param| self.param(param))?;
                params.into_iter().flatten().collect()
            },
            result: match object.map.get("result") {
                Some(ty) => self.ty(ty, &format!("{}: result", object.place))?,
                None => Type::unit(),
            },
            raises: match object.map.get("raises") {
                Some(ty) => Some(self.ty(ty, &format!("{}: raises", object.place))?),
                None => None,
            },
            wipe: object.flag("wipe")?,
            vectorize: object.flag("vectorize")?,
        })
    }

    pub(super) fn import(&mut self, object: &Object<'a>) -> Read<Import> {
        Ok(Import {
            name: object.text("name")?.to_string(),
            docs: object.docs()?,
            functions: object.each("functions", |function| self.function(function))?,
        })
    }

    /// The class that stands in a record of what belongs to it, or describes it.
    pub(super) fn class(&mut self, object: &Object<'a>, key: &str) -> Read<Arc<Definition>> {
        match self.ty(object.value(key)?, &object.place)? {
            Type::Named(class) | Type::Own(class) | Type::Borrow(class) if class.is_class() => {
                Ok(class)
            }
            _ => Err(object.bad(key, "a class")),
        }
    }

    /// A parameter; none if it is an import, which has no place in Python.
    fn param(&mut self, object: &Object<'a>) -> Read<Option<Param>> {
        let ty = object.value("type")?;
        if self.is_record && ty == names::INJECTED {
            return Ok(None);
        }
        let kind = match object.map.get("kind") {
            None => ParamKind::Usual,
            Some(_) => {
                let name = object.text("kind")?;
                ParamKind::from_name(name)
                    .ok_or_else(|| format!("{}: the kind {name:?} is unknown", object.place))?
            }
        };
        Ok(Some(Param {
            name: object.text("name")?.to_string(),
            ty: self.ty(ty, &object.place)?,
            writable: object.flag("writable")?,
            kind,
            default: object.map.get("default").cloned(),
        }))
    }

    pub(super) fn constant(&mut self, object: &Object<'a>) -> Read<Constant> {
        Ok(Constant {
            name: object.text("name")?.to_string(),
            docs: object.docs()?,
            ty: self.ty(object.value("type")?, &object.place)?,
            value: object.value("value")?.clone(),
        })
    }

    /// A type; errors name `place`.
    fn ty(&mut self, value: &'a Value, place: &str) -> Read<Type> {
        let unknown = || format!("{place}: {} is not a type", shown(value));
        if let Some(name) = value.as_str() {
            let primitive = Primitive::from_name(name).ok_or_else(unknown)?;
            return Ok(Type::Primitive(primitive));
        }
        if let Some(object) = value.as_object()
            && object.contains_key("iterator")
        {
            return self.iterator(object, place)?.ok_or_else(unknown);
        }
        let object = value.as_object().filter(|o| o.len() == 1);
        let (key, inner) = object.and_then(|o| o.iter().next()).ok_or_else(unknown)?;
        let pair = || match inner.as_array().map(Vec::as_slice) {
            Some([a, b]) => Ok((a, b)),
            _ => Err(unknown()),
        };
        Ok(match key.as_str() {
            "list" => Type::List(Box::new(self.ty(inner, place)?)),
            "set" => Type::Set(Box::new(self.ty(inner, place)?)),
            "option" => Type::Option(Box::new(self.ty(inner, place)?)),
            "tuple" => {
                let parts = inner.as_array().ok_or_else(unknown)?.iter();
                Type::Tuple(parts.map(|t| self.ty(t, place)).collect::<Read<_>>()?)
            }
            "array" => {
                let (element, count) = pair()?;
                let count = count.as_u64().and_then(|n| n.try_into().ok());
                Type::Array(
                    Box::new(self.ty(element, place)?),
                    count.ok_or_else(unknown)?,
                )
            }
            "map" => {
                let (k, v) = pair()?;
                Type::Map(Box::new(self.ty(k, place)?), Box::new(self.ty(v, place)?))
            }
            "result" => {
                let (t, e) = pair()?;
                Type::Result(Box::new(self.ty(t, place)?), Box::new(self.ty(e, place)?))
            }
            "named" => {
                let name = inner.as_str().ok_or_else(unknown)?;
                Type::Named(self.named(name, place)?)
            }
            "own" => Type::Own(self.class_of(inner, place)?.ok_or_else(unknown)?),
            "borrow" => Type::Borrow(self.class_of(inner, place)?.ok_or_else(unknown)?),
            "callable" => {
                let object = Object::new(inner, place)?;
                Type::Callable(Box::new(self.callable(&object, place)?))
            }
            "define" if self.is_record => {
                let object = Object::new(inner, place)?;
                Type::Named(Arc::new(self.definition(&object)?))
            }
            _ => return Err(unknown()),
        })
    }

    /// The class in an `own` or `borrow`, if one stands there.
    fn class_of(&mut self, inner: &'a Value, place: &str) -> Read<Option<Arc<Definition>>> {
        let class = match (self.is_record, inner.as_str()) {
            (false, Some(name)) => self.named(name, place)?,
            (true, _) => match self.ty(inner, place)? {
                Type::Named(class) => class,
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(class).filter(|class| class.is_class()))
    }

    fn iterator(&mut self, object: &'a Map<String, Value>, place: &str) -> Read<Option<Type>> {
        let raises = object.get("raises");
        if object.len() > 1 + usize::from(raises.is_some()) {
            return Ok(None);
        }
        let Some(item) = object.get("iterator") else {
            return Ok(None);
        };
        Ok(Some(Type::Iterator(Box::new(Items {
            item: self.ty(item, place)?,
            raises: match raises {
                Some(error) => Some(self.ty(error, place)?),
                None => None,
            },
        }))))
    }

    fn callable(&mut self, object: &Object<'a>, place: &str) -> Read<Signature> {
        let params = object.list("params")?.iter();
        Ok(Signature {
            params: params.map(|ty| self.ty(ty, place)).collect::<Read<_>>()?,
            result: match object.map.get("result") {
                Some(ty) => self.ty(ty, place)?,
                None => Type::unit(),
            },
            raises: match object.map.get("raises") {
                None => false,
                Some(ty) if ty == Primitive::Unit.name() => true,
                Some(_) => return Err(object.bad("raises", "`unit`")),
            },
        })
    }

    /// The definition of this name.
    fn named(&mut self, name: &str, place: &str) -> Read<Arc<Definition>> {
        if let Some((definition, height)) = self.read.get(name) {
            self.height = self.height.max(*height);
            return Ok(definition.clone());
        }
        let Some((&name, &raw)) = self.raw.get_key_value(name) else {
            return Err(format!("{place}: there is no type {name:?}"));
        };
        if self.open.contains(&name) {
            return Err(format!("type {name:?} contains itself"));
        }
        self.open.push(name);
        let outer = core::mem::take(&mut self.height);
        // Also for the sake of the stack that everything on these types runs on.
        if self.open.len() > names::MAX_TYPE_DEPTH {
            return Err(too_deep());
        }
        let definition = Arc::new(self.definition(&Object::new(raw, "type")?)?);
        let height = self.height + 1;
        if height > names::MAX_TYPE_DEPTH {
            return Err(too_deep());
        }
        self.open.pop();
        self.height = outer.max(height);
        self.read.insert(name, (definition.clone(), height));
        Ok(definition)
    }

    fn definition(&mut self, object: &Object<'a>) -> Read<Definition> {
        let mut suffix = String::new();
        for ty in object.optional_list("args")? {
            suffix.push_str(&camel_case(&self.ty(ty, &object.place)?));
        }
        let kind = match object.text("kind")? {
            "record" => Kind::Record(Record {
                frozen: object.flag("frozen")?,
                fields: self.fields(object)?,
            }),
            "enum" => Kind::Enum(object.each("cases", |case| {
                Ok(EnumCase {
                    name: case.text("name")?.to_string(),
                    docs: case.docs()?,
                    value: case.integer("value")?,
                })
            })?),
            "variant" => Kind::Variant(self.cases(object, &suffix)?),
            "flags" => Kind::Flags(object.each("flags", |flag| {
                Ok(Flag {
                    name: flag.text("name")?.to_string(),
                    docs: flag.docs()?,
                })
            })?),
            "error" => Kind::Error(Error {
                base: match object.has("base") {
                    true => Some(object.text("base")?.to_string()),
                    false => None,
                },
                shape: match object.has("cases") {
                    true => ErrorShape::Enum(self.cases(object, &suffix)?),
                    false => ErrorShape::Struct(self.fields(object)?),
                },
            }),
            "class" => Kind::Class,
            other => return Err(format!("{}: the kind {other:?} is unknown", object.place)),
        };
        Ok(Definition {
            name: object.text("name")?.to_string() + &suffix,
            docs: object.docs()?,
            kind,
            path: match object.has("path") {
                true => Some(object.text("path")?.to_string()),
                false => None,
            },
        })
    }

    fn fields(&mut self, object: &Object<'a>) -> Read<Vec<Field>> {
        object.each("fields", |field| {
            Ok(Field {
                name: field.text("name")?.to_string(),
                docs: field.docs()?,
                ty: self.ty(field.value("type")?, &field.place)?,
            })
        })
    }

    /// The cases; the classes of a generic type's get what its name gets.
    fn cases(&mut self, object: &Object<'a>, suffix: &str) -> Read<Vec<Case>> {
        object.each("cases", |case| {
            Ok(Case {
                name: case.text("name")?.to_string(),
                class: case.text("class")?.to_string() + suffix,
                docs: case.docs()?,
                fields: self.fields(case)?,
            })
        })
    }
}

fn too_deep() -> String {
    format!("types nest deeper than {}", names::MAX_TYPE_DEPTH)
}

/// The type as a part of the name of a generic one: `list<u8>` is `ListU8`.
fn camel_case(ty: &Type) -> String {
    let mut out = String::new();
    let mut start = true;
    for c in format!("{ty}").chars() {
        match c {
            'a'..='z' if start => out.push(c.to_ascii_uppercase()),
            '0'..='9' | 'a'..='z' | 'A'..='Z' => out.push(c),
            _ => {}
        }
        start = !c.is_ascii_alphanumeric();
    }
    out
}

/// The beginning of a value, for a message.
fn shown(value: &Value) -> String {
    const MOST: usize = 80;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
