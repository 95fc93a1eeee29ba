//! The model of an import: a trait whose functions the user of the extension provides.

use syn::{Expr, Ident, Signature, Type};

/// An import.
pub struct Import {
    /// The trait.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// Its functions, without those that have a body.
    pub functions: Vec<Imported>,
}

/// A function of an import.
pub struct Imported {
    /// As it stands in the trait.
    pub signature: Signature,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// Its parameters behind `self`: the name in Rust, the one in Python, the type.
    pub params: Vec<(Ident, String, Type)>,
    /// Its result; `None` is `()`.
    pub result: Option<Type>,
}
