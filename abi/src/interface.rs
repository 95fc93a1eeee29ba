//! The owned interface model, and its JSON form (`docs/abi.md`, "The interface section").

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Layout};
use crate::names;
use crate::primitive::{Primitive, WasmType};
use crate::python;

/// What a module offers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Interface {
    /// Version of the ABI.
    pub abi: u32,
    /// Version of the SDK, or name and version of another toolchain.
    pub sdk: String,
    /// Host features without which the module cannot be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// The Python module's name.
    pub name: String,
    /// Version of the package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Documentation of the module.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The functions, sorted by name.
    pub functions: Vec<Function>,
}

/// One exported function.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Function {
    /// Its name in Python and in the module.
    pub name: String,
    /// Documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Type of the result.
    #[serde(default = "Type::unit", skip_serializing_if = "Type::is_unit")]
    pub result: Type,
}

/// One parameter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the guest changes the list in place.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub writable: bool,
}

/// A record as the compiler left it in [`names::RECORD_SECTION`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Record {
    /// An exported function.
    Function {
        /// Symbol of its wrapper.
        symbol: String,
        /// Path of the Rust module that it stands in.
        module: String,
        /// Version of the SDK that wrote the record.
        sdk: String,
        /// The function.
        #[serde(flatten)]
        function: Function,
    },
}

/// A type of the ABI.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// A type without parts.
    Primitive(Primitive),
    /// `list<T>`.
    List(Box<Type>),
    /// `option<T>`.
    Option(Box<Type>),
    /// `tuple<A, B, …>`.
    Tuple(Vec<Type>),
    /// `result<T>`, whose error case is the error record.
    Result(Box<Type>),
}

/// How a result comes back from a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResultKind {
    /// Nothing.
    Unit,
    /// A scalar.
    Scalar(WasmType),
    /// The address of its layout, held by the pending token.
    Compound,
}

impl Type {
    /// The unit type.
    pub const fn unit() -> Type {
        Type::Primitive(Primitive::Unit)
    }

    /// Whether this is the unit type.
    pub fn is_unit(&self) -> bool {
        *self == Type::unit()
    }

    /// The primitive, if this is one.
    pub fn as_primitive(&self) -> Option<Primitive> {
        match self {
            Type::Primitive(p) => Some(*p),
            _ => None,
        }
    }

    /// Size and alignment in memory.
    pub fn layout(&self) -> Layout {
        match self {
            Type::Primitive(p) => layout::primitive(*p),
            Type::List(_) => layout::POINTER_PAIR,
            Type::Option(t) => layout::option(t.layout()),
            Type::Tuple(ts) => layout::tuple(&ts.iter().map(Type::layout).collect::<Vec<_>>()),
            Type::Result(t) => layout::result(t.layout()),
        }
    }

    /// The wasm types that carry it as a parameter.
    pub fn parameter_types(&self) -> Vec<WasmType> {
        match self {
            Type::Primitive(Primitive::Unit) => Vec::new(),
            Type::Primitive(Primitive::String) | Type::List(_) => {
                Vec::from([WasmType::I32, WasmType::I32])
            }
            Type::Primitive(p) => p.wasm().into_iter().collect(),
            _ => Vec::from([WasmType::I32]),
        }
    }

    /// How it comes back as a result.
    pub fn result_kind(&self) -> ResultKind {
        match self {
            Type::Primitive(Primitive::Unit) => ResultKind::Unit,
            Type::Primitive(p) => p.wasm().map_or(ResultKind::Compound, ResultKind::Scalar),
            _ => ResultKind::Compound,
        }
    }

    /// Whether a value of it holds a string or list, so that passing one can need memory beyond the scratch area.
    pub fn has_pointers(&self) -> bool {
        match self {
            Type::Primitive(p) => *p == Primitive::String,
            Type::List(_) => true,
            Type::Option(t) => t.has_pointers(),
            Type::Tuple(ts) => ts.iter().any(Type::has_pointers),
            // The error record has a message.
            Type::Result(_) => true,
        }
    }

