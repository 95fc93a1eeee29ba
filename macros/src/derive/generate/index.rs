//! Enums and flags: one number.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Definition, Unit};
use super::generics::Implementation;
use super::text;
use crate::generate::private;

/// The implementations for an enum.
pub fn enumeration(definition: &Definition, cases: &[Unit]) -> TokenStream {
    let private = private();
    let idents: Vec<_> = cases.iter().map(|case| &case.ident).collect();
    let names = cases.iter().map(|case| &case.name);
    let indexes: Vec<u32> = (0..).take(cases.len()).collect();
    let count = cases.len();
    let indexed = indexed(
        definition,
        &quote!(#private::layout::index(#count)),
        &quote! {
            match index {
                #(#indexes => ::core::option::Option::Some(Self::#idents),)*
                _ => ::core::option::Option::None,
            }
        },
        &quote! {
            match self {
                #(Self::#idents => #indexes,)*
            }
        },
    );
    let values = quote! {
        const CASES: &'static [(i64, &'static str)] = &[#((#private::case_value(Self::#idents as i128), #names)),*];
    };
    let implementation = Implementation::new(&definition.ident, &definition.generics);
    let literal = implementation.of(&quote!(#private::Cases), &values);
    quote!(#indexed #literal)
}

/// The implementations for flags.
pub fn flags(definition: &Definition, flags: &[Unit]) -> TokenStream {
    let private = private();
    let idents: Vec<_> = flags.iter().map(|flag| &flag.ident).collect();
    let bits: Vec<u32> = (0..).take(flags.len()).map(|i| 1 << i).collect();
    let count = flags.len();
    let all: u32 = bits.iter().sum();
    indexed(
        definition,
        &quote!(#private::layout::flags(#count)),
        &quote! {
            match index & !#all {
                0 => ::core::option::Option::Some(Self { #(#idents: index & #bits != 0),* }),
                _ => ::core::option::Option::None,
            }
        },
        &quote!(0 #(| if self.#idents { #bits } else { 0 })*),
    )
}

fn indexed(
    definition: &Definition,
    layout: &TokenStream,
    from_index: &TokenStream,
    into_index: &TokenStream,
) -> TokenStream {
    let private = private();
    let implementation = Implementation::new(&definition.ident, &definition.generics);
    let ty = text::constant(definition);
    let value = implementation.of(
        &quote!(#private::Value),
        &quote!(type Wire = #private::Index<Self>;),
    );
    let indexed = implementation.of(
        &quote!(#private::Indexed),
        &quote! {
            #ty
            const LAYOUT: #private::Layout = #layout;

            fn from_index(index: u32) -> ::core::option::Option<Self> {
                #from_index
            }

            fn into_index(self) -> u32 {
                #into_index
            }
        },
    );
    quote! {
        #value

        // SAFETY: the layout is that of the definition in the text.
        unsafe #indexed
    }
}
