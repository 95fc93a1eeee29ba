//! From Rust syntax to the model, with every mistake reported at its place.

use proc_macro2::TokenStream;
use pyext_abi::{names, python};
use quote::quote;
use syn::ext::IdentExt;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprLit, FnArg, GenericParam, Ident, Item, ItemFn, Lifetime, Lit, Meta, Pat,
    ReturnType, Safety, Type, TypeReference,
};

use crate::error::{self, Errors};
use crate::function::{Function, Param};

/// What `#[export]` stands on: the model as far as there is one, and the mistakes.
pub struct Outcome {
    /// The function, if its types make sense by themselves.
    pub function: Option<Function>,
    /// The mistakes; no wrapper can be made while there are any.
    pub errors: Errors,
}

/// Reads `#[export(options)] item`; returns the item as it stays in the program, too.
pub fn export(options: TokenStream, item: TokenStream) -> (TokenStream, Outcome) {
    let mut errors = Errors::default();
    if !options.is_empty() {
        errors.at(&options, "PX101", "`#[export]` takes no options");
    }
    let function = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Fn(function)) => read(&function, &mut errors),
        Ok(other) => {
            errors.at(
                quote!(#other),
                "PX102",
                "`#[export]` stands on functions only",
            );
            None
        }
        Err(error) => {
            // A method is no item by itself, so syn stumbles over its receiver.
            errors.syntax(&error);
            None
        }
    };
    (item, Outcome { function, errors })
}

fn read(function: &ItemFn, errors: &mut Errors) -> Option<Function> {
    let signature = &function.sig;
    let before = errors.is_empty();
    if let Some(token) = &signature.asyncness {
        errors.at(
            token,
            "PX103",
            "an exported function cannot be `async`: a guest has no executor. Export a blocking function; Python can run it in a \
             thread",
        );
    }
    if let Safety::Unsafe(token) = &signature.safety {
        errors.at(
            token,
            "PX104",
            "an exported function cannot be `unsafe`: Python cannot keep its contract. Export a safe function around it",
        );
    }
    for parameter in &signature.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(
                parameter,
                "PX105",
                "an exported function cannot be generic: each export has one signature. Export one function for each type",
            );
        }
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(
            variadic,
            "PX105",
            "an exported function cannot be variadic. Take a slice",
        );
    }
    let name = python_name(&signature.ident, "function", errors);
    if names::is_reserved(&name) {
        errors.at(
            &signature.ident,
            "PX109",
            format_args!("the ABI keeps the name `{name}` for itself. Rename the function"),
        );
    }
    let params: Vec<Option<Param>> = signature
        .inputs
        .iter()
        .map(|input| parameter(input, errors))
        .collect();
    let result = match &signature.output {
        ReturnType::Default => Some(None),
        ReturnType::Type(_, ty) => value_type(ty, "PX106", "a result", errors).map(Some),
    };
    let generic = signature.generics.type_params().next().is_some()
        || signature.generics.const_params().next().is_some();
    if generic || (before && !errors.is_empty() && params.iter().any(Option::is_none)) {
        return None;
    }
    Some(Function {
        ident: signature.ident.clone(),
        name,
        docs: docs(&function.attrs),
        params: params.into_iter().collect::<Option<_>>()?,
        result: result?,
    })
}

fn parameter(input: &FnArg, errors: &mut Errors) -> Option<Param> {
    let input = match input {
        FnArg::Typed(input) => input,
        FnArg::Receiver(receiver) => {
            errors.at(
                receiver,
                "PX107",
                "methods cannot be exported. Export a function that takes what it needs",
            );
            return None;
        }
    };
    let name = match &*input.pat {
        Pat::Ident(pattern) => Some(python_name(&pattern.ident, "parameter", errors)),
        other => {
            errors.at(
                other,
                "PX108",
                "a parameter of an exported function needs a name, Python callers can use it. Take the pattern apart in the body",
            );
            None
        }
    };
    let ty = value_type(&input.ty, "PX106", "a parameter", errors);
    if let Some(lifetime) = find_static(&input.ty) {
        errors.at(
            lifetime,
            "PX110",
            "an argument lives only for the call. Leave out `'static`, or take a `String` or `Vec`",
        );
    }
    Some(Param {
        name: name?,
        ty: ty?,
    })
}

/// The identifier as Python will see it.
fn python_name(ident: &Ident, what: &str, errors: &mut Errors) -> String {
    let name = ident.unraw().to_string();
    if !python::is_name(&name) {
        let why = if name.is_ascii() {
            "is a keyword in Python"
        } else {
            "is not ASCII"
        };
        errors.at(
            ident,
            "PX109",
            format_args!("`{name}` {why}. Rename the {what}"),
        );
    }
    name
}

/// The type with every lifetime `'static`, so that it can stand in a constant.
fn value_type(ty: &Type, code: &str, what: &str, errors: &mut Errors) -> Option<Type> {
    if let Type::ImplTrait(_) = ty {
        errors.at(
            ty,
            code,
            format_args!(
                "`impl Trait` cannot be {what} of an exported function: the interface names one type. Write that type"
            ),
        );
        return None;
    }
    if let Some(own) = find_self(ty) {
        errors.at(
            own,
            "PX107",
            "a function of an `impl` or `trait` cannot be exported. Export a function beside it",
        );
        return None;
    }
    let mut ty = ty.clone();
    Static.visit_type_mut(&mut ty);
    Some(ty)
}

/// `Self` in the type: the only sign that the function is not a free one.
fn find_self(ty: &Type) -> Option<Ident> {
    struct Find(Option<Ident>);
    impl VisitMut for Find {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            if ident == "Self" {
                self.0 = Some(ident.clone());
            }
        }
    }
    let mut find = Find(None);
    find.visit_type_mut(&mut ty.clone());
    find.0
}

struct Static;

impl VisitMut for Static {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'static", lifetime.span());
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() {
            let span = error::span(&reference.and_token);
            reference.lifetime = Some(Lifetime::new("'static", span));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

/// A `'static` that the user wrote.
fn find_static(ty: &Type) -> Option<Lifetime> {
    struct Find(Option<Lifetime>);
    impl VisitMut for Find {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident == "static" {
                self.0 = Some(lifetime.clone());
            }
        }
    }
    let mut find = Find(None);
    find.visit_type_mut(&mut ty.clone());
    find.0
}

/// The values of `#[doc = …]`: for a comment line, the line without the space that follows the slashes.
fn docs(attributes: &[Attribute]) -> Vec<Expr> {
    let mut lines: Vec<Expr> = Vec::new();
    for attribute in attributes {
        let Meta::NameValue(meta) = &attribute.meta else {
            continue;
        };
        if !meta.path.is_ident("doc") {
            continue;
        }
        let mut value = meta.value.clone();
        if let Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) = &mut value
        {
            let line = text.value();
            let line = line.strip_prefix(' ').unwrap_or(&line).trim_end();
            *text = syn::LitStr::new(line, text.span());
        }
        lines.push(value);
    }
    lines
}
