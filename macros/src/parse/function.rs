//! Functions under `#[export]`.

use pyext_abi::parameter::ParamKind;
use syn::{FnArg, GenericParam, Ident, ItemFn, Pat, ReturnType, Safety};

use super::options::Options;
use super::signature::{self, Declared};
use super::{docs, literal, names, types};
use crate::error::Errors;
use crate::model::{Function, Param};

/// The function, as far as its types make sense by themselves.
pub fn read(function: &ItemFn, options: Options, errors: &mut Errors) -> Option<Function> {
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
    let name = names::of_item(&signature.ident, options.name.as_ref(), "function", errors);
    let mut params: Vec<Option<Param>> = signature
        .inputs
        .iter()
        .map(|input| parameter(input, errors))
        .collect();
    if let Some(option) = options.signature {
        let declared = signature::read(option.entries, errors);
        let idents: Option<Vec<&Ident>> = signature.inputs.iter().map(ident).collect();
        // Where one has no name or cannot be read, that is the mistake to mend first.
        if let Some(idents) = idents.filter(|_| option.whole) {
            signature::compare(&declared, &idents, errors);
        }
        apply(declared, &mut params, errors);
    }
    let result = match &signature.output {
        ReturnType::Default => Some(None),
        ReturnType::Type(_, ty) => types::result(ty, errors).map(Some),
    };
    let generic = signature.generics.type_params().next().is_some()
        || signature.generics.const_params().next().is_some();
    if generic || (before && !errors.is_empty() && params.iter().any(Option::is_none)) {
        return None;
    }
    Some(Function {
        ident: signature.ident.clone(),
        name,
        docs: docs::lines(&function.attrs),
        params: params.into_iter().collect::<Option<_>>()?,
        result: result?,
        wipe: options.wipe,
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
        Pat::Ident(pattern) => Some(names::of_ident(&pattern.ident, "parameter", errors)),
        other => {
            errors.at(
                other,
                "PX108",
                "a parameter of an exported function needs a name, Python callers can use it. Take the pattern apart in the body",
            );
            None
        }
    };
    let ty = types::parameter(&input.ty, errors);
    if let Some(lifetime) = types::find_static(&input.ty) {
        errors.at(
            lifetime,
            "PX110",
            "an argument lives only for the call. Leave out `'static`, or take a `String` or `Vec`",
        );
    }
    Some(Param {
        name: name?,
        ty: ty?,
        kind: ParamKind::Usual,
        default: None,
    })
}

/// The name of a parameter, if it has one.
fn ident(input: &FnArg) -> Option<&Ident> {
    match input {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(pattern) => Some(&pattern.ident),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    }
}

/// What the signature says about each parameter. Each default is read, so that its mistakes are reported.
fn apply(declared: Vec<Declared>, params: &mut [Option<Param>], errors: &mut Errors) {
    for (i, entry) in declared.into_iter().enumerate() {
        let default = entry.default.and_then(|d| literal::read(&d, errors));
        if let Some(Some(param)) = params.get_mut(i) {
            param.kind = entry.kind;
            param.default = default;
        }
    }
}
