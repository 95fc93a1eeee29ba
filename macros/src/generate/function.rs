//! A wrapper around a function, and the record that describes it.

use proc_macro2::{Ident, TokenStream};
use pyext_abi::names;
use pyext_abi::parameter::ParamKind;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Type, parse_quote};

use super::alias::Alias;
use super::{literal, private, record};
use crate::model::{Function, Param, Shape};

/// The types of a function.
struct Types<'a> {
    params: Vec<Alias<'a>>,
    result: Alias<'a>,
}

impl<'a> Types<'a> {
    fn new(function: &'a Function, unit: &'a Type) -> Self {
        let params = function.params.iter().enumerate();
        let alias = |(i, p): (usize, &'a Param)| Alias::new(&format!("__Param{i}"), &p.ty, "Param");
        Types {
            params: params.map(alias).collect(),
            result: Alias::new("__Result", function.result.as_ref().unwrap_or(unit), "Ret"),
        }
    }

    fn declarations(&self) -> TokenStream {
        let params = self.params.iter().map(Alias::declaration);
        let result = self.result.declaration();
        quote!(#(#params)* #result)
    }

    /// The same member of each parameter's type.
    fn members(&self, member: &str) -> Vec<TokenStream> {
        self.params.iter().map(|p| p.member(member)).collect()
    }

    /// A variable for each parameter.
    fn variables(&self, name: &str) -> Vec<Ident> {
        self.params.iter().map(|p| p.variable(name)).collect()
    }
}

/// Checks the types and options, and counts as a use of the function. Where there is a `wrapper` it checks the types, and
/// each mistake is to be reported once.
pub fn checks(function: &Function, wrapper: bool) -> TokenStream {
    let ident = &function.ident;
    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let (declarations, params) = (types.declarations(), types.members("TYPE"));
    let result = types.result.member("TYPE");
    let natively = wrapper.then(|| quote!(#[cfg(not(target_arch = "wasm32"))]));
    let options = function
        .params
        .iter()
        .zip(&types.params)
        .map(|(param, ty)| options(param, ty));
    let wipe = function
        .wipe
        .map(|span| quote_spanned!(span=> ::pyext::__private::require_wipe!();));
    quote! {
        #[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
        const _: () = {
            #declarations
            #natively
            {
                #(let _ = #params;)*
                let _ = #result;
            }
            let _ = #ident;
            #(#options)*
            #wipe
        };
    }
}

/// Checks the type against what the signature says about the parameter.
fn options(param: &Param, ty: &Alias<'_>) -> TokenStream {
    let default = param.default.as_ref().map(|default| {
        // `None` says nothing of what the option holds, which can be a type without literals.
        let wanted = match default.shape {
            Shape::None => "Absent",
            _ => "Literal",
        };
        let (form, value) = (ty.also(wanted).member("Form"), literal::form(default));
        let cases = literal::has_case(default).then(|| {
            let text = literal::text(default);
            quote!(const _: &::pyext::__private::Text = #text;)
        });
        quote!(let _: #form = #value; #cases)
    });
    let assert = match param.kind {
        ParamKind::Variadic => Some("assert_variadic"),
        ParamKind::Keywords => Some("assert_keywords"),
        _ => None,
    };
    let collector = assert.map(|assert| {
        let (assert, text) = (Ident::new(assert, ty.span), ty.member("TYPE"));
        quote_spanned! {ty.span=>
            const _: () = ::pyext::__private::#assert(&::pyext::__private::render::<{ #text.len() }>(#text));
        }
    });
    quote!(#default #collector)
}

/// The export and its record, on wasm32 only.
pub fn wrapper(function: &Function) -> TokenStream {
    let private = private();
    let ident = &function.ident;
    let rust_name = ident.unraw().to_string();
    let prefix = names::SYMBOL_PREFIX;
    // A macro in the attribute, so that the compiler fills in the module path.
    let symbol = quote!(::core::concat!(#prefix, ::core::module_path!(), "::", #rust_name));

    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let statics = record::statics(&text(function, &types, &symbol));
    let declarations = types.declarations();
    let (a, b, store) = (
        types.variables("a"),
        types.variables("b"),
        types.variables("store"),
    );
    let (a_types, b_types) = (types.members("A"), types.members("B"));
    let (load, get) = (types.members("load"), types.members("get"));
    let wasm = types.result.member("Wasm");
    // By the trait alone: the result may borrow from the arguments, so it is not of the alias's `'static` type.
    let ret = {
        let implements = types.result.implements();
        quote_spanned!(types.result.span=> #implements::ret)
    };
    let attributes = quote! {
        #[allow(improper_ctypes_definitions)]
        #[unsafe(export_name = #symbol)]
    };
    let error = types.result.member("Error");
    // A function of its own, so that all it leaves on the stack lies below the wrapper.
    let (outer, head) = match function.wipe {
        Some(_) => (
            Some(quote! {
                #attributes
                extern "C" fn __wrapper(#(#a: #a_types, #b: #b_types),*) -> #wasm {
                    let __result = __call(#(#a, #b),*);
                    #private::clear_stack();
                    __result
                }
            }),
            quote!(#[inline(never)] fn __call),
        ),
        None => (None, quote!(#attributes extern "C" fn __wrapper)),
    };

    quote! {
        #[cfg(target_arch = "wasm32")]
        #[allow(clippy::all, clippy::pedantic, unused_unit, non_snake_case, non_camel_case_types)]
        const _: () = {
            #declarations
            type __Error = #error;

            #outer

            #head(#(#a: #a_types, #b: #b_types),*) -> #wasm {
                let __frame = #private::Frame::enter();
                // The stores end before the result crosses, so that it cannot borrow from them.
                let __result = {
                    #(let mut #store = #load(#a, #b);)*
                    // SAFETY: only the host calls this export, with arguments that follow the ABI.
                    let __result = unsafe { #ident(#(#get(&__frame, &mut #store)),*) };
                    __result
                };
                #ret(__result, #private::raise!(__Error))
            }

            #statics
        };
    }
}

/// The record's text, from literals and the constants through which the types describe themselves.
fn text(function: &Function, types: &Types<'_>, symbol: &TokenStream) -> TokenStream {
    let private = private();
    let name = &function.name;
    let docs = record::docs(&function.docs);
    let params = function
        .params
        .iter()
        .zip(&types.params)
        .map(|(param, ty)| {
            let (name, ty, writable) = (&param.name, ty.member("TYPE"), ty.member("WRITABLE"));
            let kind = (!param.kind.is_usual()).then(|| {
                let kind = param.kind.name();
                quote!(, kind: #kind)
            });
            let default = param.default.as_ref().map(|default| {
                let default = literal::text(default);
                quote!(, default: #default)
            });
            quote!((#name, #ty, #writable #kind #default))
        });
    let wipe = function.wipe.map(|_| quote!(wipe: true,));
    let (result, alias) = (types.result.member("TYPE"), types.result.name());
    quote! {
        #private::function_record! {
            symbol: #symbol,
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
            params: [#(#params),*],
            result: #result,
            raises: #private::raises::<#alias, _>(&#private::raise!(__Error)),
            #wipe
        }
    }
}
