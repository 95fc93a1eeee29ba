//! Types of the ABI: what they are made of, their layouts, how they cross.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::definition::{Definition, Field, Kind};
use crate::layout::{self, Layout};
use crate::primitive::{Primitive, WasmType};

/// A type of the ABI.
#[derive(Clone, PartialEq, Debug)]
pub enum Type {
    /// A type without parts.
    Primitive(Primitive),
    /// `list<T>`.
    List(Box<Type>),
    /// `set<T>`.
    Set(Box<Type>),
    /// `map<K, V>`.
    Map(Box<Type>, Box<Type>),
    /// `option<T>`.
    Option(Box<Type>),
    /// `tuple<A, B, …>`.
    Tuple(Vec<Type>),
    /// `array<T, N>`.
    Array(Box<Type>, u32),
    /// `result<T, E>`, as data.
    Result(Box<Type>, Box<Type>),
    /// A type with a definition, which is no class.
    Named(Arc<Definition>),
    /// `own<C>`: an object that is given away.
    Own(Arc<Definition>),
    /// `borrow<C>`: an object that is lent for a call.
    Borrow(Arc<Definition>),
    /// `iterator<T>`.
    Iterator(Box<Items>),
    /// A Python callable.
    Callable(Box<Signature>),
}

/// What an iterator gives.
#[derive(Clone, PartialEq, Debug)]
pub struct Items {
    /// Type of each item.
    pub item: Type,
    /// The error's type if it can fail: unit if that is a text only.
    pub raises: Option<Type>,
}

/// How a callable is called.
#[derive(Clone, PartialEq, Debug)]
pub struct Signature {
    /// Types of the parameters.
    pub params: Vec<Type>,
    /// Type of the result.
    pub result: Type,
    /// Whether the guest handles what it raises.
    pub raises: bool,
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

    /// Size and alignment in memory. A size that is out of reach saturates.
    pub fn layout(&self) -> Layout {
        match self {
            Type::Primitive(p) => layout::primitive(*p),
            Type::List(_) | Type::Set(_) | Type::Map(..) => layout::POINTER_PAIR,
            Type::Option(t) => layout::option(t.layout()),
            Type::Tuple(ts) => layout::tuple(&layouts(ts)),
            Type::Array(t, n) => layout::array(t.layout(), *n as usize),
            Type::Result(t, e) => layout::result(t.layout(), e.layout()),
            Type::Named(definition) => definition.layout(),
            Type::Own(_) | Type::Borrow(_) | Type::Iterator(_) | Type::Callable(_) => {
                layout::HANDLE
            }
        }
    }

    /// The wasm type that carries the value in a call, if one alone does.
    pub fn wasm(&self) -> Option<WasmType> {
        match self {
            Type::Primitive(p) => p.wasm(),
            Type::Named(d) if matches!(d.kind, Kind::Enum(_) | Kind::Flags(_)) => {
                Some(WasmType::I32)
            }
            Type::Own(_) | Type::Borrow(_) | Type::Iterator(_) | Type::Callable(_) => {
                Some(WasmType::I32)
            }
            _ => None,
        }
    }

    /// The wasm types that carry it as a parameter.
    pub fn parameter_types(&self) -> Vec<WasmType> {
        match self {
            Type::Primitive(Primitive::Unit) => Vec::new(),
            Type::Primitive(Primitive::String) | Type::List(_) | Type::Set(_) | Type::Map(..) => {
                Vec::from([WasmType::I32, WasmType::I32])
            }
            _ => Vec::from([self.wasm().unwrap_or(WasmType::I32)]),
        }
    }

    /// How it comes back as a result.
    pub fn result_kind(&self) -> ResultKind {
        match self {
            Type::Primitive(Primitive::Unit) => ResultKind::Unit,
            _ => self.wasm().map_or(ResultKind::Compound, ResultKind::Scalar),
        }
    }

    /// The types that it is directly made of; those of a definition are in its fields.
    pub fn parts(&self) -> Vec<&Type> {
        match self {
            Type::Primitive(_) | Type::Own(_) | Type::Borrow(_) => Vec::new(),
            Type::List(t) | Type::Set(t) | Type::Option(t) | Type::Array(t, _) => Vec::from([&**t]),
            Type::Map(a, b) | Type::Result(a, b) => Vec::from([&**a, &**b]),
            Type::Tuple(ts) => ts.iter().collect(),
            Type::Named(definition) => definition.fields().map(|f| &f.ty).collect(),
            Type::Iterator(items) => [&items.item].into_iter().chain(&items.raises).collect(),
            Type::Callable(signature) => {
                signature.params.iter().chain([&signature.result]).collect()
            }
        }
    }

    /// The class of the objects that it is.
    pub fn class(&self) -> Option<&Arc<Definition>> {
        match self {
            Type::Own(class) | Type::Borrow(class) => Some(class),
            _ => None,
        }
    }

