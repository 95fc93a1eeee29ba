//! From the model to tokens: a wrapper around the function and the record that describes it.

use proc_macro2::{Ident, Span, TokenStream};
use pyext_abi::names;
use quote::{format_ident, quote, quote_spanned};
use syn::Expr;

use crate::error;
use crate::function::{Function, Param};
use crate::parse::Outcome;

/// The item as it was, and what `#[export]` adds to it.
pub fn export(original: &TokenStream, outcome: Outcome) -> TokenStream {
    let addition = match &outcome.function {
        Some(function) if outcome.errors.is_empty() => wrapper(function),
        // Mistakes in types are reported along with the others.
        Some(function) => checks(function),
        None => TokenStream::new(),
    };
    let errors = outcome.errors.into_tokens();
    quote! {
        #original
        #errors
        #addition
    }
}

fn private() -> TokenStream {
    quote!(::pyext::__private)
}

/// `<T as Param>`, every token at the type, so that an error about it stands there, once.
fn as_param(param: &Param) -> TokenStream {
    let ty = &param.ty;
    quote_spanned!(error::span(ty)=> <#ty as ::pyext::__private::Param>)
}

/// `<R as Ret>`, likewise.
fn as_ret(function: &Function) -> TokenStream {
    match &function.result {
        Some(ty) => quote_spanned!(error::span(ty)=> <#ty as ::pyext::__private::Ret>),
        None => quote!(<() as ::pyext::__private::Ret>),
    }
}

fn checks(function: &Function) -> TokenStream {
    let params = function.params.iter().map(as_param);
    let ret = as_ret(function);
    quote! {
        const _: () = {
            #(let _ = #params::TYPE;)*
            let _ = #ret::TYPE;
        };
    }
}

fn wrapper(function: &Function) -> TokenStream {
    let private = private();
    let Function { ident, name, .. } = function;
    let prefix = names::SYMBOL_PREFIX;
    let section = names::RECORD_SECTION;
    // A macro in the attribute, so that the compiler fills in the module path.
    let symbol = quote!(::core::concat!(#prefix, ::core::module_path!(), "::", #name));
    let record = record(function, &symbol);

    let ret = as_ret(function);
    let count = function.params.len();
    let numbered = |letter: &str| -> Vec<Ident> {
        (0..count)
            .map(|i| format_ident!("{letter}{i}", span = Span::mixed_site()))
            .collect()
    };
    let (a, b, store) = (numbered("a"), numbered("b"), numbered("store"));
    let types: Vec<TokenStream> = function.params.iter().map(as_param).collect();

    quote! {
        #[allow(clippy::all, clippy::pedantic, unused_unit, unsafe_code)]
        const _: () = {
            #[allow(dead_code, improper_ctypes_definitions)]
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = #symbol))]
            extern "C" fn wrapper(#(#a: #types::A, #b: #types::B),*) -> #ret::Wasm {
                let frame = #private::Frame::enter();
                #(let mut #store = #types::load(#a, #b);)*
                // SAFETY: only the host calls this export, with arguments that follow the ABI.
                let result = unsafe { #ident(#(#types::get(&frame, &mut #store)),*) };
                // By the trait alone: the result may borrow from the arguments, so it is not `'static`.
                #private::Ret::ret(result)
            }

            const TEXT: #private::Text = #record;
            const _: &#private::Text = &TEXT;

            #[cfg(target_arch = "wasm32")]
            #[used]
            #[unsafe(link_section = #section)]
            static RECORD: [u8; #private::record_len(&TEXT)] = #private::record(&TEXT);
        };
    }
}

/// The record's text, from literals and the constants through which the types describe themselves.
fn record(function: &Function, symbol: &TokenStream) -> TokenStream {
    let private = private();
    let name = &function.name;
    let docs = docs(&function.docs);
    let params = function.params.iter().map(|param| {
        let name = &param.name;
        let ty = as_param(param);
        quote!((#name, #ty::TYPE, #ty::WRITABLE))
    });
    let ret = as_ret(function);
    quote! {
        #private::function_record! {
            symbol: #symbol,
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
            params: [#(#params),*],
            result: #ret::TYPE,
        }
    }
}

/// One string expression from the lines.
fn docs(lines: &[Expr]) -> TokenStream {
    let mut parts = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            parts.push(quote!("\n"));
        }
        parts.push(quote!(#line));
    }
    quote!(::core::concat!(#(#parts),*))
}
