//! Types that only the syntax shows: callables and imports behind `&dyn`, and iterators as `impl Iterator` or boxed.

use quote::quote_spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericArgument, Lifetime, PathArguments, PathSegment, ReceiverKind, ReturnType,
    Signature, Type, TypeParamBound, TypeReference,
};

use super::types;
use crate::error::{Errors, span};
use crate::model::{Callable, Form, Wrap};

/// What `&dyn Trait` names: its last segment.
fn object(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Reference(reference) => trait_of(&reference.elem),
        _ => None,
    }
}

/// The trait of `dyn Trait` or `impl Trait`.
fn trait_of(ty: &Type) -> Option<&PathSegment> {
    let bounds = match ty {
        Type::TraitObject(object) => &object.bounds,
        Type::ImplTrait(unnamed) => &unnamed.bounds,
        Type::Paren(paren) => return trait_of(&paren.elem),
        _ => return None,
    };
    bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    })
}

fn is_function(segment: &PathSegment) -> bool {
    ["Fn", "FnMut", "FnOnce"]
        .iter()
        .any(|name| segment.ident == name)
}

/// The first argument of a type of this name: of `Option<T>`, of `Result<T, E>`.
fn first_argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|s| s.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// What kind of parameter it is. `None` with a mistake that was reported.
pub fn form(ty: &Type, this: Option<&Type>, errors: &mut Errors) -> Option<Form> {
    let (inner, optional) = match first_argument(ty, "Option") {
        Some(inner) => (inner, true),
        None => (ty, false),
    };
    if let Some(segment) = object(inner) {
        if is_function(segment) {
            return callable(inner, segment, optional, this, errors)
                .map(|c| Form::Callable(Box::new(c)));
        }
        return Some(match optional {
            true => Form::Value,
            false => Form::Injected,
        });
    }
    if let Some(item) = first_argument(ty, "PyIter")
        && shows_lifetime(item)
    {
        errors.at(
            item,
            "PX122",
            "an item of a Python iterable is a value of its own. Take a `String` in place of a `&str`, a `Vec` in place of a slice",
        );
        return None;
    }
    let boxed = first_argument(inner, "Box").and_then(trait_of);
    let unnamed = match inner {
        Type::ImplTrait(_) => trait_of(inner),
        _ => None,
    };
    if boxed.or(unnamed).is_some_and(is_function) {
        errors.at(
            ty,
            "PX148",
            "a Python callable is a parameter `&dyn Fn(…) -> …`, which lives for the call",
        );
        return None;
    }
    let is_iterator = |s: &PathSegment| s.ident == "Iterator" || s.ident == "IntoIterator";
    if boxed.or(unnamed).is_some_and(is_iterator) {
        errors.at(
            ty,
            "PX106",
            "a Python iterable is a parameter `pyext::PyIter<'_, T>`, which is an `Iterator`",
        );
        return None;
    }
    Some(Form::Value)
}

fn callable(
    ty: &Type,
    segment: &PathSegment,
    optional: bool,
    this: Option<&Type>,
    errors: &mut Errors,
) -> Option<Callable> {
    let changes = matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
    let PathArguments::Parenthesized(arguments) = &segment.arguments else {
        errors.at(
            ty,
            "PX148",
            "write what it takes and gives: `&dyn Fn(A, B) -> R`",
        );
        return None;
    };
    if segment.ident != "Fn" || changes {
        errors.at(
            ty,
            "PX148",
            "a Python callable is a parameter `&dyn Fn(…) -> …`: it can be called again while it runs",
        );
        return None;
    }
    if arguments.inputs.len() > pyext_abi::names::MAX_TUPLE_FIELDS {
        errors.at(
            &arguments.inputs,
            "PX148",
            "a Python callable takes at most 12 arguments. Give it a record",
        );
        return None;
    }
    let inputs: Vec<Option<Type>> = arguments
        .inputs
        .iter()
        .map(|input| types::parameter(&input.ty, this, errors))
        .collect();
    let output = given(&arguments.output, this, errors);
    let mut ty = ty.clone();
    types::anonymous(&mut ty);
    Some(Callable {
        optional,
        ty,
        inputs: inputs.into_iter().collect::<Option<_>>()?,
        output: output?,
    })
}

