//! From the model to tokens: a wrapper around the function and the record that describes it.

use proc_macro2::{Ident, Span, TokenStream};
use pyext_abi::names;
use quote::{format_ident, quote, quote_spanned};
use syn::{Expr, Type, parse_quote};

use crate::error;
use crate::function::{Function, Param};
use crate::parse::Outcome;

/// The item as it was, and what `#[export]` adds to it.
pub fn export(original: &TokenStream, outcome: Outcome) -> TokenStream {
    // Mistakes in types are reported along with the others, so the checks do not wait for a model without mistakes.
    let checks = outcome.function.as_ref().map(checks);
    let wrapper = match &outcome.function {
        Some(function) if outcome.errors.is_empty() => Some(wrapper(function)),
        _ => None,
    };
    let errors = outcome.errors.into_tokens();
    quote! {
        #original
        #errors
        #checks
        #wrapper
    }
}

fn private() -> TokenStream {
    quote!(::pyext::__private)
}

/// An alias for a type of the function, and the trait that it must have.
///
/// The compiler joins reports that are equal and stand at one place. So all tokens that mention the type are one span, the
/// start of the type, and however often the wrapper mentions it, its mistake is reported once.
struct Alias<'a> {
    alias: Ident,
    ty: &'a Type,
    implements: TokenStream,
    span: Span,
}

impl<'a> Alias<'a> {
    fn new(alias: &str, ty: &'a Type, implements: &str) -> Self {
        let span = error::span(ty);
        let implements = Ident::new(implements, span);
        Alias {
            alias: Ident::new(alias, span),
            ty,
            implements: quote_spanned!(span=> ::pyext::__private::#implements),
            span,
        }
    }

    fn declaration(&self) -> TokenStream {
        let Alias { alias, ty, .. } = self;
        quote!(type #alias = #ty;)
    }

    /// `<T as Trait>::member`.
    fn member(&self, member: &str) -> TokenStream {
        let Alias {
            alias,
            implements,
            span,
            ..
        } = self;
        let member = Ident::new(member, *span);
        quote_spanned!(*span=> <#alias as #implements>::#member)
    }

    /// A variable that belongs to the type.
    fn variable(&self, name: &str) -> Ident {
        format_ident!("{}_{name}", self.alias, span = self.span)
    }
}

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

/// Checks the types, on every target, and counts as a use of the function.
fn checks(function: &Function) -> TokenStream {
    let ident = &function.ident;
    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let (declarations, params) = (types.declarations(), types.members("TYPE"));
    let result = types.result.member("TYPE");
    quote! {
        #[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
        const _: () = {
            #declarations
            #(let _ = #params;)*
            let _ = #result;
            let _ = #ident;
        };
    }
}

/// The export and its record, on wasm32 only.
fn wrapper(function: &Function) -> TokenStream {
    let private = private();
    let Function { ident, name, .. } = function;
    let prefix = names::SYMBOL_PREFIX;
    let section = names::RECORD_SECTION;
    // A macro in the attribute, so that the compiler fills in the module path.
    let symbol = quote!(::core::concat!(#prefix, ::core::module_path!(), "::", #name));

    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let record = record(function, &types, &symbol);
    let declarations = types.declarations();
    let (a, b) = (types.variables("a"), types.variables("b"));
    let (a_types, b_types) = (types.members("A"), types.members("B"));
    let wasm = types.result.member("Wasm");
    // Whole calls are of the types' spans: the compiler reports a mistake in the type at all that has to do with it.
    let loads = types.params.iter().map(|param| {
        let (load, store) = (param.member("load"), param.variable("store"));
        let (a, b) = (param.variable("a"), param.variable("b"));
        quote_spanned!(param.span=> let mut #store = #load(#a, #b);)
    });
    let arguments = types.params.iter().map(|param| {
        let (get, store) = (param.member("get"), param.variable("store"));
        quote_spanned!(param.span=> #get(&__frame, &mut #store))
    });
    // By the trait alone: the result may borrow from the arguments, so it is not of the alias's `'static` type.
    let result = types.result.variable("value");
    let ret = {
        let Alias {
            implements, span, ..
        } = &types.result;
        quote_spanned!(*span=> #implements::ret(#result))
    };

    // The names begin with two underscores because the function's own name must not meet them.
    quote! {
        #[cfg(target_arch = "wasm32")]
        #[allow(clippy::all, clippy::pedantic, unused_unit, non_snake_case, non_camel_case_types)]
        const _: () = {
            #declarations

            #[allow(improper_ctypes_definitions)]
            #[unsafe(export_name = #symbol)]
            extern "C" fn __wrapper(#(#a: #a_types, #b: #b_types),*) -> #wasm {
                let __frame = #private::Frame::enter();
                #(#loads)*
                // SAFETY: only the host calls this export, with arguments that follow the ABI.
                let #result = unsafe { #ident(#(#arguments),*) };
                #ret
            }

            const __TEXT: #private::Text = #record;

            #[used]
            #[unsafe(link_section = #section)]
            static __RECORD: [u8; #private::record_len(&__TEXT)] = #private::record(&__TEXT);
        };
    }
}

/// The record's text, from literals and the constants through which the types describe themselves.
fn record(function: &Function, types: &Types<'_>, symbol: &TokenStream) -> TokenStream {
    let private = private();
    let name = &function.name;
    let docs = docs(&function.docs);
    let params = function
        .params
        .iter()
        .zip(&types.params)
        .map(|(param, ty)| {
            let (name, ty, writable) = (&param.name, ty.member("TYPE"), ty.member("WRITABLE"));
            quote!((#name, #ty, #writable))
        });
    let result = types.result.member("TYPE");
    quote! {
        #private::function_record! {
            symbol: #symbol,
            module: ::core::module_path!(),
            sdk: #private::SDK_VERSION,
            name: #name,
            docs: #docs,
            params: [#(#params),*],
            result: #result,
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
