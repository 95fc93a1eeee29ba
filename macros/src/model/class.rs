//! The model of a class.

use pyext_abi::class::Role;
use pyext_abi::special::Wanted;
use syn::{Attribute, Expr, Ident, Type};

use super::Function;

/// A class.
pub struct Class {
    /// The type in Rust.
    pub ty: Type,
    /// The last part of its name in Rust.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// Whether another block describes the class, so that this one only adds functions.
    pub more: bool,
    /// What belongs to it, each with the conditions under which it is there.
    pub functions: Vec<(Vec<Attribute>, Function)>,
}

/// What makes a function one of a class.
pub struct Member {
    /// The type of the class.
    pub class: Type,
    /// The last part of its name.
    pub ident: Ident,
    /// What it is to the class.
    pub role: Role,
    /// What its result has to be.
    pub wanted: Wanted,
}
