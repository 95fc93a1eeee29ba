//! An import: what calls the host, and the record that describes it.

use proc_macro2::TokenStream;
use pyext_abi::names;
use quote::{format_ident, quote, quote_spanned};
use syn::{Type, parse_quote};

use super::{private, record};
use crate::error::span;
use crate::model::{Import, Imported};

/// All that belongs to it. With mistakes (`whole` is false), what other code needs to know of it.
pub fn import(import: &Import, whole: bool) -> TokenStream {
    let private = private();
    let ident = &import.ident;
    let module = format!("{}{}", names::HOST_IMPORTS, import.name);
    let functions = import.functions.iter().map(|f| function(f, &module));
    let record = whole.then(|| {
        let statics = record::statics(&text(import));
        quote! {
            #[cfg(target_arch = "wasm32")]
            const _: () = {
                #statics
            };
        }
    });
    let described = import.functions.iter().map(|f| {
        let types = described(f);
        quote!(#(let _ = #types;)*)
    });
    quote! {
        #[allow(clippy::all, clippy::pedantic, unused, improper_ctypes)]
        const _: () = {
            impl<'a> #private::Value for &'a (dyn #ident + 'a) {
                type Wire = #private::Injected;
            }

            impl<'a> #private::Import for dyn #ident + 'a {
                type Dyn<'s> = dyn #ident + 's;

                fn host<'s>() -> &'s Self::Dyn<'s> {
                    &__Host
                }
            }

            struct __Host;

            impl #ident for __Host {
                #(#functions)*
            }

            #[cfg(not(target_arch = "wasm32"))]
            const _: () = {
                #(#described)*
            };

            #record
        };
    }
}

/// What a parameter or result is: all of it where the type stands, so that a mistake is reported there.
fn member(ty: &Type, implements: &str, member: &str) -> TokenStream {
    let place = span(ty);
    let (implements, member) = (
        proc_macro2::Ident::new(implements, place),
        proc_macro2::Ident::new(member, place),
    );
    quote_spanned!(place=> <::pyext::__private::PassOf<#ty> as ::pyext::__private::#implements<#ty>>::#member)
}

fn result(function: &Imported) -> Type {
    function.result.clone().unwrap_or_else(|| parse_quote!(()))
}

fn described(function: &Imported) -> Vec<TokenStream> {
    let params = function.params.iter();
    let mut types: Vec<_> = params
        .map(|(_, _, ty)| member(ty, "Gives", "TYPE"))
        .collect();
    types.push(member(&result(function), "Takes", "TYPE"));
    types
}

/// A function that calls the host.
fn function(function: &Imported, module: &str) -> TokenStream {
    let private = private();
    let Imported {
        signature,
        name,
        params,
        ..
    } = function;
    let result = result(function);
    let idents: Vec<_> = params.iter().map(|(ident, _, _)| ident).collect();
    let (a, b): (Vec<_>, Vec<_>) = (0..params.len())
        .map(|i| (format_ident!("__a{i}"), format_ident!("__b{i}")))
        .unzip();
    let of = |name: &str| -> Vec<TokenStream> {
        params
            .iter()
            .map(|(_, _, ty)| member(ty, "Gives", name))
            .collect()
    };
    let (a_types, b_types, give) = (of("A"), of("B"), of("give"));
    let (wasm, take) = (
        member(&result, "Takes", "Wasm"),
        member(&result, "Takes", "take"),
    );
    quote! {
        #signature {
            #[cfg(target_arch = "wasm32")]
            {
                #[link(wasm_import_module = #module)]
                unsafe extern "C" {
                    #[link_name = #name]
                    fn __import(#(#a: #a_types, #b: #b_types),*) -> #wasm;
                }
                let mut __outgoing = #private::Outgoing::begin();
                #(let (#a, #b) = #give(#idents, &mut __outgoing);)*
                // SAFETY: the host provides it with this type, which the record describes.
                let __wasm = unsafe { __import(#(#a, #b),*) };
                __outgoing.end();
                // SAFETY: the host has just returned it.
                unsafe { #take(__wasm) }
            }
            #[cfg(not(target_arch = "wasm32"))]
            #private::host_is_absent()
        }
    }
}

fn text(import: &Import) -> TokenStream {
    let private = private();
    let (name, docs) = (&import.name, record::docs(&import.docs));
    let functions = import.functions.iter().map(|function| {
        let (name, docs) = (&function.name, record::docs(&function.docs));
        let params = function.params.iter().map(|(_, name, ty)| {
            let ty = member(ty, "Gives", "TYPE");
            quote!((#name, #ty))
        });
        let ty = result(function);
        let text = member(&ty, "Takes", "TYPE");
        quote! {
            (#name, #docs, [#(#params),*], #text,
                #private::raises_exception::<#private::PassOf<#ty>, #ty>())
        }
    });
    quote! {
        #private::import_record! {
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
            functions: [#(#functions),*],
        }
    }
}
