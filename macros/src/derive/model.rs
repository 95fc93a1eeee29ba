//! Types with names, free of syntax that only Rust has.

use syn::{Expr, Generics, Ident, Member, Type};

/// The derives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `#[derive(Record)]`.
    Record,
    /// `#[derive(Enum)]`.
    Enum,
    /// `#[derive(Variant)]`.
    Variant,
    /// `#[derive(Flags)]`.
    Flags,
    /// `#[derive(Error)]`.
    Error,
}

/// A type with a name.
pub struct Definition {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its lifetimes and type parameters.
    pub generics: Generics,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// What it is.
    pub body: Body,
}

/// What a type with a name is.
pub enum Body {
    /// Named fields.
    Record(Record),
    /// One of several cases without data.
    Enum(Vec<Unit>),
    /// One of several cases with data.
    Variant(Vec<Case>),
    /// Any of several names.
    Flags(Vec<Unit>),
    /// An exception.
    Error(Failure),
}

/// An error.
pub struct Failure {
    /// The builtin exception that its class derives from as well.
    pub base: Option<String>,
    /// What it is in Rust.
    pub shape: Shape,
}

/// What an error is in Rust. What stays there is left out.
pub enum Shape {
    /// A struct with these fields.
    Struct(Vec<Field>),
    /// An enum with these cases.
    Enum(Vec<Case>),
}

/// A record.
pub struct Record {
    /// Whether its fields cannot be changed in Python.
    pub frozen: bool,
    /// Whether its layout in Rust is the canonical one, if it is so for its fields.
    pub in_place: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of a record, case or error.
pub struct Field {
    /// Its name or number in Rust.
    pub member: Member,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// Its type.
    pub ty: Type,
}

/// A case of a variant or error.
pub struct Case {
    /// Its name in Rust, and in the interface.
    pub ident: Ident,
    /// The name of its class in Python.
    pub class: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
    /// Its data.
    pub fields: Vec<Field>,
}

/// A case of an enum, or a flag.
pub struct Unit {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
}

impl Body {
    /// All fields, those of every case.
    pub fn fields(&self) -> Vec<&Field> {
        match self {
            Body::Record(Record { fields, .. })
            | Body::Error(Failure {
                shape: Shape::Struct(fields),
                ..
            }) => fields.iter().collect(),
            Body::Variant(cases)
            | Body::Error(Failure {
                shape: Shape::Enum(cases),
                ..
            }) => cases.iter().flat_map(|case| &case.fields).collect(),
            Body::Enum(_) | Body::Flags(_) => Vec::new(),
        }
    }
}
