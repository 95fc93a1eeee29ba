//! The attributes on functions of a class, by PyO3's names: what each function is, and its options.

use proc_macro2::TokenStream;
use pyext_abi::class::Role;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Meta, Token, parse_quote};

use super::options::Options;
use crate::error::Errors;

/// What the attributes on a function say.
pub struct Marks {
    /// What it is, if that is said.
    pub role: Option<Role>,
    /// The options; the name of a property is one.
    pub options: Options,
}

/// Takes our attributes off a function, also those in a `cfg_attr`: whatever switches the export on switches them on.
pub fn take(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Marks {
    let mut ours: Vec<Meta> = Vec::new();
    attributes.retain_mut(|attribute| {
        if is_ours(&attribute.meta) {
            ours.push(attribute.meta.clone());
            return false;
        }
        if !attribute.path().is_ident("cfg_attr") {
            return true;
        }
        let parts = Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(parts) = attribute.parse_args_with(parts) else {
            return true;
        };
        let (found, others): (Vec<Meta>, Vec<Meta>) =
            parts
                .into_iter()
                .enumerate()
                .fold(Default::default(), |mut sorted, (i, part)| {
                    let list: &mut Vec<Meta> = match i > 0 && is_ours(&part) {
                        true => &mut sorted.0,
                        false => &mut sorted.1,
                    };
                    list.push(part);
                    sorted
                });
        if found.is_empty() {
            return true;
        }
        ours.extend(found);
        attribute.meta = parse_quote!(cfg_attr(#(#others),*));
        others.len() > 1
    });
    let mut marks = Marks {
        role: None,
        options: Options::default(),
    };
    let mut options = TokenStream::new();
    for meta in &ours {
        match role(meta) {
            Some(role) => marks.set(role, meta, errors),
            None => match meta {
                Meta::List(list) => {
                    let tokens = &list.tokens;
                    options.extend(quote!(#tokens,));
                }
                other => errors.at(
                    other,
                    "PX101",
                    "`#[pyext(…)]` takes options: `signature = (…)`, `name = \"…\"` and `wipe`",
                ),
            },
        }
    }
    let property = marks.options.name.take();
    marks.options = Options::read(options, errors);
    if let Some(property) = property
        && let Some(twice) = marks.options.name.replace(property)
    {
        errors.at(
            twice,
            "PX101",
            "the name of the property stands twice. Remove one",
        );
    }
    marks
}

fn is_ours(meta: &Meta) -> bool {
    role(meta).is_some() || meta.path().is_ident("pyext")
}

fn role(meta: &Meta) -> Option<Role> {
    const ROLES: [(&str, Role); 5] = [
        ("new", Role::Constructor),
        ("getter", Role::Getter),
        ("setter", Role::Setter),
        ("staticmethod", Role::Static),
        ("classmethod", Role::Class),
    ];
    let path = meta.path();
    let found = ROLES.iter().find(|(name, _)| path.is_ident(name));
    found.map(|(_, role)| *role)
}

impl Marks {
    fn set(&mut self, role: Role, meta: &Meta, errors: &mut Errors) {
        if self.role.is_some() {
            errors.at(
                meta,
                "PX142",
                "a function is one of `#[new]`, `#[getter]`, `#[setter]`, `#[staticmethod]`, `#[classmethod]`. Remove one",
            );
            return;
        }
        self.role = Some(role);
        match meta {
            Meta::Path(_) => {}
            Meta::List(list) if matches!(role, Role::Getter | Role::Setter) => {
                match syn::parse2::<syn::Ident>(list.tokens.clone()) {
                    Ok(name) => {
                        self.options.name = Some(LitStr::new(&name.to_string(), name.span()));
                    }
                    Err(_) => errors.at(
                        &list.tokens,
                        "PX142",
                        "the name of a property is an identifier: `#[getter(name)]`",
                    ),
                }
            }
            other => errors.at(
                other.to_token_stream(),
                "PX142",
                "this attribute takes nothing. Options stand in `#[pyext(…)]`",
            ),
        }
    }
}
