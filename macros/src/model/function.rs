//! The model of an exported function.

use proc_macro2::Span;
use pyext_abi::parameter::ParamKind;
use syn::{Expr, Ident, Type};

use super::{Literal, Member};

/// An exported function.
pub struct Function {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation: string literals or macros that give one, such as `include_str!`.
    pub docs: Vec<Expr>,
    /// Its parameters, `self` first.
    pub params: Vec<Param>,
    /// Type of its result; `None` is `()`.
    pub result: Option<Type>,
    /// Where it is said that it handles secrets.
    pub wipe: Option<Span>,
    /// What it is to the class that it belongs to.
    pub member: Option<Member>,
}

/// One parameter.
pub struct Param {
    /// Its name in Python.
    pub name: String,
    /// Its type, without the names of lifetimes.
    pub ty: Type,
    /// How it can be passed in Python.
    pub kind: ParamKind,
    /// Its value if the caller leaves it out.
    pub default: Option<Literal>,
}
