//! From the model to tokens.

mod compound;
mod generics;
mod index;
mod text;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::model::{Body, Definition};
use super::parse::Mistakes;
use crate::error;
use crate::generate::private;
use generics::Implementation;

/// What the derive adds to the item.
pub fn definition(definition: &Definition) -> TokenStream {
    let implementations = match &definition.body {
        Body::Record(record) => compound::record(definition, record),
        Body::Variant(cases) => compound::variant(definition, cases),
        Body::Enum(cases) => index::enumeration(definition, cases),
        Body::Flags(flags) => index::flags(definition, flags),
        Body::Error(failure) => compound::failure(definition, failure),
    };
    quote! {
        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic, deprecated)]
        const _: () = {
            #implementations
        };
    }
}

/// The mistakes, and what keeps the uses of the type from adding to them.
pub fn mistakes(mistakes: Mistakes) -> TokenStream {
    let private = private();
    let stand_in = mistakes.item.map(|item| {
        let (ident, generics) = *item;
        let implementation = || Implementation::new(&ident, &generics);
        let value = implementation().of(
            &quote!(#private::Value),
            &quote!(type Wire = #private::Mistaken;),
        );
        let implementation = implementation().parameters("Lift").lifted_bounds();
        let lifted = implementation.lifted();
        let lifts = implementation.of_wire(
            &quote!(#private::Mistaken),
            &quote!(#private::Lifts),
            &quote! {
                type Out<'__s> = #lifted;

                unsafe fn lift<'__s>(_: &'__s #private::Frame, _: usize) -> Self::Out<'__s> {
                    #private::invalid()
                }
            },
        );
        quote!(#value unsafe #lifts)
    });
    let errors = mistakes.errors.into_tokens();
    quote!(#errors #stand_in)
}

/// `<T as Trait>::member`, all of it where the type stands, so that its mistake is reported there, and once.
fn member_of(ty: &Type, implements: &str, member: &str) -> TokenStream {
    let span = error::span(ty);
    let (implements, member) = (Ident::new(implements, span), Ident::new(member, span));
    quote_spanned!(span=> <#ty as ::pyext::__private::#implements>::#member)
}
