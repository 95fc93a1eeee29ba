//! The record of a constant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::alias::Alias;
use super::{private, record};
use crate::model::Constant;

/// Checks the type, and with it the value, on every target.
pub fn checks(constant: &Constant) -> TokenStream {
    let ty = Alias::new("__Type", &constant.ty, "Constant");
    let (declaration, value) = (ty.declaration(), value(constant, &ty));
    quote! {
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            #declaration
            const _: ::pyext::__private::Text = #value;
        };
    }
}

/// The record, on wasm32 only.
pub fn record(constant: &Constant) -> TokenStream {
    let private = private();
    let name = &constant.name;
    let docs = record::docs(&constant.docs);
    let alias = Alias::new("__Type", &constant.ty, "Constant");
    let (declaration, ty, value) = (
        alias.declaration(),
        alias.member("TYPE"),
        value(constant, &alias),
    );
    let statics = record::statics(&quote! {
        #private::constant_record! {
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
            type: #ty,
            value: &#value,
        }
    });
    quote! {
        #[cfg(target_arch = "wasm32")]
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            #declaration
            #statics
        };
    }
}

/// The value as text.
fn value(constant: &Constant, ty: &Alias<'_>) -> TokenStream {
    let ident = &constant.ident;
    let alias = ty.name();
    quote_spanned!(ty.span=> ::pyext::__private::constant::<#alias>(&#ident))
}
