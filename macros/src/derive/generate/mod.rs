//! From the model to tokens.

mod compound;
mod generics;
mod index;
mod text;

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Body, Definition};
use super::parse::Mistakes;
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
    let stand_in = mistakes.item.map(|(ident, generics)| {
        let implementation = Implementation::new(&ident, &generics);
        implementation.of(
            &quote!(#private::Value),
            &quote!(type Wire = #private::Mistaken;),
        )
    });
    let errors = mistakes.errors.into_tokens();
    quote!(#errors #stand_in)
}
