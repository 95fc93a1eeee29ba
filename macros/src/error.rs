//! Collects mistakes, so that all are reported at once, each at its place and with its code.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

/// Mistakes found so far.
#[derive(Default)]
pub struct Errors(Option<syn::Error>);

impl Errors {
    /// A mistake in the whole of `tokens`.
    pub fn at(&mut self, tokens: impl ToTokens, code: &str, message: impl Display) {
        self.push(syn::Error::new_spanned(
            tokens,
            format!("{code}: {message}"),
        ));
    }

    /// A mistake at `span`.
    pub fn at_span(&mut self, span: Span, code: &str, message: impl Display) {
        self.push(syn::Error::new(span, format!("{code}: {message}")));
    }

    /// A mistake that syn found.
    pub fn syntax(&mut self, error: &syn::Error) {
        self.syntax_of("PX101", error);
    }

    /// A mistake that syn found in something that has a code of its own.
    pub fn syntax_of(&mut self, code: &str, error: &syn::Error) {
        self.at_span(error.span(), code, error);
    }

    /// Those of `others` as well.
    pub fn extend(&mut self, others: Errors) {
        if let Some(others) = others.0 {
            self.push(others);
        }
    }

    fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// The `compile_error!` calls, none if there is no mistake.
    pub fn into_tokens(self) -> TokenStream {
        self.0.map(|e| e.to_compile_error()).unwrap_or_default()
    }

    /// Whether there is no mistake.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// Span of all of `tokens`.
pub fn span(tokens: &impl Spanned) -> Span {
    tokens.span()
}