    /// The Python annotation of a parameter of this type.
    pub fn parameter_annotation(&self) -> String {
        match self {
            Type::List(t) if t.as_primitive().is_some_and(Primitive::is_scalar) => {
                format!("Buffer | Sequence[{}]", t.parameter_annotation())
            }
            Type::List(t) => format!("Sequence[{}]", t.parameter_annotation()),
            _ => self.annotation(Type::parameter_annotation),
        }
    }

    /// The Python annotation of a result of this type.
    pub fn result_annotation(&self) -> String {
        match self {
            Type::List(t) if t.as_primitive() == Some(Primitive::U8) => "bytes".to_string(),
            Type::List(t) => format!("list[{}]", t.result_annotation()),
            _ => self.annotation(Type::result_annotation),
        }
    }

    fn annotation(&self, inner: fn(&Type) -> String) -> String {
        match self {
            Type::Primitive(p) => python::primitive(*p).to_string(),
            Type::Option(t) if t.is_nullable() => format!("Some[{}] | None", inner(t)),
            Type::Option(t) => format!("{} | None", inner(t)),
            Type::Tuple(ts) if ts.is_empty() => "tuple[()]".to_string(),
            Type::Tuple(ts) => {
                format!(
                    "tuple[{}]",
                    ts.iter().map(inner).collect::<Vec<_>>().join(", ")
                )
            }
            Type::Result(t) | Type::List(t) => inner(t),
        }
    }

    /// Whether `None` is one of its values, so that an option of it needs `Some` around a value.
    pub fn is_nullable(&self) -> bool {
        matches!(self, Type::Option(_) | Type::Primitive(Primitive::Unit))
    }

    fn check(&self, depth: usize, result: bool) -> Result<(), String> {
        if depth > names::MAX_TYPE_DEPTH {
            return Err(format!("types nest deeper than {}", names::MAX_TYPE_DEPTH));
        }
        match self {
            Type::Primitive(_) => Ok(()),
            // A count alone would make any number of values.
            Type::List(t) if depth < names::MAX_TYPE_DEPTH && t.layout().size == 0 => {
                Err("a list of values without bytes".to_string())
            }
            Type::List(t) | Type::Option(t) => t.check(depth + 1, false),
            Type::Tuple(ts) if ts.is_empty() || ts.len() > names::MAX_TUPLE_FIELDS => Err(format!(
                "a tuple has {} fields; it can have 1 to {}",
                ts.len(),
                names::MAX_TUPLE_FIELDS
            )),
            Type::Tuple(ts) => ts.iter().try_for_each(|t| t.check(depth + 1, false)),
            Type::Result(t) if result => t.check(depth + 1, false),
            Type::Result(_) => Err("`result` stands elsewhere than as the result".to_string()),
        }
    }
}

impl Param {
    /// The Python annotation of the parameter.
    pub fn annotation(&self) -> String {
        if self.writable {
            "Buffer".to_string()
        } else {
            self.ty.parameter_annotation()
        }
    }
}

impl Function {
    /// The wasm types of the parameters of its export.
    pub fn wasm_parameters(&self) -> Vec<WasmType> {
        self.params
            .iter()
            .flat_map(|p| p.ty.parameter_types())
            .collect()
    }

    /// The wasm type of the result of its export.
    pub fn wasm_result(&self) -> Option<WasmType> {
        match self.result.result_kind() {
            ResultKind::Unit => None,
            ResultKind::Scalar(w) => Some(w),
            ResultKind::Compound => Some(WasmType::I32),
        }
    }

