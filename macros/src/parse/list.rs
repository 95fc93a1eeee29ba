//! Items between commas, read on behind every mistake.

use proc_macro2::TokenTree;
use syn::Token;
use syn::parse::{Parse, ParseStream};

use crate::error::Errors;

/// The items that can be read. A mistake, reported with `code`, ends at the next comma.
pub fn separated<T: Parse>(input: ParseStream<'_>, code: &str, errors: &mut Errors) -> Vec<T> {
    let mut items = Vec::new();
    while !input.is_empty() {
        let mut read = || -> syn::Result<()> {
            items.push(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
            Ok(())
        };
        if let Err(error) = read() {
            errors.syntax_of(code, &error);
            skip(input);
        }
    }
    items
}

/// Goes on behind the next comma, or to the end.
fn skip(input: ParseStream<'_>) {
    while !input.is_empty() {
        let comma = input.peek(Token![,]);
        // A token tree can always be read while there is anything.
        if input.parse::<TokenTree>().is_err() || comma {
            return;
        }
    }
}
