//! The model of an exported function.

use syn::{Expr, Ident, Type};

/// An exported function, free of syntax that only Rust has.
pub struct Function {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation: string literals or macros that give one, such as `include_str!`.
    pub docs: Vec<Expr>,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Type of its result; `None` is `()`.
    pub result: Option<Type>,
}

/// One parameter.
pub struct Param {
    /// Its name in Python.
    pub name: String,
    /// Its type, every lifetime `'static`, so that it can stand in a constant.
    pub ty: Type,
}
