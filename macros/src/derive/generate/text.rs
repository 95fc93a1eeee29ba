//! The text that describes a type.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Body, Case, Definition, Failure, Field, Shape, Unit};
use super::generics::Implementation;
use super::member_of;
use crate::generate::{private, record::docs};
use crate::parse::types::without_lifetimes;

/// The constant `TYPE`.
pub fn constant(definition: &Definition) -> TokenStream {
    let private = private();
    let arguments = Implementation::new(&definition.ident, &definition.generics).types();
    let text = text(definition, &arguments);
    // Written once, and copied at each use. Rust does not know the length of a generic type's text before it is used.
    let value = if arguments.is_empty() {
        quote! {
            {
                const TEXT: #private::Text = #text;
                const BYTES: [u8; TEXT.len()] = #private::render(&TEXT);
                &#private::Text::Rendered(&BYTES)
            }
        }
    } else {
        quote!(&#text)
    };
    quote!(const TYPE: &'static #private::Text = #value;)
}

fn text(definition: &Definition, arguments: &[&syn::Ident]) -> TokenStream {
    let private = private();
    let name = &definition.name;
    let docs = docs(&definition.docs);
    let (kind, body) = match &definition.body {
        Body::Record(record) => {
            let (frozen, fields) = (record.frozen, fields(&record.fields));
            (quote!(record), quote!(frozen: #frozen, fields: [#fields]))
        }
        Body::Enum(cases) => {
            let ident = &definition.ident;
            let cases = cases.iter().map(|case| {
                let (named, case) = (named(case), &case.ident);
                quote!((#named, #private::case_value(#ident::#case as i128)))
            });
            (quote!(enum), quote!(cases: [#(#cases),*]))
        }
        Body::Variant(cases) => {
            let cases = cases.iter().map(case);
            (quote!(variant), quote!(cases: [#(#cases),*]))
        }
        Body::Error(Failure { base, shape }) => {
            let base = base.as_ref().map(|base| quote!(base: #base,));
            let shape = match shape {
                Shape::Struct(members) => {
                    let members = fields(members);
                    quote!(fields: [#members])
                }
                Shape::Enum(cases) => {
                    let cases = cases.iter().map(case);
                    quote!(cases: [#(#cases),*])
                }
            };
            (quote!(error), quote!(#base #shape))
        }
        Body::Flags(flags) => {
            let flags = flags.iter().map(named);
            (quote!(flags), quote!(flags: [#((#flags)),*]))
        }
    };
    quote! {
        #private::definition! {
            name: #name,
            docs: #docs,
            path: ::core::module_path!(),
            args: [#(<#arguments as #private::Describe>::TYPE),*],
            #kind { #body }
        }
    }
}

fn named(unit: &Unit) -> TokenStream {
    let (name, docs) = (&unit.name, docs(&unit.docs));
    quote!(#name, #docs)
}

fn case(case: &Case) -> TokenStream {
    let (name, class) = (case.ident.to_string(), &case.class);
    let (docs, fields) = (docs(&case.docs), fields(&case.fields));
    quote!((#name, #class, #docs, [#fields]))
}

fn fields(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (name, docs) = (&field.name, docs(&field.docs));
        // A constant knows no lifetimes.
        let ty = member_of(&without_lifetimes(&field.ty), "Describe", "TYPE");
        quote!((#name, #docs, #ty))
    });
    quote!(#(#fields),*)
}
