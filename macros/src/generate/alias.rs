//! Types in expansions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;

use crate::error;

/// An alias for a type, and the trait that it must have.
///
/// The compiler joins reports that are equal and stand at one place. So all tokens that mention the type are one span, the
/// start of the type, and however often the expansion mentions it, its mistake is reported once.
pub struct Alias<'a> {
    alias: Ident,
    ty: &'a Type,
    implements: Ident,
    /// Where the type stands.
    pub span: Span,
}

impl<'a> Alias<'a> {
    pub fn new(alias: &str, ty: &'a Type, implements: &str) -> Self {
        let span = error::span(ty);
        Alias {
            alias: Ident::new(alias, span),
            ty,
            implements: Ident::new(implements, span),
            span,
        }
    }

    pub fn declaration(&self) -> TokenStream {
        let Alias { alias, ty, .. } = self;
        quote!(type #alias = #ty;)
    }

    /// The alias.
    pub fn name(&self) -> &Ident {
        &self.alias
    }

    /// The trait.
    pub fn implements(&self) -> TokenStream {
        let Alias {
            implements, span, ..
        } = self;
        quote_spanned!(*span=> ::pyext::__private::#implements)
    }

    /// `<T as Trait>::member`.
    pub fn member(&self, member: &str) -> TokenStream {
        let implements = self.implements();
        let Alias { alias, span, .. } = self;
        let member = Ident::new(member, *span);
        quote_spanned!(*span=> <#alias as #implements>::#member)
    }

    /// The same type as one that implements another trait.
    pub fn also(&self, implements: &str) -> Alias<'a> {
        Alias {
            alias: self.alias.clone(),
            ty: self.ty,
            implements: Ident::new(implements, self.span),
            span: self.span,
        }
    }

    /// A variable that belongs to the type.
    pub fn variable(&self, name: &str) -> Ident {
        format_ident!("{}_{name}", self.alias, span = self.span)
    }
}
