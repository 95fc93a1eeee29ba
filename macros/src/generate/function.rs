//! A wrapper around a function, and the record that describes it.

use proc_macro2::{Ident, Span, TokenStream};
use pyext_abi::class::Role;
use pyext_abi::names;
use pyext_abi::parameter::ParamKind;
use pyext_abi::special::Wanted;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Type, parse_quote};

use super::alias::Alias;
use super::{callable, literal, private, record};
use crate::model::{Form, Function, Member, Param, Shape, Wrap};
use crate::parse::types;

/// The types of a function.
struct Types<'a> {
    function: &'a Function,
    params: Vec<Alias<'a>>,
    result: Alias<'a>,
}

impl<'a> Types<'a> {
    fn new(function: &'a Function, unit: &'a Type) -> Self {
        let params = function.params.iter().enumerate();
        Types {
            function,
            params: params.map(|(i, p)| Alias::param(i, &p.ty)).collect(),
            result: Alias::result(function.result.as_ref().unwrap_or(unit)),
        }
    }

    /// The same member of each parameter's type.
    fn members(&self, member: &str) -> Vec<TokenStream> {
        let params = self.params.iter().zip(&self.function.params);
        params
            .map(|(ty, param)| match &param.form {
                Form::Callable(callable) => callable::member(callable, ty.span, member),
                Form::Value | Form::Injected => ty.member(member),
            })
            .collect()
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
    let callee = callee(function);
    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let declaration = types.result.declaration();
    let member = function.member.as_ref().map(|m| shape(m, &types.result));
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
            let _ = #callee;
            #(#options)*
            #wipe
            #member
        };
    }
}

