//! Types in expansions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;

use crate::error;

/// A type, and the trait that it must have, or that the way in which it is passed must have for it.
///
/// The compiler joins reports that are equal and stand at one place. So all tokens that mention the type are one span, the
/// start of the type, and however often the expansion mentions it, its mistake is reported once.
pub struct Alias<'a> {
    ty: &'a Type,
    /// What stands for it.
    name: TokenStream,
    /// What names that belong to it begin with.
    prefix: String,
    implements: Ident,
    /// Whether the trait is one of the way in which it is passed.
    passed: bool,
    /// Where the type stands.
    pub span: Span,
}

impl<'a> Alias<'a> {
    /// A type that an alias stands for.
    pub fn new(alias: &str, ty: &'a Type, implements: &str) -> Self {
        let span = error::span(ty);
        let ident = Ident::new(alias, span);
        Alias {
            ty,
            name: quote!(#ident),
            prefix: alias.to_string(),
            implements: Ident::new(implements, span),
            passed: false,
            span,
        }
    }

    /// The type of a result.
    pub fn result(ty: &'a Type) -> Self {
        Alias {
            passed: true,
            ..Alias::new("__Result", ty, "Ret")
        }
    }

    /// The type of a parameter. It stands for itself: where lifetimes are left out an alias could not.
    pub fn param(index: usize, ty: &'a Type) -> Self {
        Alias {
            name: quote!(#ty),
            passed: true,
            ..Alias::new(&format!("__param{index}"), ty, "Param")
        }
    }

    pub fn declaration(&self) -> TokenStream {
        let Alias { name, ty, .. } = self;
        quote!(type #name = #ty;)
    }

    /// The alias.
    pub fn name(&self) -> &TokenStream {
        &self.name
    }

    /// How it is passed.
    pub fn pass(&self) -> TokenStream {
        let name = &self.name;
        quote_spanned!(self.span=> ::pyext::__private::PassOf<#name>)
    }

    /// `<T as Trait>::member`.
    pub fn member(&self, member: &str) -> TokenStream {
        self.member_for(&self.name, member)
    }

    /// The member for a type that differs in lifetimes from this one.
    pub fn member_for(&self, ty: &TokenStream, member: &str) -> TokenStream {
        let Alias {
            name,
            implements,
            span,
            ..
        } = self;
        let member = Ident::new(member, *span);
        let path = quote_spanned!(*span=> ::pyext::__private::#implements);
        if self.passed {
            let pass = self.pass();
            quote_spanned!(*span=> <#pass as #path<#ty>>::#member)
        } else {
            quote_spanned!(*span=> <#name as #path>::#member)
        }
    }

    /// The same type as one that implements another trait.
    pub fn also(&self, implements: &str) -> Alias<'a> {
        Alias {
            ty: self.ty,
            name: self.name.clone(),
            prefix: self.prefix.clone(),
            implements: Ident::new(implements, self.span),
            passed: false,
            span: self.span,
        }
    }

    /// A name that belongs to the type.
    pub fn variable(&self, name: &str) -> Ident {
        format_ident!("{}_{name}", self.prefix, span = self.span)
    }
}
