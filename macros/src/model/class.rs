//! The model of a class.

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

/// What a function is to its class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It makes an object.
    Constructor,
    /// It is called on one.
    Method,
    /// It reads a property.
    Getter,
    /// It sets a property.
    Setter,
    /// It is called on the class.
    Static,
    /// The same; Python shows it as a class method.
    Class,
}

impl Role {
    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Constructor => "constructor",
            Role::Method => "method",
            Role::Getter => "getter",
            Role::Setter => "setter",
            Role::Static => "static",
            Role::Class => "class",
        }
    }

    /// Whether it is called on an object.
    pub const fn takes_self(self) -> bool {
        matches!(self, Role::Method | Role::Getter | Role::Setter)
    }
}
