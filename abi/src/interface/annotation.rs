//! Types as Python annotations, with the full names of definitions.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::definition::Kind;
use super::function::{Function, Param};
use super::types::Type;
use super::value::python_value;
use crate::parameter::ParamKind;
use crate::primitive::Primitive;
use crate::python;

impl Type {
    /// The Python annotation of a parameter of this type.
    pub fn parameter_annotation(&self) -> String {
        let inner = Type::parameter_annotation;
        match self {
            Type::List(t) | Type::Array(t, _) if t.is_plain() => {
                format!("Buffer | Sequence[{}]", inner(t))
            }
            Type::List(t) | Type::Array(t, _) => format!("Sequence[{}]", inner(t)),
            Type::Set(t) => format!("AbstractSet[{}]", t.result_annotation()),
            // A key of a `Mapping` is invariant, so it is written as it comes out of one.
            Type::Map(k, v) => format!("Mapping[{}, {}]", k.result_annotation(), inner(v)),
            Type::Named(d) if matches!(d.kind, Kind::Record(_)) => {
                format!("{} | Mapping[str, object]", d.name)
            }
            _ => self.annotation(inner),
        }
    }

    /// The Python annotation of a result of this type.
    pub fn result_annotation(&self) -> String {
        let inner = Type::result_annotation;
        match self {
            Type::List(t) | Type::Array(t, _) if t.as_primitive() == Some(Primitive::U8) => {
                "bytes".to_string()
            }
            Type::List(t) | Type::Array(t, _) => format!("list[{}]", inner(t)),
            Type::Set(t) => format!("set[{}]", inner(t)),
            Type::Map(k, v) => format!("dict[{}, {}]", inner(k), inner(v)),
            _ => self.annotation(inner),
        }
    }

    fn annotation(&self, inner: fn(&Type) -> String) -> String {
        match self {
            Type::Primitive(p) => python::primitive(*p).to_string(),
            Type::Option(t) if t.is_nullable() => format!("Some[{}] | None", inner(t)),
            Type::Option(t) => format!("{} | None", inner(t)),
            Type::Result(t, e) => format!("Ok[{}] | Err[{}]", inner(t), inner(e)),
            Type::Tuple(ts) => {
                let parts: Vec<String> = ts.iter().map(inner).collect();
                format!("tuple[{}]", parts.join(", "))
            }
            Type::Named(definition) => definition.name.clone(),
            Type::List(t) | Type::Array(t, _) | Type::Set(t) | Type::Map(_, t) => inner(t),
        }
    }
}

impl Param {
    /// The Python annotation of the parameter; of a variadic one, of each argument.
    pub fn annotation(&self) -> String {
        match (&self.ty, self.kind) {
            _ if self.writable => "Buffer".to_string(),
            (Type::List(t), ParamKind::Variadic) | (Type::Map(_, t), ParamKind::Keywords) => {
                t.parameter_annotation()
            }
            (ty, _) => ty.parameter_annotation(),
        }
    }

    /// The default as an expression in Python.
    pub fn python_default(&self) -> Option<String> {
        let default = self.default.as_ref()?;
        Some(python_value(default, &self.ty))
    }
}

impl Function {
    /// The parameters as Python declares them, with `/` and `*` where they belong. `annotate` can write an annotation or a
    /// default in another way.
    pub fn python_parameters(&self, annotate: &mut dyn FnMut(String) -> String) -> Vec<String> {
        let mut out = Vec::new();
        let mut before = None;
        for param in &self.params {
            if before == Some(ParamKind::Positional) && param.kind > ParamKind::Positional {
                out.push("/".to_string());
            }
            if param.kind == ParamKind::Keyword && before < Some(ParamKind::Variadic) {
                out.push("*".to_string());
            }
            before = Some(param.kind);
            let stars = match param.kind {
                ParamKind::Variadic => "*",
                ParamKind::Keywords => "**",
                _ => "",
            };
            let mut text = format!("{stars}{}: {}", param.name, annotate(param.annotation()));
            if let Some(default) = param.python_default() {
                text.push_str(" = ");
                text.push_str(&annotate(default));
            }
            out.push(text);
        }
        if before == Some(ParamKind::Positional) {
            out.push("/".to_string());
        }
        out
    }
}