    /// Whether this is a type of a class, iterator or callable.
    pub fn is_handle(&self) -> bool {
        matches!(
            self,
            Type::Own(_) | Type::Borrow(_) | Type::Iterator(_) | Type::Callable(_)
        )
    }

    /// Whether what the host answers for an argument of it can hold a string or list: the items of an iterable, the result
    /// of a callable.
    pub fn brings_pointers(&self) -> bool {
        match self {
            Type::Iterator(_) => true,
            Type::Callable(signature) => signature.raises || signature.result.has_pointers(),
            Type::Option(t) => t.brings_pointers(),
            _ => false,
        }
    }

    /// Whether a value of it holds a string or list, so that passing one can need memory beyond the scratch area.
    pub fn has_pointers(&self) -> bool {
        match self {
            Type::Primitive(p) => *p == Primitive::String,
            Type::List(_) | Type::Set(_) | Type::Map(..) => true,
            Type::Iterator(_) | Type::Callable(_) => false,
            _ => self.parts().into_iter().any(Type::has_pointers),
        }
    }

    /// Whether a list of it is one block of bytes without pointers, which the guest can use where it lies.
    pub fn is_plain(&self) -> bool {
        match self {
            Type::Primitive(p) => p.is_scalar(),
            Type::Tuple(ts) => ts.iter().all(Type::is_plain),
            Type::Array(t, _) => t.is_plain(),
            Type::Named(d) => {
                matches!(&d.kind, Kind::Record(r) if r.fields.iter().all(|f| f.ty.is_plain()))
            }
            _ => false,
        }
    }

    /// Whether `None` is one of its values, so that an option of it needs `Some` around a value.
    pub fn is_nullable(&self) -> bool {
        matches!(self, Type::Option(_) | Type::Primitive(Primitive::Unit))
    }

    /// Whether its values can be keys of a dict and members of a set in Python.
    pub fn is_hashable(&self) -> bool {
        match self {
            Type::Primitive(_) => true,
            // As bytes.
            Type::List(t) | Type::Array(t, _) => t.as_primitive() == Some(Primitive::U8),
            Type::Set(_) | Type::Map(..) => false,
            Type::Own(_) | Type::Borrow(_) | Type::Iterator(_) | Type::Callable(_) => false,
            Type::Option(_) | Type::Tuple(_) | Type::Result(..) => {
                self.parts().into_iter().all(Type::is_hashable)
            }
            Type::Named(d) => match &d.kind {
                Kind::Enum(_) | Kind::Flags(_) => true,
                Kind::Record(record) => {
                    record.frozen && record.fields.iter().all(|f| f.ty.is_hashable())
                }
                Kind::Variant(_) => d.fields().all(|f| f.ty.is_hashable()),
                Kind::Error(_) | Kind::Class => false,
            },
        }
    }

    /// Calls `visit` with every definition in it, those that others need first. Those that are shared may come again.
    pub fn each_definition(&self, visit: &mut dyn FnMut(&Arc<Definition>)) {
        for part in self.parts() {
            part.each_definition(visit);
        }
        if let Type::Named(definition) | Type::Own(definition) | Type::Borrow(definition) = self {
            visit(definition);
        }
    }
}

/// The layouts of some types.
pub(super) fn layouts<'a>(types: impl IntoIterator<Item = &'a Type>) -> Vec<Layout> {
    types.into_iter().map(Type::layout).collect()
}

/// The layout of fields, as of a tuple.
pub(super) fn layout_of_fields(fields: &[Field]) -> Layout {
    layout::tuple(&layouts(fields.iter().map(|f| &f.ty)))
}

impl fmt::Display for Type {
    /// The type much as WIT would write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, name: &str, parts: &[&Type]| {
            let parts: Vec<String> = parts.iter().map(|t| alloc::format!("{t}")).collect();
            write!(f, "{name}<{}>", parts.join(", "))
        };
        match self {
            Type::Primitive(p) => f.write_str(p.name()),
            Type::List(t) => list(f, "list", &[t]),
            Type::Set(t) => list(f, "set", &[t]),
            Type::Map(k, v) => list(f, "map", &[k, v]),
            Type::Option(t) => list(f, "option", &[t]),
            Type::Result(t, e) => list(f, "result", &[t, e]),
            Type::Tuple(ts) => list(f, "tuple", &ts.iter().collect::<Vec<_>>()),
            Type::Array(t, n) => write!(f, "array<{t}, {n}>"),
            Type::Named(definition) => f.write_str(&definition.name),
            Type::Own(class) => write!(f, "own<{}>", class.name),
            Type::Borrow(class) => write!(f, "borrow<{}>", class.name),
            Type::Iterator(items) => list(f, "iterator", &[&items.item]),
            Type::Callable(_) => f.write_str("callable"),
        }
    }
}
