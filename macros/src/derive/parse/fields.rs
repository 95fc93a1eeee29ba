//! Fields of records, cases and errors.

use quote::format_ident;
use syn::{DeriveInput, Fields, Index, Member};

use super::options::{Options, Place};
use super::{Field, names, recursion};
use crate::error::Errors;
use crate::parse::docs;

/// The fields, those without a name called `value`, or `value0`, `value1` and so on if there are several.
pub fn read(fields: &Fields, item: &DeriveInput, errors: &mut Errors) -> Vec<Field> {
    read_at(Place::Part, fields, item, errors)
}

/// The fields of an error, without those that stay in Rust.
pub fn read_of_error(fields: &Fields, item: &DeriveInput, errors: &mut Errors) -> Vec<Field> {
    let read = read_at(Place::ErrorField, fields, item, errors);
    for field in &read {
        names::check_of_error(field, errors);
    }
    read
}

fn read_at(place: Place, fields: &Fields, item: &DeriveInput, errors: &mut Errors) -> Vec<Field> {
    let mut crossing = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        let options = Options::read(&field.attrs, place, errors);
        if !(options.source || place == Place::ErrorField && is_source(field)) {
            crossing.push((i, field, options));
        }
    }
    let mut taken = names::Taken::default();
    let several = crossing.len() > 1;
    let mut read = Vec::new();
    for (number, (i, field, options)) in crossing.into_iter().enumerate() {
        recursion::check(&field.ty, &item.ident, errors);
        let (member, ident) = match &field.ident {
            Some(ident) => (Member::Named(ident.clone()), ident.clone()),
            None => {
                let span = crate::error::span(&field.ty);
                let ident = match several {
                    true => format_ident!("value{number}", span = span),
                    false => format_ident!("value", span = span),
                };
                (Member::Unnamed(Index::from(i)), ident)
            }
        };
        read.push(Field {
            member,
            name: names::of_field(&ident, options.name.as_ref(), &mut taken, errors),
            docs: docs::lines(&field.attrs),
            ty: field.ty.clone(),
        });
    }
    read
}

/// Whether another derive, such as that of thiserror, takes the field for the error's source.
fn is_source(field: &syn::Field) -> bool {
    const NAMES: [&str; 3] = ["source", "from", "backtrace"];
    let mut attributes = field.attrs.iter();
    attributes.any(|a| NAMES.iter().any(|name| a.path().is_ident(name)))
}
