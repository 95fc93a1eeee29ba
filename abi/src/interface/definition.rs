//! Definitions: the types that have a name, each a class in Python.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::types::{Type, layout_of_fields};
use crate::layout::{self, Layout};

/// A type with a name.
#[derive(Clone, PartialEq, Debug)]
pub struct Definition {
    /// Its name in Python, with its submodule's in front: `geometry.Point`.
    pub name: String,
    /// Documentation.
    pub docs: String,
    /// What it is.
    pub kind: Kind,
    /// The Rust module that it stands in; known only before linking.
    pub path: Option<String>,
}

/// The kinds of definitions.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// Named fields.
    Record(Record),
    /// One of several cases without data.
    Enum(Vec<EnumCase>),
    /// One of several cases with data.
    Variant(Vec<Case>),
    /// Any of several names.
    Flags(Vec<Flag>),
    /// An error.
    Error(Error),
    /// A class, whose objects stay in the guest. What belongs to it are functions.
    Class,
}

/// A record.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// Whether its fields cannot be changed in Python.
    pub frozen: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of a record, of a case or of an error.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
}

/// A case of an enum.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EnumCase {
    /// Its name.
    pub name: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The value of the Python enum's member.
    pub value: i64,
}

/// A case of a variant or error.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Name of its class in Python, without a submodule.
    pub class: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// One flag.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Flag {
    /// Its name.
    pub name: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// An error type.
#[derive(Clone, PartialEq, Debug)]
pub struct Error {
    /// The builtin exception that its class derives from as well.
    pub base: Option<String>,
    /// Its data.
    pub shape: ErrorShape,
}

/// What an error type is in Rust.
#[derive(Clone, PartialEq, Debug)]
pub enum ErrorShape {
    /// A struct: one class.
    Struct(Vec<Field>),
    /// An enum: a class for each case, which derives from the type's.
    Enum(Vec<Case>),
}

impl Definition {
    /// Size and alignment in memory.
    pub fn layout(&self) -> Layout {
        match &self.kind {
            Kind::Record(record) => layout_of_fields(&record.fields),
            Kind::Enum(cases) => layout::index(cases.len()),
            Kind::Flags(flags) => layout::flags(flags.len()),
            Kind::Variant(cases) => layout_of_cases(cases),
            Kind::Error(error) => match &error.shape {
                ErrorShape::Struct(fields) => layout_of_fields(fields),
                ErrorShape::Enum(cases) => layout_of_cases(cases),
            },
            Kind::Class => layout::HANDLE,
        }
    }

    /// The cases of a variant or error.
    pub fn cases(&self) -> &[Case] {
        match &self.kind {
            Kind::Variant(cases) => cases,
            Kind::Error(error) => match &error.shape {
                ErrorShape::Enum(cases) => cases,
                ErrorShape::Struct(_) => &[],
            },
            _ => &[],
        }
    }

    /// All fields, those of every case.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let own: &[Field] = match &self.kind {
            Kind::Record(record) => &record.fields,
            Kind::Error(error) => match &error.shape {
                ErrorShape::Struct(fields) => fields,
                ErrorShape::Enum(_) => &[],
            },
            _ => &[],
        };
        let of_cases = self.cases().iter().flat_map(|case| &case.fields);
        own.iter().chain(of_cases)
    }

    /// The submodule that it is in; none at the top.
    pub fn submodule(&self) -> Option<&str> {
        super::submodule(&self.name)
    }

    /// Its name without the submodule's.
    pub fn local_name(&self) -> &str {
        super::local_name(&self.name)
    }

    /// Whether this is a class.
    pub fn is_class(&self) -> bool {
        matches!(self.kind, Kind::Class)
    }

    /// Whether this is an error.
    pub fn is_error(&self) -> bool {
        matches!(self.kind, Kind::Error(_))
    }
}

fn layout_of_cases(cases: &[Case]) -> Layout {
    let payloads: Vec<Layout> = cases.iter().map(|c| layout_of_fields(&c.fields)).collect();
    layout::variant(&payloads)
}
