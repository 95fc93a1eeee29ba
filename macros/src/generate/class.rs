//! A class: its description, what drops its objects, and the wrappers of its functions.

use proc_macro2::TokenStream;
use pyext_abi::names;
use quote::{format_ident, quote};

use super::{function, private, record};
use crate::model::Class;

/// All that belongs to it. Without a `wrapper`, because there are mistakes, what other code needs to know of the class.
pub fn class(class: &Class, wrapper: bool) -> TokenStream {
    let description = (!class.more).then(|| description(class, wrapper));
    let functions = class.functions.iter().map(|(conditions, function)| {
        let checks = function::checks(function, wrapper);
        let wrapper = wrapper.then(|| function::wrapper(function));
        match conditions.is_empty() {
            true => quote!(#checks #wrapper),
            false => quote! {
                #(#conditions)*
                const _: () = {
                    #checks
                    #wrapper
                };
            },
        }
    });
    quote! {
        #description
        #(#functions)*
    }
}

/// What describes the class itself, and drops its objects.
fn description(class: &Class, wrapper: bool) -> TokenStream {
    let private = private();
    let Class {
        ty, name, ident, ..
    } = class;
    let docs = record::docs(&class.docs);
    let drop = wrapper.then(|| {
        let (prefix, ident) = (names::SYMBOL_PREFIX, ident.to_string());
        let symbol = quote!(::core::concat!(#prefix, ::core::module_path!(), "::[drop]", #ident));
        let statics = record::statics(&quote! {
            #private::class_record! {
                symbol: #symbol,
                module: ::core::module_path!(),
                sdk: #private::SDK_VERSION,
                type: <#ty as #private::Class>::DEFINITION,
            }
        });
        quote! {
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = #symbol))]
            extern "C" fn __drop(handle: u32) {
                #private::drop_object::<#ty>(handle)
            }

            #[cfg(target_arch = "wasm32")]
            const _: () = {
                #statics
            };
        }
    });
    // Two of one name: what the compiler says of them tells what to write.
    let once = format_ident!("PX151_a_further_impl_says_export_more", span = ident.span());
    quote! {
        #[allow(clippy::all, clippy::pedantic, dead_code, deprecated)]
        const _: () = {
            #[allow(non_upper_case_globals)]
            impl #ty {
                const #once: () = ();
            }

            impl #private::Value for #ty {
                type Wire = #private::Object<#ty>;
            }

            impl #private::Class for #ty {
                // Written once, and copied at each use.
                const DEFINITION: &'static #private::Text = {
                    const TEXT: #private::Text = #private::definition! {
                        name: #name,
                        docs: #docs,
                        path: ::core::module_path!(),
                        args: [],
                        class {}
                    };
                    const BYTES: [u8; TEXT.len()] = #private::render(&TEXT);
                    &#private::Text::Rendered(&BYTES)
                };
            }

            #drop
        };
    }
}
