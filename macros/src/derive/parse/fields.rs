//! Fields of records and cases.

use quote::format_ident;
use syn::{DeriveInput, Fields, Index, Member};

use super::options::{Options, Place};
use super::{Field, names, recursion};
use crate::error::Errors;
use crate::parse::docs;

/// The fields, those without a name called `value`, or `value0`, `value1` and so on if there are several.
pub fn read(fields: &Fields, item: &DeriveInput, errors: &mut Errors) -> Vec<Field> {
    let mut taken = names::Taken::default();
    let several = fields.len() > 1;
    let mut read = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        recursion::check(&field.ty, &item.ident, errors);
        let options = Options::read(&field.attrs, Place::Part, errors);
        let (member, ident) = match &field.ident {
            Some(ident) => (Member::Named(ident.clone()), ident.clone()),
            None => {
                let span = crate::error::span(&field.ty);
                let ident = match several {
                    true => format_ident!("value{i}", span = span),
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