/// What is called.
fn callee(function: &Function) -> TokenStream {
    let ident = &function.ident;
    match &function.member {
        Some(Member { class, .. }) => {
            let class = types::at_span(class, ident.span());
            quote_spanned!(ident.span()=> <#class>::#ident)
        }
        None => quote!(#ident),
    }
}

/// Checks the result of a function of a class, of which Python or the class wants something.
fn shape(member: &Member, result: &Alias<'_>) -> Option<TokenStream> {
    let (text, span) = (result.member("TYPE"), result.span);
    let rendered = quote_spanned!(span=> &::pyext::__private::render::<{ #text.len() }>(#text));
    if let Role::Constructor = member.role {
        let own = types::at_span(&member.class, span);
        let own = quote_spanned!(span=> <#own as ::pyext::__private::Describe>::TYPE);
        return Some(quote_spanned! {span=>
            const _: () = ::pyext::__private::assert_constructs(
                #rendered,
                &::pyext::__private::render::<{ #own.len() }>(#own),
            );
        });
    }
    let wanted = Ident::new(&format!("{:?}", member.wanted), span);
    (member.wanted != Wanted::Any).then(|| {
        quote_spanned! {span=>
            const _: () = ::pyext::__private::assert_result(::pyext::__private::Wanted::#wanted, #rendered);
        }
    })
}

/// Checks the type against what the signature says about the parameter.
fn options(param: &Param, ty: &Alias<'_>) -> TokenStream {
    let default = param
        .default
        .as_ref()
        .filter(|_| matches!(param.form, Form::Value));
    let default = default.map(|default| {
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
    let callee = callee(function);
    let rust_name = function.ident.unraw().to_string();
    let prefix = names::SYMBOL_PREFIX;
    let owner = function.member.as_ref().map(|member| {
        let owner = format!("[{}]{}.", member.role.name(), member.ident.unraw());
        quote!(#owner,)
    });
    // A macro in the attribute, so that the compiler fills in the module path.
    let symbol = quote!(::core::concat!(#prefix, ::core::module_path!(), "::", #owner #rust_name));

    let unit = parse_quote!(());
    let types = Types::new(function, &unit);
    let statics = record::statics(&text(function, &types, &symbol));
    let (declaration, described) = (types.result.declaration(), types.described());
    let (a, b) = (types.variables("a"), types.variables("b"));
    let (a_types, b_types) = (types.members("A"), types.members("B"));
    let objects = objects(function, &types);
    let (lent, acquire) = objects.unzip();
    // All of it where the type stands: there the compiler says that a result borrows from what ends with the call.
    let (load, get): (Vec<_>, Vec<_>) = types
        .params
        .iter()
        .zip(&function.params)
        .map(|(ty, param)| {
            let [a, b] = ["a", "b"].map(|name| ty.variable(name));
            let kept = format_ident!("__argument_{}", param.name, span = ty.span);
            if let Form::Callable(callable) = &param.form {
                return callable::load_and_get(callable, ty.span, &a, &kept);
            }
            let (load, get) = (ty.member("load"), ty.member("get"));
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
    let (error, item_error) = (
        types.result.member("Error"),
        types.result.member("ItemError"),
    );
    let (raise, raise_item) = raises(types.result.span);
    let error = quote_spanned! {types.result.span=>
        use ::pyext::__private::Otherwise as _;
        type __Probe = ::pyext::__private::Probe<#error>;
        type __ItemProbe = ::pyext::__private::Probe<#item_error>;
    };
    // The compiler reports a wrong type at what is passed as well.
    let returned = types.result.variable("value");
    let ret = quote_spanned!(types.result.span=> #ret(#returned, #raise, #raise_item));
    let call = quote!(#callee(#(#get),*));
    // Where the iterator's type stands: there the compiler says that it borrows.
    let call = match function.wrap {
        Wrap::Nothing => call,
        Wrap::Whole => quote_spanned!(types.result.span=> ::pyext::Iter::new(#call)),
        Wrap::Value => quote_spanned!(types.result.span=> #call.map(::pyext::Iter::new)),
    };
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

    let vectorized = function
        .vectorize
        .then(|| vectorized(&types, &callee, &symbol));

    quote! {
        #[allow(clippy::all, clippy::pedantic, dead_code, unused_imports, unused_unit, non_snake_case, non_camel_case_types)]
        const _: () = {
            #declaration
            #error
            #vectorized

            #outer

            #head(#(#a: #a_types, #b: #b_types),*) -> #wasm {
                let __frame = #private::Frame::enter();
                #lent
                // The stores end before the result crosses, so that it cannot borrow from them.
                let #returned = {
                    #(#load)*
                    #acquire
                    // SAFETY: only the host calls this export, with arguments that follow the ABI.
                    let __result = unsafe { #call };
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

/// The export that runs the function on arrays, block by block. The loop is a function of its own, of which the compiler knows that the
/// results lie apart from the arguments.
fn vectorized(types: &Types<'_>, callee: &TokenStream, symbol: &TokenStream) -> TokenStream {
    let private = private();
    let mark = names::VECTORIZED;
    let (at, step) = (types.variables("at"), types.variables("step"));
    let (columns, items) = (types.variables("column"), types.variables("items"));
    let params: Vec<_> = types.params.iter().map(Alias::name).collect();
    // Where the type stands: there the compiler says that it is no number.
    let made = types.params.iter().zip(at.iter().zip(&step));
    let made = made.map(|(ty, (at, step))| {
        let name = ty.name();
        quote_spanned!(ty.span=> ::pyext::__private::column::<#name>(#at, #step, __count))
    });
    let (span, result) = (types.result.span, types.result.name());
    let results = quote_spanned!(span=> ::pyext::__private::results::<#result>(__results, __count));
    quote! {
        #[cfg_attr(target_arch = "wasm32", unsafe(export_name = ::core::concat!(#symbol, #mark)))]
        extern "C" fn __vectorized(#(#at: usize, #step: usize,)* __results: usize, __count: usize) {
            fn __block(__results: &mut [::core::mem::MaybeUninit<#result>], #(#items: &[#params]),*) {
                for (__i, __result) in __results.iter_mut().enumerate() {
                    // SAFETY: each of them has as many items, which are numbers.
                    __result.write(unsafe { #callee(#(#items.as_ptr().add(__i).read()),*) });
                }
            }
            let __frame = #private::Frame::enter();
            // SAFETY: only the host calls this export, with addresses that follow the ABI; one block of results is used at a time.
            unsafe {
                #(let #columns = #made;)*
                let __results = #results;
                for __block_of in #private::Blocks::new(__count) {
                    __block(__results.items(&__block_of), #(#columns.items(&__block_of)),*);
                }
            }
        }
    }
}

/// What keeps the objects among the arguments for the call, and what acquires them or ends the call. Nothing where the types show that there
/// are none.
fn objects(function: &Function, types: &Types<'_>) -> Option<(TokenStream, TokenStream)> {
    let private = private();
    let mut holds = Vec::new();
    let mut acquires = Vec::new();
    // As the interface counts them: without what Python does not pass.
    let passed = function.params.iter().zip(&types.params);
    let passed = passed.filter(|(param, _)| !matches!(param.form, Form::Injected));
    for (i, (param, ty)) in (0_u32..).zip(passed) {
        if is_plain(&param.ty) || matches!(param.form, Form::Callable(_)) {
            continue;
        }
        let (acquire, held) = (ty.member("acquire"), ty.member("HOLDS"));
        let kept = format_ident!("__argument_{}", param.name, span = ty.span);
        holds.push(held);
        acquires.push(quote_spanned! {ty.span=>
            // SAFETY: as for the call below.
            if let ::core::result::Result::Err(reason) = unsafe { #acquire(&#kept) } {
                return ::pyext::__private::refuse(#i, reason);
            }
        });
    }
    (!holds.is_empty()).then(|| {
        (
            quote! {
                // Ends behind the result, which may borrow from objects.
                let __lent = #private::Lent::<{ #private::Holds::all(&[#(#holds),*]).any() }>::enter();
            },
            quote!(#(#acquires)*),
        )
    })
}

/// Whether the type shows that there is no object in it.
fn is_plain(ty: &Type) -> bool {
    const NAMES: [&str; 18] = [
        "bool", "char", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "u128", "i128",
        "usize", "isize", "f32", "f64", "str", "String",
    ];
    match ty {
        Type::Reference(reference) => is_plain(&reference.elem),
        Type::Slice(slice) => is_plain(&slice.elem),
        Type::Path(path) => NAMES.iter().any(|name| path.path.is_ident(name)),
        _ => false,
    }
}

/// How the errors of the result, and of its items, are raised: what their types have, where a constant asks.
fn raises(span: Span) -> (TokenStream, TokenStream) {
    let raise = |probe: &str| {
        let probe = Ident::new(probe, span);
        quote_spanned! {span=>
            ::pyext::__private::Raised(#probe::VALUE, (#probe::ITSELF, #probe::BEHIND), #probe::FLIGHT)
        }
    };
    (raise("__Probe"), raise("__ItemProbe"))
}

/// The record's text, from literals and the constants through which the types describe themselves.
fn text(function: &Function, types: &Types<'_>, symbol: &TokenStream) -> TokenStream {
    let private = private();
    let name = &function.name;
    let docs = record::docs(&function.docs);
    let members = types.members("TYPE").into_iter();
    let members = members.zip(types.members("WRITABLE"));
    let params = function
        .params
        .iter()
        .zip(members)
        .map(|(param, (ty, writable))| {
            let name = &param.name;
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
    let vectorize = function.vectorize.then(|| quote!(vectorize: true,));
    let member = function.member.as_ref().map(|member| {
        let (class, role) = (&member.class, member.role.name());
        quote!(class: <#class as #private::Class>::DEFINITION, role: #role,)
    });
    let (span, pass, alias) = (types.result.span, types.result.pass(), types.result.name());
    let (raise, raise_item) = raises(span);
    // At the type, where the compiler has reported a wrong one before, so that it does not again.
    let result =
        quote_spanned!(span=> ::pyext::__private::result::<#pass, #alias, _>(&#raise_item));
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
            #vectorize
            #member
        }
    }
}
