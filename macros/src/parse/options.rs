//! The options of `#[export]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, LitStr, Token, parenthesized, token};

use super::list::separated;
use super::signature::{Entry, NO_TYPES};
use crate::error::Errors;

/// `#[export(…)]`.
#[derive(Default)]
pub struct Options {
    /// The name in Python.
    pub name: Option<LitStr>,
    /// How the parameters can be passed.
    pub signature: Option<Signature>,
    /// The place of `wipe`.
    pub wipe: Option<Span>,
    /// The place of `vectorize`.
    pub vectorize: Option<Span>,
    /// The place of `more`: the class has another block, which describes it.
    pub more: Option<Span>,
}

/// `signature = (…)`.
pub struct Signature {
    /// The place of the option.
    pub span: Span,
    /// What stands in it.
    pub entries: Vec<Entry>,
    /// Whether all of it could be read.
    pub whole: bool,
}

impl Options {
    /// Reads them all.
    pub fn read(tokens: TokenStream, errors: &mut Errors) -> Options {
        let read = |input: ParseStream<'_>| Ok(separated::<ExportOption>(input, "PX101", errors));
        // What cannot be read has been reported and left out.
        let list = read.parse2(tokens).unwrap_or_default();
        let mut options = Options::default();
        for option in list {
            options.add(option, errors);
        }
        options
    }

    fn add(&mut self, option: ExportOption, errors: &mut Errors) {
        let span = option.key.span();
        let twice = match option.value {
            Value::Name(name) => self.name.replace(name).is_some(),
            Value::Signature(entries, mistakes) => {
                let signature = Signature {
                    span,
                    entries,
                    whole: mistakes.is_empty(),
                };
                errors.extend(mistakes);
                self.signature.replace(signature).is_some()
            }
            Value::Wipe => self.wipe.replace(span).is_some(),
            Value::Vectorize => self.vectorize.replace(span).is_some(),
            Value::More => self.more.replace(span).is_some(),
        };
        if twice {
            let key = option.key;
            errors.at(
                &key,
                "PX101",
                format_args!("`{key}` stands twice. Remove one"),
            );
        }
    }

    /// Reports what only the `impl` of a class can have.
    pub fn no_more(&self, errors: &mut Errors) {
        if let Some(span) = self.more {
            errors.at_span(
                span,
                "PX101",
                "`more` is an option of a further `impl` of a class. Remove it",
            );
        }
    }

    /// Reports what only functions can have, and for all but classes what only these can.
    pub fn only_name(&self, what: &str, errors: &mut Errors) {
        let signature = self.signature.as_ref().map(|s| s.span);
        for (key, span) in [
            ("signature", signature),
            ("wipe", self.wipe),
            ("vectorize", self.vectorize),
        ] {
            if let Some(span) = span {
                errors.at_span(
                    span,
                    "PX101",
                    format_args!("`{key}` is an option of functions; {what} takes `name` only"),
                );
            }
        }
    }
}

/// One option.
struct ExportOption {
    key: Ident,
    value: Value,
}

enum Value {
    Name(LitStr),
    Signature(Vec<Entry>, Errors),
    Wipe,
    Vectorize,
    More,
}

impl Parse for ExportOption {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = match key.to_string().as_str() {
            "name" => {
                input.parse::<Token![=]>()?;
                Value::Name(input.parse()?)
            }
            "signature" => {
                input.parse::<Token![=]>()?;
                if !input.peek(token::Paren) {
                    return Err(input
                        .error("the signature stands in parentheses: `signature = (a, b = 1)`"));
                }
                let content;
                parenthesized!(content in input);
                let mut errors = Errors::default();
                let entries = separated(&content, "PX111", &mut errors);
                if input.peek(Token![->]) {
                    errors.at_span(input.span(), "PX111", NO_TYPES);
                    while !input.is_empty() && !input.peek(Token![,]) {
                        input.parse::<TokenTree>()?;
                    }
                }
                Value::Signature(entries, errors)
            }
            "wipe" => Value::Wipe,
            "vectorize" => Value::Vectorize,
            "more" => Value::More,
            other => {
                return Err(syn::Error::new(
                    key.span(),
                    format!(
                        "there is no option `{other}`. The options are `signature = (…)`, `name = \"…\"`, `wipe` and `vectorize`"
                    ),
                ));
            }
        };
        Ok(ExportOption { key, value })
    }
}
