//! The model of an exported constant.

use syn::{Expr, Ident, Type};

/// An exported constant.
pub struct Constant {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// Its type, every lifetime `'static`.
    pub ty: Type,
}
