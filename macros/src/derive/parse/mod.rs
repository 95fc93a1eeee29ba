//! From Rust syntax to the model, with every mistake reported at its place.

mod failure;
mod fields;
mod names;
mod options;
mod recursion;

use proc_macro2::TokenStream;
use syn::{
    Attribute, Data, DataEnum, DataStruct, DeriveInput, Fields, GenericParam, Generics, Ident,
};

use super::model::{Body, Case, Definition, Failure, Field, Kind, Record, Shape, Unit};
use crate::error::Errors;
use crate::parse::docs;
use options::{Options, Place};

/// An item with mistakes.
pub struct Mistakes {
    /// The item, if it is one.
    pub item: Option<Box<(Ident, Generics)>>,
    /// What is wrong with it.
    pub errors: Errors,
}

/// Reads the item under a derive.
pub fn definition(kind: Kind, item: TokenStream) -> Result<Definition, Mistakes> {
    let mut errors = Errors::default();
    let item: DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => {
            errors.syntax(&error);
            return Err(Mistakes { item: None, errors });
        }
    };
    let place = match kind {
        Kind::Record => Place::Record,
        Kind::Error => Place::Error,
        _ => Place::Type,
    };
    let options = Options::read(&item.attrs, place, &mut errors);
    check_generics(kind, &item.generics, &mut errors);
    let name = names::of_type(&item.ident, options.name.as_ref(), &mut errors);
    let body = match (kind, &item.data) {
        (Kind::Record, Data::Struct(data)) => {
            record(&item, options.frozen, data, &mut errors).map(Body::Record)
        }
        (Kind::Enum, Data::Enum(data)) => enumeration(&item, data, &mut errors).map(Body::Enum),
        (Kind::Variant, Data::Enum(data)) => {
            variant(&item, &name, data, &mut errors).map(Body::Variant)
        }
        (Kind::Flags, Data::Struct(data)) => flags(&item, data, &mut errors).map(Body::Flags),
        (Kind::Error, Data::Struct(_) | Data::Enum(_)) => {
            let base = options.base.as_ref();
            failure::read(&item, &name, base, &mut errors).map(Body::Error)
        }
        (_, data) => {
            wrong_item(kind, &item.ident, data, &mut errors);
            None
        }
    };
    match body {
        Some(body) if errors.is_empty() => Ok(Definition {
            name,
            docs: docs::lines(&item.attrs),
            body,
            ident: item.ident,
            generics: item.generics,
        }),
        _ => Err(Mistakes {
            item: Some(Box::new((item.ident, item.generics))),
            errors,
        }),
    }
}

/// The derive stands on something that it is not for.
fn wrong_item(kind: Kind, ident: &Ident, data: &Data, errors: &mut Errors) {
    let message = match (kind, data) {
        (_, Data::Union(_)) => {
            "a union cannot cross to Python: nobody knows which field counts. Use an enum with `#[derive(Variant)]`"
        }
        (Kind::Record, _) => {
            "`Record` is for structs. On an enum write `#[derive(Enum)]`, or `#[derive(Variant)]` if its cases have data"
        }
        (Kind::Flags, _) => {
            "`Flags` is for structs of `bool` fields. On an enum write `#[derive(Enum)]`"
        }
        (Kind::Enum, _) => "`Enum` is for enums. On a struct write `#[derive(Record)]`",
        (Kind::Error, _) => "`Error` is for structs and enums",
        (Kind::Variant, _) => "`Variant` is for enums. On a struct write `#[derive(Record)]`",
    };
    errors.at(ident, "PX130", message);
}

fn check_generics(kind: Kind, generics: &Generics, errors: &mut Errors) {
    for parameter in &generics.params {
        match parameter {
            GenericParam::Const(parameter) => errors.at(
                parameter,
                "PX131",
                "a type with a constant parameter cannot cross to Python: each has one name there. Write the number in its place",
            ),
            GenericParam::Type(parameter) if matches!(kind, Kind::Enum | Kind::Flags) => errors.at(
                parameter,
                "PX131",
                "this type has no data, so it needs no parameters. Leave it out",
            ),
            _ => {}
        }
    }
}

