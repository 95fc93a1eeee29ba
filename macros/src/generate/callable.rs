//! Parameters that are Python callables: a closure around the token.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::model::Callable;

/// The member that the type of another parameter has from its trait.
pub fn member(callable: &Callable, span: Span, member: &str) -> TokenStream {
    match (member, callable.optional) {
        ("A", false) => quote!(u32),
        ("A", true) => quote!(usize),
        ("B", _) => quote!(()),
        ("WRITABLE", _) => quote!(false),
        (_, optional) => {
            let (inputs, output) = (&callable.inputs, output(callable));
            let ty = match optional {
                true => Ident::new("OPTIONAL", span),
                false => Ident::new("TYPE", span),
            };
            quote_spanned!(span=> <::pyext::__private::Callable as ::pyext::__private::Calls<(#(#inputs,)*), #output>>::#ty)
        }
    }
}

fn output(callable: &Callable) -> TokenStream {
    match &callable.output {
        Some(ty) => quote!(#ty),
        None => quote!(()),
    }
}

/// The statement that makes the closure, and the argument.
pub fn load_and_get(
    callable: &Callable,
    span: Span,
    wasm: &Ident,
    kept: &Ident,
) -> (TokenStream, TokenStream) {
    let (inputs, output, ty) = (&callable.inputs, output(callable), &callable.ty);
    let names: Vec<_> = (0..inputs.len()).map(|i| format_ident!("__{i}")).collect();
    let closure = quote_spanned! {span=>
        move |#(#names: #inputs),*| -> #output {
            // SAFETY: the host passed the token in this call, for a callable of this type.
            unsafe { <::pyext::__private::Callable as ::pyext::__private::Calls<_, #output>>::call(__token, (#(#names,)*)) }
        }
    };
    match callable.optional {
        false => (
            quote_spanned! {span=>
                let #kept = { let __token: u32 = #wasm; #closure };
            },
            quote_spanned!(span=> &#kept),
        ),
        true => (
            quote_spanned! {span=>
                // SAFETY: the host passed the address in this call.
                let #kept = unsafe { ::pyext::__private::optional_token(#wasm) }.map(|__token| #closure);
            },
            quote_spanned!(span=> #kept.as_ref().map(|__callable| __callable as #ty)),
        ),
    }
}
