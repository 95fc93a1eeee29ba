//! A wrapper around a function, and the record that describes it.

use proc_macro2::{Ident, Span, TokenStream};
use pyext_abi::names;
use pyext_abi::parameter::ParamKind;
use quote::{format_ident, quote, quote_spanned};
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
        Types {
            params: params.map(|(i, p)| Alias::param(i, &p.ty)).collect(),
            result: Alias::result(function.result.as_ref().unwrap_or(unit)),
        }
    }

    /// The same member of each parameter's type.
    fn members(&self, member: &str) -> Vec<TokenStream> {
        self.params.iter().map(|p| p.member(member)).collect()
    }

    /// Statements that ask each type for its description.
    fn described(&self) -> TokenStream {
        let (params, result) = (self.members("TYPE"), self.result.member("TYPE"));
        quote!(#(let _ = #params;)* let _ = #result;)
    }

    /// A variable for each parameter.
    fn variables(&self, name: &str) -> Vec<Ident> {
        self.params.iter().map(|p| p.variable(name)).collect()
    }
}

/// Checks the options, and counts as a use of the function. Without a `wrapper`, which does it too, checks the types: each mistake
/// is to be reported once.
pub fn checks(function: &Function, wrapper: bool) -> TokenStream {
    let ident = &function.ident;
    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let declaration = types.result.declaration();
    let described = (!wrapper).then(|| types.described());
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
            #declaration
            #described
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

/// The export and its record. On other targets nobody can call the wrapper; it stands there so that the compiler finds the same
/// mistakes in it.
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
    let (declaration, described) = (types.result.declaration(), types.described());
    let (a, b) = (types.variables("a"), types.variables("b"));
    let (a_types, b_types) = (types.members("A"), types.members("B"));
    // All of it where the type stands: there the compiler says that a result borrows from what ends with the call.
    let (load, get): (Vec<_>, Vec<_>) = types
        .params
        .iter()
        .zip(&function.params)
        .map(|(ty, param)| {
            let (load, get) = (ty.member("load"), ty.member("get"));
            let [a, b] = ["a", "b"].map(|name| ty.variable(name));
            let kept = format_ident!("__argument_{}", param.name, span = ty.span);
            (
                quote_spanned!(ty.span=> let mut #kept = #load(#a, #b);),
                quote_spanned!(ty.span=> #get(&__frame, &mut #kept)),
            )
        })
        .unzip();
    let wasm = types.result.member("Wasm");
    // The result may borrow from the arguments, so it is not of the alias's `'static` type.
    let ret = types
        .result
        .member_for(&quote_spanned!(types.result.span=> _), "ret");
    let attributes = quote! {
        #[allow(improper_ctypes_definitions)]
        #[cfg_attr(target_arch = "wasm32", unsafe(export_name = #symbol))]
    };
    let error = types.result.member("Error");
    let raise = raise(types.result.span);
    let error = quote_spanned! {types.result.span=>
        use ::pyext::__private::Otherwise as _;
        type __Probe = ::pyext::__private::Probe<#error>;
    };
    // The compiler reports a wrong type at what is passed as well.
    let returned = types.result.variable("value");
    let ret = quote_spanned!(types.result.span=> #ret(#returned, #raise));
    // A function of its own, so that all it leaves on the stack lies below the wrapper.
    let (outer, head) = match function.wipe {
        Some(_) => (
            Some(quote! {
                #attributes
                extern "C" fn __wrapper(#(#a: #a_types, #b: #b_types),*) -> #wasm {
                    let __result = __call(#(#a, #b),*);
                    #[cfg(target_arch = "wasm32")]
                    #private::clear_stack();
                    __result
                }
            }),
            quote!(#[inline(never)] fn __call),
        ),
        None => (None, quote!(#attributes extern "C" fn __wrapper)),
    };

    quote! {
        #[allow(clippy::all, clippy::pedantic, dead_code, unused_imports, unused_unit, non_snake_case, non_camel_case_types)]
        const _: () = {
            #declaration
            #error

            #outer

            #head(#(#a: #a_types, #b: #b_types),*) -> #wasm {
                let __frame = #private::Frame::enter();
                // The stores end before the result crosses, so that it cannot borrow from them.
                let #returned = {
                    #(#load)*
                    // SAFETY: only the host calls this export, with arguments that follow the ABI.
                    let __result = unsafe { #ident(#(#get),*) };
                    __result
                };
                #ret
            }

            #[cfg(target_arch = "wasm32")]
            const _: () = {
                #statics
            };
            #[cfg(not(target_arch = "wasm32"))]
            {
                #described
            }
        };
    }
}

/// How the error of the result is raised: what its type has, where a constant asks.
fn raise(span: Span) -> TokenStream {
    quote_spanned! {span=>
        ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF, __Probe::BEHIND))
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
    let (span, pass, raise) = (
        types.result.span,
        types.result.pass(),
        raise(types.result.span),
    );
    let raises = quote_spanned!(span=> ::pyext::__private::raises::<#pass, #alias, _>(&#raise));
    quote! {
        #private::function_record! {
            symbol: #symbol,
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
            params: [#(#params),*],
            result: #result,
            raises: #raises,
            #wipe
        }
    }
}
