//! Types as Python annotations. Who writes them says how names are spelled where they stand.

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

/// A name in an annotation or default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word<'a> {
    /// One of Python's builtins.
    Builtin(&'a str),
    /// One that has to be imported from somewhere.
    Imported(&'a str),
    /// The class of a definition, by its full name.
    Class(&'a str),
}

/// How a name is spelled.
pub type Spell<'s> = dyn FnMut(Word<'_>) -> String + 's;

/// The name as it is, for readers that know what it means.
pub fn plain(word: Word<'_>) -> String {
    let (Word::Builtin(name) | Word::Imported(name) | Word::Class(name)) = word;
    name.to_string()
}

/// The annotation of a type in one direction.
type Annotate = fn(&Type, &mut Spell<'_>) -> String;

impl Type {
    /// The Python annotation of a parameter of this type.
    pub fn parameter_annotation(&self, spell: &mut Spell<'_>) -> String {
        let inner: Annotate = Type::parameter_annotation;
        match self {
            Type::List(t) | Type::Array(t, _) => {
                let buffer = match t.is_plain() {
                    true => format!("{} | ", spell(Word::Imported("Buffer"))),
                    false => String::new(),
                };
                let sequence = spell(Word::Imported("Sequence"));
                format!("{buffer}{sequence}[{}]", inner(t, spell))
            }
            Type::Set(t) => {
                let set = spell(Word::Imported("AbstractSet"));
                format!("{set}[{}]", t.result_annotation(spell))
            }
            // A key of a `Mapping` is invariant, so it is written as it comes out of one.
            Type::Map(k, v) => {
                let mapping = spell(Word::Imported("Mapping"));
                let key = k.result_annotation(spell);
                format!("{mapping}[{key}, {}]", inner(v, spell))
            }
            Type::Named(d) if matches!(d.kind, Kind::Record(_)) => {
                let class = spell(Word::Class(&d.name));
                let mapping = spell(Word::Imported("Mapping"));
                let [text, any] = ["str", "object"].map(|name| spell(Word::Builtin(name)));
                format!("{class} | {mapping}[{text}, {any}]")
            }
            Type::Iterator(items) => {
                let iterable = spell(Word::Imported("Iterable"));
                format!("{iterable}[{}]", inner(&items.item, spell))
            }
            _ => self.annotation(inner, spell),
        }
    }

    /// The Python annotation of a result of this type.
    pub fn result_annotation(&self, spell: &mut Spell<'_>) -> String {
        let inner: Annotate = Type::result_annotation;
        match self {
            Type::List(t) | Type::Array(t, _) if t.as_primitive() == Some(Primitive::U8) => {
                spell(Word::Builtin("bytes"))
            }
            Type::List(t) | Type::Array(t, _) => {
                format!("{}[{}]", spell(Word::Builtin("list")), inner(t, spell))
            }
            Type::Set(t) => format!("{}[{}]", spell(Word::Builtin("set")), inner(t, spell)),
            Type::Map(k, v) => {
                let dict = spell(Word::Builtin("dict"));
                format!("{dict}[{}, {}]", inner(k, spell), inner(v, spell))
            }
            Type::Iterator(items) => {
                let generator = spell(Word::Imported("Generator"));
                format!("{generator}[{}]", inner(&items.item, spell))
            }
            _ => self.annotation(inner, spell),
        }
    }

    /// The Python annotation of a constant of this type, which holds nothing that can be changed.
    pub fn constant_annotation(&self, spell: &mut Spell<'_>) -> String {
        let inner: Annotate = Type::constant_annotation;
        match self {
            Type::List(t) | Type::Array(t, _) if t.as_primitive() == Some(Primitive::U8) => {
                spell(Word::Builtin("bytes"))
            }
            Type::List(t) | Type::Array(t, _) => {
                format!(
                    "{}[{}, ...]",
                    spell(Word::Builtin("tuple")),
                    inner(t, spell)
                )
            }
            Type::Set(t) => format!("{}[{}]", spell(Word::Builtin("frozenset")), inner(t, spell)),
            Type::Map(k, v) => {
                let mapping = spell(Word::Imported("Mapping"));
                format!("{mapping}[{}, {}]", inner(k, spell), inner(v, spell))
            }
            _ => self.annotation(inner, spell),
        }
    }

    /// What is the same in both directions.
    fn annotation(&self, inner: Annotate, spell: &mut Spell<'_>) -> String {
        match self {
            Type::Primitive(Primitive::Unit) => "None".to_string(),
            Type::Primitive(Primitive::Duration) => spell(Word::Imported("timedelta")),
            Type::Primitive(p) => spell(Word::Builtin(python::primitive(*p))),
            Type::Option(t) if t.is_nullable() => {
                let some = spell(Word::Imported("Some"));
                format!("{some}[{}] | None", inner(t, spell))
            }
            Type::Option(t) => format!("{} | None", inner(t, spell)),
            Type::Result(t, e) => {
                let [ok, err] = ["Ok", "Err"].map(|name| spell(Word::Imported(name)));
                format!("{ok}[{}] | {err}[{}]", inner(t, spell), inner(e, spell))
            }
            Type::Tuple(ts) => {
                let tuple = spell(Word::Builtin("tuple"));
                let parts: Vec<String> = ts.iter().map(|t| inner(t, spell)).collect();
                format!("{tuple}[{}]", parts.join(", "))
            }
            Type::Named(class) | Type::Own(class) | Type::Borrow(class) => {
                spell(Word::Class(&class.name))
            }
            // Its arguments come out of the guest, its result goes in.
            Type::Callable(signature) => {
                let callable = spell(Word::Imported("Callable"));
                let params = signature.params.iter();
                let params: Vec<String> = params.map(|t| t.result_annotation(spell)).collect();
                let result = signature.result.parameter_annotation(spell);
                format!("{callable}[[{}], {result}]", params.join(", "))
            }
            Type::Iterator(items) => inner(&items.item, spell),
            Type::List(t) | Type::Array(t, _) | Type::Set(t) | Type::Map(_, t) => inner(t, spell),
        }
    }
}

impl Param {
    /// The Python annotation of the parameter; of a variadic one, of each argument.
    pub fn annotation(&self, spell: &mut Spell<'_>) -> String {
        match (&self.ty, self.kind) {
            _ if self.writable => spell(Word::Imported("Buffer")),
            (Type::List(t), ParamKind::Variadic) | (Type::Map(_, t), ParamKind::Keywords) => {
                t.parameter_annotation(spell)
            }
            (ty, _) => ty.parameter_annotation(spell),
        }
    }

    /// The default as an expression in Python.
    pub fn python_default(&self, spell: &mut Spell<'_>) -> Option<String> {
        let default = self.default.as_ref()?;
        Some(python_value(default, &self.ty, spell))
    }
}

impl Function {
    /// The parameters as Python declares them, with `/` and `*` where they belong. The object that a method is called on is
    /// none of them.
    pub fn python_parameters(&self, spell: &mut Spell<'_>) -> Vec<String> {
        self.parameters(spell, &|param, spell| param.annotation(spell))
    }

    /// The same for a call with arrays.
    pub fn array_parameters(&self, spell: &mut Spell<'_>) -> Vec<String> {
        self.parameters(spell, &|param, spell| {
            let number = param.annotation(spell);
            format!("{number} | {}", spell(Word::Imported("Buffer")))
        })
    }

    fn parameters(
        &self,
        spell: &mut Spell<'_>,
        annotation: &dyn Fn(&Param, &mut Spell<'_>) -> String,
    ) -> Vec<String> {
        let mut out = Vec::new();
        let mut before = None;
        for param in self.arguments() {
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
            let mut text = format!("{stars}{}: {}", param.name, annotation(param, spell));
            if let Some(default) = param.python_default(spell) {
                text.push_str(" = ");
                text.push_str(&default);
            }
            out.push(text);
        }
        if before == Some(ParamKind::Positional) {
            out.push("/".to_string());
        }
        out
    }
}