/// The type of a result with an iterator, by itself or in a `Result`, and how the value becomes one of it.
pub fn result(ty: &Type, signature: &Signature, errors: &mut Errors) -> Option<(Type, Wrap)> {
    if let Some(wrapped) = iterator(ty, signature, errors) {
        return Some((wrapped, Wrap::Whole));
    }
    let inner = first_argument(ty, "Result")?;
    let wrapped = iterator(inner, signature, errors)?;
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty
        && let Some(last) = path.path.segments.last_mut()
        && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
        && let Some(GenericArgument::Type(first)) = arguments.args.first_mut()
    {
        *first = wrapped;
    }
    Some((ty, Wrap::Value))
}

/// `pyext::Iter<T>` for `impl Iterator<Item = T>` and `Box<dyn Iterator<Item = T>>`.
fn iterator(ty: &Type, signature: &Signature, errors: &mut Errors) -> Option<Type> {
    let (inner, bounds) = match (ty, first_argument(ty, "Box")) {
        (Type::ImplTrait(unnamed), _) => (ty, &unnamed.bounds),
        (_, Some(inner @ Type::TraitObject(object))) => (inner, &object.bounds),
        _ => return None,
    };
    let segment = trait_of(inner).filter(|s| s.ident == "Iterator")?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    let item = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    })?;
    let borrowed = bounds.iter().any(
        |bound| matches!(bound, TypeParamBound::Lifetime(lifetime) if lifetime.ident != "static"),
    );
    let free = bounds.iter().any(|bound| match bound {
        TypeParamBound::PreciseCapture(_) => true,
        TypeParamBound::Lifetime(lifetime) => lifetime.ident == "static",
        _ => false,
    });
    let boxed = matches!(inner, Type::TraitObject(_));
    if boxed && borrowed {
        errors.at(
            ty,
            "PX149",
            "an iterator outlives the call, and cannot borrow from the parameters. Leave the lifetime out: `Box<dyn Iterator<Item = …>>`",
        );
    } else if !boxed && !free && borrows(signature) {
        errors.at(
            ty,
            "PX149",
            "an iterator outlives the call, and `impl Iterator` borrows from the parameters. Say that it does not: `impl Iterator<Item = …> + use<>`",
        );
    }
    let place = span(ty);
    syn::parse2(quote_spanned!(place=> ::pyext::Iter<#item>)).ok()
}

/// The type of what the host gives: an import, or a callable.
pub fn given(
    output: &ReturnType,
    this: Option<&Type>,
    errors: &mut Errors,
) -> Option<Option<Type>> {
    let ReturnType::Type(_, ty) = output else {
        return Some(None);
    };
    if shows_lifetime(ty) {
        errors.at(
            ty,
            "PX122",
            "what Python gives is copied, and nothing can be borrowed from it. Return a `String` in place of a `&str`, a `Vec` in place of a slice",
        );
        return None;
    }
    types::result(ty, this, errors).map(Some)
}

/// Whether a parameter shows a lifetime.
fn borrows(signature: &Signature) -> bool {
    signature.inputs.iter().any(|input| match input {
        FnArg::Typed(input) => shows_lifetime(&input.ty),
        FnArg::Receiver(receiver) => matches!(receiver.kind, ReceiverKind::Reference(..)),
    })
}

/// Whether the type shows a lifetime.
fn shows_lifetime(ty: &Type) -> bool {
    struct Find(bool);
    impl VisitMut for Find {
        fn visit_lifetime_mut(&mut self, _: &mut Lifetime) {
            self.0 = true;
        }

        fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
            self.0 = true;
            visit_mut::visit_type_reference_mut(self, reference);
        }
    }
    let mut find = Find(false);
    find.visit_type_mut(&mut ty.clone());
    find.0
}
