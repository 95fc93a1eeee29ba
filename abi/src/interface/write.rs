//! The JSON of types, definitions and kinds of parameters. The rest of the model derives its own.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::definition::{Definition, ErrorShape, Kind};
use super::types::Type;
use crate::parameter::ParamKind;

impl Serialize for ParamKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Type::Primitive(p) = self {
            return serializer.serialize_str(p.name());
        }
        let mut map = serializer.serialize_map(Some(1))?;
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
        }
    }
}