fn record(
    item: &DeriveInput,
    frozen: bool,
    data: &DataStruct,
    errors: &mut Errors,
) -> Option<Record> {
    let Fields::Named(_) = &data.fields else {
        errors.at(
            &item.ident,
            "PX130",
            "the fields of a record have names in Python. Name them; a struct around one value can cross as that value: implement `pyext::Value`",
        );
        return None;
    };
    if data.fields.is_empty() {
        errors.at(&item.ident, "PX133", "a record needs a field");
    }
    Some(Record {
        frozen,
        in_place: is_repr_c(&item.attrs),
        fields: fields::read(&data.fields, item, errors),
    })
}

/// Whether `#[repr(C)]` and nothing that moves fields stands on it.
fn is_repr_c(attributes: &[Attribute]) -> bool {
    let mut c = false;
    let mut other = false;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("repr")) {
        // The compiler reports what is wrong in it.
        let _ = attribute.parse_nested_meta(|meta| {
            match meta.path.is_ident("C") {
                true => c = true,
                false => other = true,
            }
            if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                content.parse::<TokenStream>()?;
            }
            Ok(())
        });
    }
    c && !other
}

fn enumeration(item: &DeriveInput, data: &DataEnum, errors: &mut Errors) -> Option<Vec<Unit>> {
    if data.variants.is_empty() {
        errors.at(&item.ident, "PX133", "an enum needs a case");
    }
    for case in data
        .variants
        .iter()
        .filter(|c| !matches!(c.fields, Fields::Unit))
    {
        errors.at(
            &case.fields,
            "PX134",
            "the cases of an `Enum` have no data. Write `#[derive(Variant)]`",
        );
    }
    let mut taken = names::Taken::default();
    let cases = data.variants.iter().map(|case| {
        let options = Options::read(&case.attrs, Place::Part, errors);
        Unit {
            ident: case.ident.clone(),
            name: names::of_member(
                &case.ident,
                options.name.as_ref(),
                "case",
                &mut taken,
                errors,
            ),
            docs: docs::lines(&case.attrs),
        }
    });
    Some(cases.collect())
}

fn variant(
    item: &DeriveInput,
    name: &str,
    data: &DataEnum,
    errors: &mut Errors,
) -> Option<Vec<Case>> {
    if data.variants.is_empty() {
        errors.at(&item.ident, "PX133", "a variant needs a case");
    } else if data.variants.iter().all(|c| c.fields.is_empty()) {
        errors.at(
            &item.ident,
            "PX134",
            "no case of this `Variant` has data. Write `#[derive(Enum)]`",
        );
    }
    Some(cases(item, name, data, fields::read, errors))
}

/// The cases, whose fields `read` reads.
fn cases(
    item: &DeriveInput,
    name: &str,
    data: &DataEnum,
    read: impl Fn(&Fields, &DeriveInput, &mut Errors) -> Vec<Field>,
    errors: &mut Errors,
) -> Vec<Case> {
    let mut taken = names::Taken::default();
    let cases = data.variants.iter().map(|case| {
        let options = Options::read(&case.attrs, Place::Part, errors);
        Case {
            ident: case.ident.clone(),
            class: names::of_class(name, &case.ident, options.name.as_ref(), &mut taken, errors),
            docs: docs::lines(&case.attrs),
            fields: read(&case.fields, item, errors),
        }
    });
    cases.collect()
}

fn flags(item: &DeriveInput, data: &DataStruct, errors: &mut Errors) -> Option<Vec<Unit>> {
    let Fields::Named(named) = &data.fields else {
        errors.at(
            &item.ident,
            "PX130",
            "flags have names in Python. Name the fields",
        );
        return None;
    };
    let count = named.named.len();
    if count == 0 || count > pyext_abi::names::MAX_FLAGS {
        errors.at(
            &item.ident,
            "PX133",
            format_args!(
                "it has {count} flags, and can have 1 to {}",
                pyext_abi::names::MAX_FLAGS
            ),
        );
    }
    let mut taken = names::Taken::default();
    let mut flags = Vec::new();
    for field in &named.named {
        let is_bool = matches!(&field.ty, syn::Type::Path(path) if path.path.is_ident("bool"));
        if !is_bool {
            errors.at(
                &field.ty,
                "PX135",
                "a flag is a `bool`. For other fields write `#[derive(Record)]`",
            );
        }
        let options = Options::read(&field.attrs, Place::Part, errors);
        if let Some(ident) = &field.ident {
            flags.push(Unit {
                ident: ident.clone(),
                name: names::of_member(ident, options.name.as_ref(), "flag", &mut taken, errors),
                docs: docs::lines(&field.attrs),
            });
        }
    }
    Some(flags)
}
