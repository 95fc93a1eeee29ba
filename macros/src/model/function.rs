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
    /// How what it returns becomes that type.
    pub wrap: Wrap,
    /// Where it is said that it handles secrets.
    pub wipe: Option<Span>,
    /// Whether it runs on arrays as well.
    pub vectorize: bool,
    /// What it is to the class that it belongs to.
    pub member: Option<Member>,
}

/// One parameter.
pub struct Param {
    /// Its name in Python.
    pub name: String,
    /// Its type, without the names of lifetimes.
    pub ty: Type,
    /// What it is, as far as the syntax shows it.
    pub form: Form,
    /// How it can be passed in Python.
    pub kind: ParamKind,
    /// Its value if the caller leaves it out.
    pub default: Option<Literal>,
}

/// What a parameter is, as far as the syntax shows it.
pub enum Form {
    /// A value, of whatever type.
    Value,
    /// What the user of the extension provides, and Python does not pass.
    Injected,
    /// A Python callable.
    Callable(Box<Callable>),
}

/// `&dyn Fn(A, B) -> R`.
pub struct Callable {
    /// Whether it stands in an `Option`.
    pub optional: bool,
    /// The reference.
    pub ty: Type,
    /// The types of its parameters, without the names of lifetimes.
    pub inputs: Vec<Type>,
    /// The type of its result; `None` is `()`.
    pub output: Option<Type>,
}

/// How what a function returns becomes its result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    /// It is.
    Nothing,
    /// It is an `impl Iterator`.
    Whole,
    /// It is a `Result` with an `impl Iterator`.
    Value,
}
