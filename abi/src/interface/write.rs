//! The JSON of types, definitions, roles and kinds of parameters. The rest of the model derives its own.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::definition::{Definition, ErrorShape, Kind};
use super::types::{Signature, Type};
use crate::class::Role;
use crate::parameter::ParamKind;
use crate::primitive::Primitive;

impl Serialize for ParamKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Type::Primitive(p) = self {
            return serializer.serialize_str(p.name());
        }
        let mut map = serializer.serialize_map(None)?;
        match self {
            Type::Primitive(_) => {}
            Type::List(t) => map.serialize_entry("list", t)?,
            Type::Set(t) => map.serialize_entry("set", t)?,
            Type::Map(k, v) => map.serialize_entry("map", &(k, v))?,
            Type::Option(t) => map.serialize_entry("option", t)?,
            Type::Tuple(ts) => map.serialize_entry("tuple", ts)?,
            Type::Array(t, n) => map.serialize_entry("array", &(t, n))?,
            Type::Result(t, e) => map.serialize_entry("result", &(t, e))?,
            Type::Named(definition) => map.serialize_entry("named", &definition.name)?,
            Type::Own(class) => map.serialize_entry("own", &class.name)?,
            Type::Borrow(class) => map.serialize_entry("borrow", &class.name)?,
            Type::Iterator(items) => {
                map.serialize_entry("iterator", &items.item)?;
                if let Some(error) = &items.raises {
                    map.serialize_entry("raises", error)?;
                }
            }
            Type::Callable(signature) => map.serialize_entry("callable", &**signature)?,
        }
        map.end()
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("params", &self.params)?;
        if !self.result.is_unit() {
            map.serialize_entry("result", &self.result)?;
        }
        if self.raises {
            map.serialize_entry("raises", Primitive::Unit.name())?;
        }
        map.end()
    }
}

impl Serialize for Definition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("kind", self.kind.name())?;
        if !self.docs.is_empty() {
            map.serialize_entry("docs", &self.docs)?;
        }
        match &self.kind {
            Kind::Record(record) => {
                if record.frozen {
                    map.serialize_entry("frozen", &true)?;
                }
                map.serialize_entry("fields", &record.fields)?;
            }
            Kind::Enum(cases) => map.serialize_entry("cases", cases)?,
            Kind::Variant(cases) => map.serialize_entry("cases", cases)?,
            Kind::Flags(flags) => map.serialize_entry("flags", flags)?,
            Kind::Class => {}
            Kind::Error(error) => {
                if let Some(base) = &error.base {
                    map.serialize_entry("base", base)?;
                }
                match &error.shape {
                    ErrorShape::Struct(fields) => map.serialize_entry("fields", fields)?,
                    ErrorShape::Enum(cases) => map.serialize_entry("cases", cases)?,
                }
            }
        }
        map.end()
    }
}

impl Kind {
    /// The name in interfaces.
    pub const fn name(&self) -> &'static str {
        match self {
            Kind::Record(_) => "record",
            Kind::Enum(_) => "enum",
            Kind::Variant(_) => "variant",
            Kind::Flags(_) => "flags",
            Kind::Error(_) => "error",
            Kind::Class => "class",
        }
    }
}
