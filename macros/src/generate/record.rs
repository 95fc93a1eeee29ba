//! What all records have in common. They exist on wasm32 only.

use proc_macro2::TokenStream;
use pyext_abi::names;
use quote::quote;
use syn::Expr;

use super::private;

/// The static that holds a record of this text.
pub fn statics(text: &TokenStream) -> TokenStream {
    let private = private();
    let section = names::RECORD_SECTION;
    // The names begin with two underscores because the user's own must not meet them.
    quote! {
        const __TEXT: #private::Text = #text;

        #[unsafe(link_section = #section)]
        static __RECORD: [u8; #private::record_len(&__TEXT)] = #private::record(&__TEXT);
    }
}

/// One string expression from the lines.
pub fn docs(lines: &[Expr]) -> TokenStream {
    let mut parts = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            parts.push(quote!("\n"));
        }
        parts.push(quote!(#line));
    }
    quote!(::core::concat!(#(#parts),*))
}
