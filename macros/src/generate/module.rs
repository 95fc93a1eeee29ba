//! The record of a submodule.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::{private, record};
use crate::model::{Module, ModuleName};

/// The record, on wasm32 only; it stands in the module, so that the compiler fills in the module's path.
pub fn record(module: &Module) -> TokenStream {
    let private = private();
    let docs = record::docs(&module.docs);
    let (check, name) = match &module.name {
        ModuleName::Known(name) => (None, quote!(#name)),
        ModuleName::OfFile(span) => {
            let name =
                quote_spanned!(*span=> ::pyext::__private::module_name(::core::module_path!()));
            (
                Some(quote!(const _: &::core::primitive::str = #name;)),
                name,
            )
        }
    };
    let statics = record::statics(&quote! {
        #private::module_record! {
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
        }
    });
    quote! {
        #check
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            #statics
        };
    }
}

/// The item with something more at the end of its braces.
pub fn inside(item: TokenStream, more: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    if let Some(TokenTree::Group(braces)) = tokens.last_mut()
        && braces.delimiter() == Delimiter::Brace
    {
        let mut content = braces.stream();
        content.extend(more);
        let mut group = Group::new(Delimiter::Brace, content);
        group.set_span(braces.span());
        *braces = group;
    }
    tokens.into_iter().collect()
}
