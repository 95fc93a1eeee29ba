//! Types in expansions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;

use crate::error;

/// An alias for a type, and the trait that it must have, or that the way in which it is passed must have for it.
///
/// The compiler joins reports that are equal and stand at one place. So all tokens that mention the type are one span, the
/// start of the type, and however often the expansion mentions it, its mistake is reported once.
pub struct Alias<'a> {
    alias: Ident,
    ty: &'a Type,
    implements: Ident,
    /// The alias for the way in which it is passed.
    pass: Option<Ident>,
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
            pass: None,
            span,
        }
    }

    /// Of a parameter or result.
    pub fn passed(alias: &str, ty: &'a Type, implements: &str) -> Self {
        let plain = Alias::new(alias, ty, implements);
        Alias {
            pass: Some(plain.variable("Pass")),
            ..plain
        }
    }

    pub fn declaration(&self) -> TokenStream {
        let Alias { alias, ty, .. } = self;
        let pass = self.pass.as_ref().map(
            |pass| quote_spanned!(self.span=> type #pass = ::pyext::__private::PassOf<#alias>;),
        );
        quote!(type #alias = #ty; #pass)
    }

    /// The alias.
    pub fn name(&self) -> &Ident {
        &self.alias
    }

    /// `<T as Trait>::member`.
    pub fn member(&self, member: &str) -> TokenStream {
        let alias = &self.alias;
        self.member_for(&quote!(#alias), member)
    }

    /// The member for a type that differs in lifetimes from this one.
    pub fn member_for(&self, ty: &TokenStream, member: &str) -> TokenStream {
        let Alias {
            alias,
            implements,
            span,
            ..
        } = self;
        let member = Ident::new(member, *span);
        let path = quote_spanned!(*span=> ::pyext::__private::#implements);
        match &self.pass {
            Some(pass) => quote_spanned!(*span=> <#pass as #path<#ty>>::#member),
            None => quote_spanned!(*span=> <#alias as #path>::#member),
        }
    }

    /// The same type as one that implements another trait.
    pub fn also(&self, implements: &str) -> Alias<'a> {
        Alias {
            alias: self.alias.clone(),
            ty: self.ty,
            implements: Ident::new(implements, self.span),
            pass: None,
            span: self.span,
        }
    }

    /// A name that belongs to the type.
    pub fn variable(&self, name: &str) -> Ident {
        format_ident!("{}_{name}", self.alias, span = self.span)
    }
}
