//! Defaults: as Rust that the compiler checks against the type, and as text of the interface.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::private;
use crate::model::{Literal, Shape};

/// The value in the form that the type of a parameter takes for its default: `Literal::Form` in the SDK.
pub fn form(literal: &Literal) -> TokenStream {
    let span = literal.span;
    let minus = |negative: bool| negative.then(|| quote_spanned!(span=> -));
    match &literal.shape {
        Shape::Unit => quote_spanned!(span=> ()),
        Shape::Bool(value) => quote!(#value),
        Shape::Integer { negative, digits } => {
            let minus = minus(*negative);
            quote!(#minus #digits)
        }
        Shape::Float {
            negative, digits, ..
        } => {
            let minus = minus(*negative);
            quote!(#minus #digits)
        }
        Shape::Char(value) => quote!(#value),
        Shape::Text(value) => quote!(#value),
        Shape::Byte(value) => quote!(#value),
        Shape::Bytes(value) => quote!(#value),
        Shape::None => quote_spanned!(span=> ::core::option::Option::None),
        Shape::Some(inner) => {
            let inner = form(inner);
            quote_spanned!(span=> ::core::option::Option::Some(#inner))
        }
        Shape::List(items) => {
            let items = items.iter().map(form);
            quote_spanned!(span=> &[#(#items),*])
        }
        Shape::Tuple(items) => {
            let items = items.iter().map(form);
            quote_spanned!(span=> (#(#items,)*))
        }
        Shape::Case(path) => quote!(#path),
    }
}

/// An expression for the text.
pub fn text(literal: &Literal) -> TokenStream {
    let private = private();
    let json = |json: &str| quote!(&#private::Text::Literal(#json));
    match &literal.shape {
        Shape::Unit | Shape::None => json("null"),
        Shape::Bool(value) => json(&value.value.to_string()),
        Shape::Integer { negative, digits } => {
            let minus = if *negative { "-" } else { "" };
            json(&format!("{minus}{}", digits.base10_digits()))
        }
        // As JSON writes it, and so that it reads back as the same.
        Shape::Float { value, .. } => json(&format!("{value:?}")),
        Shape::Char(value) => {
            let text = value.value().to_string();
            quote!(&#private::Text::Quoted(#text))
        }
        Shape::Text(value) => {
            let text = value.value();
            quote!(&#private::Text::Quoted(#text))
        }
        Shape::Byte(value) => json(&value.value().to_string()),
        Shape::Bytes(value) => json(&format!("{:?}", value.value()).replace(' ', "")),
        Shape::Some(inner) => text(inner),
        Shape::List(items) | Shape::Tuple(items) => {
            let items = items.iter().map(text);
            quote! {
                &#private::Text::Join(&[
                    &#private::Text::Literal("["),
                    &#private::Text::Commas(&[#(#items),*]),
                    &#private::Text::Literal("]"),
                ])
            }
        }
        Shape::Case(path) => {
            quote_spanned!(literal.span=> &#private::Text::Quoted(#private::case_name(&#path, #path as i64)))
        }
    }
}

/// Whether there is a case of an enum in it, of which only the enum's type knows what it is called.
pub fn has_case(literal: &Literal) -> bool {
    match &literal.shape {
        Shape::Case(_) => true,
        Shape::Some(inner) => has_case(inner),
        Shape::List(items) | Shape::Tuple(items) => items.iter().any(has_case),
        _ => false,
    }
}
