//! Functions under `#[export]`.

use pyext_abi::names::MAX_VECTORIZED;
use pyext_abi::parameter::ParamKind;
use syn::{
    Attribute, FnArg, GenericParam, Ident, Pat, Receiver, ReceiverKind, ReturnType, Safety,
    Signature, Type, parse_quote,
};

use super::objects;
use super::options::Options;
use super::signature::{self, Declared};
use super::{docs, literal, names, types};
use crate::error::Errors;
use crate::model::{Form, Function, Literal, Member, Param, Shape, Wrap};

/// The function, as far as its types make sense by themselves. One of a class has its name from there.
pub fn read(
    signature: &Signature,
    attributes: &[Attribute],
    options: Options,
    member: Option<(Member, String)>,
    errors: &mut Errors,
) -> Option<Function> {
    let this = member.as_ref().map(|(member, _)| &member.class);
    let before = errors.is_empty();
    options.no_more(errors);
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
    let mut params: Vec<Option<Param>> = signature
        .inputs
        .iter()
        .map(|input| parameter(input, this, errors))
        .collect();
    if let Some(option) = options.signature {
        let declared = signature::read(option.entries, errors);
        let inputs = signature.inputs.iter().zip(&params);
        let inputs = inputs.filter(|(input, param)| is_passed(input, param.as_ref()));
        let idents: Option<Vec<&Ident>> = inputs.map(|(input, _)| ident(input)).collect();
        // Where one has no name or cannot be read, that is the mistake to mend first.
        if let Some(idents) = idents.filter(|_| option.whole) {
            signature::compare(&declared, &idents, errors);
        }
        let passed = signature.inputs.iter().zip(&mut params);
        let passed = passed.filter(|(input, param)| is_passed(input, param.as_ref()));
        apply(declared, passed.map(|(_, param)| param), errors);
    }
    let result = match &signature.output {
        ReturnType::Default => Some((None, Wrap::Nothing)),
        ReturnType::Type(_, ty) => {
            let (ty, wrap) = objects::result(ty, signature, errors)
                .unwrap_or_else(|| ((**ty).clone(), Wrap::Nothing));
            types::result(&ty, this, errors).map(|ty| (Some(ty), wrap))
        }
    };
    if let Some(span) = options.vectorize {
        let is_method = member.is_some();
        let mistake = arrays(signature, &params, is_method || options.wipe.is_some());
        if let Some(mistake) = mistake {
            errors.at_span(span, "PX153", mistake);
        }
    }
    let (member, name) = match member {
        Some((member, name)) => (Some(member), name),
        None => (
            None,
            names::of_item(&signature.ident, options.name.as_ref(), "function", errors),
        ),
    };
    let generic = signature.generics.type_params().next().is_some()
        || signature.generics.const_params().next().is_some();
    if generic || (before && !errors.is_empty() && params.iter().any(Option::is_none)) {
        return None;
    }
    let (result, wrap) = result?;
    Some(Function {
        ident: signature.ident.clone(),
        name,
        docs: docs::lines(attributes),
        params: params.into_iter().collect::<Option<_>>()?,
        result,
        wrap,
        wipe: options.wipe,
        vectorize: options.vectorize.is_some(),
        member,
    })
}

/// What keeps a function from running on arrays, as far as the syntax shows it. The types themselves say which is no number.
fn arrays(signature: &Signature, params: &[Option<Param>], is_special: bool) -> Option<String> {
    let passed = params
        .iter()
        .flatten()
        .all(|p| matches!(p.form, Form::Value));
    if is_special {
        return Some(
            "`vectorize` is for functions that stand alone and handle no secrets. Export a function that takes numbers".into(),
        );
    }
    if params.is_empty() || matches!(signature.output, ReturnType::Default) {
        return Some(
            "a function with `vectorize` takes at least one number, and returns one".into(),
        );
    }
    if params.len() > MAX_VECTORIZED {
        return Some(format!(
            "a function with `vectorize` takes at most {MAX_VECTORIZED} numbers, and this one has {}. Take a slice",
            params.len()
        ));
    }
    (!passed).then(|| {
        "a function with `vectorize` takes numbers only: one that calls Python would do so for each item. Take a slice".into()
    })
}

fn parameter(input: &FnArg, this: Option<&Type>, errors: &mut Errors) -> Option<Param> {
    let input = match input {
        FnArg::Typed(input) => input,
        FnArg::Receiver(receiver) => return self::receiver(receiver, this, errors),
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
    let form = objects::form(&input.ty, this, errors);
    let ty = form
        .is_some()
        .then(|| types::parameter(&input.ty, this, errors))
        .flatten();
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
        form: form?,
        kind: ParamKind::Usual,
        default: None,
    })
}

/// `self`, which is a parameter like others.
fn receiver(receiver: &Receiver, this: Option<&Type>, errors: &mut Errors) -> Option<Param> {
    if this.is_none() {
        errors.at(receiver, "PX107", types::ALONE);
        return None;
    }
    let own = &receiver.self_token;
    let this_type = Ident::new("Self", own.span);
    let ty: Type = match &receiver.kind {
        ReceiverKind::Value => parse_quote!(#this_type),
        ReceiverKind::Reference(and, _, mutable) => parse_quote!(#and #mutable #this_type),
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        _ => parse_quote!(()),
    };
    let plain = match &ty {
        Type::Reference(reference) => &*reference.elem,
        owned => owned,
    };
    if !matches!(plain, Type::Path(path) if path.path.is_ident("Self")) {
        errors.at(
            receiver,
            "PX142",
            "a method of a class takes `&self`, `&mut self` or `self`",
        );
        return None;
    }
    Some(Param {
        name: "self".to_owned(),
        ty: types::parameter(&ty, this, errors)?,
        form: Form::Value,
        kind: ParamKind::Positional,
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

/// Whether Python passes it.
fn is_passed(input: &FnArg, param: Option<&Param>) -> bool {
    let injected = param.is_some_and(|p| matches!(p.form, Form::Injected));
    matches!(input, FnArg::Typed(_)) && !injected
}

/// What the signature says about each parameter. Each default is read, so that its mistakes are reported.
fn apply<'p>(
    declared: Vec<Declared>,
    mut params: impl Iterator<Item = &'p mut Option<Param>>,
    errors: &mut Errors,
) {
    for entry in declared {
        let default = entry.default.and_then(|d| literal::read(&d, errors));
        if let Some(Some(param)) = params.next() {
            param.kind = entry.kind;
            if let (Form::Callable(callable), Some(default)) = (&param.form, &default)
                && !(callable.optional && is_none(default))
            {
                errors.at_span(
                    default.span,
                    "PX116",
                    "a callable cannot have a default. Take an `Option<&dyn Fn(…) -> …>` with the default `None`",
                );
            }
            param.default = default;
        }
    }
}

fn is_none(default: &Literal) -> bool {
    matches!(default.shape, Shape::None)
}