    /// What is wrong with the function, if anything.
    pub fn check(&self) -> Result<(), String> {
        check_name(&self.name, "function name")?;
        if names::is_reserved(&self.name) {
            return Err(format!("the name `{}` is reserved", self.name));
        }
        if self.params.len() > names::MAX_PARAMETERS {
            return Err(format!(
                "it has {} parameters; a WebAssembly function can have {}",
                self.params.len(),
                names::MAX_PARAMETERS
            ));
        }
        for (i, param) in self.params.iter().enumerate() {
            check_name(&param.name, "parameter name")?;
            if self.params[..i].iter().any(|p| p.name == param.name) {
                return Err(format!("two parameters are called `{}`", param.name));
            }
            let in_parameter = |why| format!("parameter `{}`: {why}", param.name);
            param.ty.check(0, false).map_err(in_parameter)?;
            let list_of_scalars = matches!(&param.ty, Type::List(t)
                if t.as_primitive().is_some_and(Primitive::is_scalar));
            if param.writable && !list_of_scalars {
                return Err(in_parameter(
                    "only a list of scalars can be writable".to_string(),
                ));
            }
        }
        self.result
            .check(0, true)
            .map_err(|why| format!("result: {why}"))
    }
}

fn check_name(name: &str, what: &str) -> Result<(), String> {
    if python::is_name(name) {
        Ok(())
    } else {
        Err(format!("the {what} {name:?} is not a Python name"))
    }
}

impl Interface {
    /// Reads the content of an interface section and checks that every rule of the ABI holds.
    ///
    /// # Errors
    /// A sentence that says what is wrong and where.
    pub fn parse(bytes: &[u8]) -> Result<Interface, String> {
        let interface: Interface = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        interface.check()?;
        Ok(interface)
    }

    /// The content of the interface section: JSON with the keys in the order of the specification.
    ///
    /// # Errors
    /// None in practice: the model has no value that JSON has not.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// What is wrong with the interface, if anything.
    ///
    /// # Errors
    /// A sentence that says what is wrong and where.
    pub fn check(&self) -> Result<(), String> {
        if self.abi != names::ABI_VERSION {
            return Err(format!(
                "its ABI version is {}, this tool knows {}",
                self.abi,
                names::ABI_VERSION
            ));
        }
        if let Some(feature) = self.requires.first() {
            return Err(format!("it requires the unknown host feature {feature:?}"));
        }
        check_name(&self.name, "module name")?;
        for (i, function) in self.functions.iter().enumerate() {
            function
                .check()
                .map_err(|why| format!("function {:?}: {why}", function.name))?;
            if i > 0 && self.functions[i - 1].name >= function.name {
                return Err(format!(
                    "function {:?}: the functions are not sorted by name, or it stands twice",
                    function.name
                ));
            }
        }
        Ok(())
    }

    /// Whether a host can need the allocator's exports to call the functions.
    pub fn needs_allocator(&self) -> bool {
        let mut params = self.functions.iter().flat_map(|f| &f.params);
        params.any(|p| p.ty.has_pointers())
    }

    /// Whether a host can need to release a result.
    pub fn needs_release(&self) -> bool {
        let mut results = self.functions.iter().map(|f| f.result.result_kind());
        results.any(|k| k == ResultKind::Compound)
    }
}

impl Record {
    /// Reads the content of a record section: records, each with its length in front.
    ///
    /// # Errors
    /// A sentence that says what is wrong and where.
    pub fn parse_section(mut bytes: &[u8]) -> Result<Vec<Record>, String> {
        let mut records = Vec::new();
        while !bytes.is_empty() {
            let n = records.len();
            let broken = |why: &str| format!("record {n}: {why}");
            let (prefix, rest) = bytes
                .split_first_chunk::<4>()
                .ok_or_else(|| broken("its length is cut off"))?;
            let len = u32::from_le_bytes(*prefix) as usize;
            let (body, rest) = rest
                .split_at_checked(len)
                .ok_or_else(|| broken("it is cut off"))?;
            let (version, json) = body.split_first().ok_or_else(|| broken("it is empty"))?;
            if *version != names::RECORD_VERSION {
                return Err(broken(&format!(
                    "its version is {version}, this tool knows {}",
                    names::RECORD_VERSION
                )));
            }
            records.push(serde_json::from_slice(json).map_err(|e| broken(&e.to_string()))?);
            bytes = rest;
        }
        Ok(records)
    }
}

impl fmt::Display for Type {
    /// The type as WIT would write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Primitive(p) => f.write_str(p.name()),
            Type::List(t) => write!(f, "list<{t}>"),
            Type::Option(t) => write!(f, "option<{t}>"),
            Type::Result(t) => write!(f, "result<{t}>"),
            Type::Tuple(ts) => {
                f.write_str("tuple<")?;
                for (i, t) in ts.iter().enumerate() {
                    write!(f, "{}{t}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(">")
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
struct ResultCases {
    ok: Type,
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
            Type::Option(t) => map.serialize_entry("option", t)?,
            Type::Tuple(ts) => map.serialize_entry("tuple", ts)?,
            Type::Result(t) => {
                map.serialize_entry("result", &ResultCases { ok: (**t).clone() })?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Type, D::Error> {
        deserializer.deserialize_any(TypeVisitor)
    }
}

struct TypeVisitor;

impl<'de> Visitor<'de> for TypeVisitor {
    type Value = Type;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Type, E> {
        Primitive::from_name(name)
            .map(Type::Primitive)
            .ok_or_else(|| E::custom(format!("unknown type {name:?}")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Type, A::Error> {
        let key: String = map
            .next_key()?
            .ok_or_else(|| de::Error::custom("a type has no key"))?;
        let ty = match key.as_str() {
            "list" => Type::List(Box::new(map.next_value()?)),
            "option" => Type::Option(Box::new(map.next_value()?)),
            "tuple" => Type::Tuple(map.next_value()?),
            "result" => Type::Result(Box::new(map.next_value::<ResultCases>()?.ok)),
            other => return Err(de::Error::custom(format!("unknown type {other:?}"))),
        };
        if map.next_key::<String>()?.is_some() {
            return Err(de::Error::custom("a type has more than one key"));
        }
        Ok(ty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ty(json: &str) -> Type {
        serde_json::from_str(json).unwrap_or_else(|e| panic!("{json}: {e}"))
    }

    #[test]
    fn types_survive_the_round_trip() {
        for json in [
            r#""u8""#,
            r#"{"list":"f64"}"#,
            r#"{"option":{"tuple":["u32","string",{"list":"u8"}]}}"#,
            r#"{"result":{"ok":"unit"}}"#,
        ] {
            assert_eq!(serde_json::to_string(&ty(json)).unwrap_or_default(), json);
        }
    }

    #[test]
    fn types_are_spelled_in_python() {
        let t = ty(r#"{"option":{"tuple":["u32",{"list":"u8"},{"list":"f64"}]}}"#);
        assert_eq!(
            t.result_annotation(),
            "tuple[int, bytes, list[float]] | None"
        );
        assert_eq!(
            t.parameter_annotation(),
            "tuple[int, Buffer | Sequence[int], Buffer | Sequence[float]] | None"
        );
        let nested = ty(r#"{"option":{"option":"u8"}}"#);
        assert_eq!(nested.result_annotation(), "Some[int | None] | None");
    }

    #[test]
    fn a_function_is_judged() {
        let judge = |json: &str| {
            let function: Function = serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}"));
            function.check().err().unwrap_or_default()
        };
        assert_eq!(judge(r#"{"name":"f","params":[]}"#), "");
        assert!(judge(r#"{"name":"a b","params":[]}"#).contains("not a Python name"));
        assert!(judge(r#"{"name":"memory","params":[]}"#).contains("reserved"));
        assert!(
            judge(r#"{"name":"f","params":[],"result":{"list":{"tuple":["unit"]}}}"#)
                .contains("without bytes")
        );
        assert!(
            judge(r#"{"name":"f","params":[{"name":"x","type":"u8","writable":true}]}"#)
                .contains("writable")
        );
        assert!(
            judge(r#"{"name":"f","params":[{"name":"x","type":{"result":{"ok":"u8"}}}]}"#)
                .contains("elsewhere")
        );
    }

    #[test]
    fn broken_record_sections_are_refused() {
        for bytes in [
            &b"\x01"[..],
            b"\xff\0\0\0\x01",
            b"\0\0\0\0",
            b"\x03\0\0\0\x02{}",
            b"\x03\0\0\0\x01{}",
        ] {
            assert!(Record::parse_section(bytes).is_err(), "{bytes:?}");
        }
    }
}
