//! Traits under `#[pyext::import]`.

use std::collections::HashSet;

use pyext_abi::python;
use syn::{
    FnArg, GenericParam, ItemTrait, Pat, ReceiverKind, Safety, Signature, TraitItem, TraitItemFn,
    TypeParamBound,
};

use super::options::Options;
use super::{docs, names, objects, roles, types};
use crate::error::Errors;
use crate::model::{Import, Imported};

/// The import. The attributes that are ours are taken off its functions.
pub fn read(item: &mut ItemTrait, options: Options, errors: &mut Errors) -> Option<Import> {
    options.only_name("an import", errors);
    options.no_more(errors);
    let mut right = true;
    let mut refuse = |place: &dyn quote::ToTokens, message: &str| {
        errors.at(quote::quote!(#place), "PX150", message);
        right = false;
    };
    if !item.generics.params.is_empty() || item.generics.where_clause.is_some() {
        refuse(
            &item.generics,
            "an import cannot be generic: Python provides one",
        );
    }
    if let Some(token) = &item.unsafety {
        refuse(
            token,
            "an import cannot be `unsafe`: Python cannot keep its contract",
        );
    }
    for bound in &item.supertraits {
        let known = matches!(bound, TypeParamBound::Trait(bound)
            if bound.path.is_ident("Send") || bound.path.is_ident("Sync"));
        if !known {
            refuse(
                bound,
                "an import can have `Send` and `Sync` as supertraits only: nobody implements others for the host",
            );
        }
    }
    for item in &item.items {
        if !matches!(item, TraitItem::Fn(_)) {
            refuse(item, "an import has functions only");
        }
    }
    let name = names::of_item(&item.ident, options.name.as_ref(), "trait", errors);
    let mut functions = Vec::new();
    let mut seen = HashSet::new();
    for item in &mut item.items {
        let TraitItem::Fn(function) = item else {
            continue;
        };
        let marks = roles::take(&mut function.attrs, errors);
        // A body stays in Rust.
        if function.default.is_some() {
            continue;
        }
        match imported(function, marks.options, errors) {
            Some(function) => {
                if !seen.insert(function.name.clone()) {
                    errors.at(
                        &function.signature.ident,
                        "PX150",
                        format_args!("the import has `{}` twice. Give one another name: `#[pyext(name = \"…\")]`", function.name),
                    );
                }
                functions.push(function);
            }
            None => right = false,
        }
    }
    right.then(|| Import {
        ident: item.ident.clone(),
        name,
        docs: docs::lines(&item.attrs),
        functions,
    })
}

fn imported(function: &TraitItemFn, options: Options, errors: &mut Errors) -> Option<Imported> {
    let signature = &function.sig;
    options.only_name("a function of an import", errors);
    options.no_more(errors);
    let sound = is_sound(signature, errors);
    let name = match &options.name {
        Some(given) => {
            let name = given.value();
            names::check(&name, given, "Choose another name", errors);
            name
        }
        None => names::of_ident(
            &signature.ident,
            "function, or give it a name for Python: `#[pyext(name = \"…\")]`",
            errors,
        ),
    };
    if python::is_special(&name) {
        errors.at(
            &signature.ident,
            "PX150",
            format_args!("Python gives `{name}` a meaning of its own. Rename the function"),
        );
    }
    let mut params = Vec::new();
    let mut whole = sound;
    for input in &signature.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Pat::Ident(pattern) = &*input.pat else {
            errors.at(&input.pat, "PX108", "a parameter of an import needs a name");
            whole = false;
            continue;
        };
        let name = names::of_ident(&pattern.ident, "parameter", errors);
        match types::parameter(&input.ty, None, errors) {
            Some(ty) => params.push((pattern.ident.clone(), name, ty)),
            None => whole = false,
        }
    }
    let result = objects::given(&signature.output, None, errors);
    if let Some(condition) = function.attrs.iter().find(|a| a.path().is_ident("cfg")) {
        errors.at(
            condition,
            "PX150",
            "a function of an import is always there: the record lists it. Write a trait of its own for this condition",
        );
    }
    let result = result.filter(|_| whole)?;
    Some(Imported {
        signature: signature.clone(),
        name,
        docs: docs::lines(&function.attrs),
        params,
        result,
    })
}

/// Whether Python can provide a function of this kind.
fn is_sound(signature: &Signature, errors: &mut Errors) -> bool {
    let mut sound = true;
    let mut refuse = |place: &dyn quote::ToTokens, message: &str| {
        errors.at(quote::quote!(#place), "PX150", message);
        sound = false;
    };
    if let Some(token) = &signature.asyncness {
        refuse(
            token,
            "a function of an import cannot be `async`: a guest has no executor",
        );
    }
    if let Safety::Unsafe(token) = &signature.safety {
        refuse(
            token,
            "a function of an import cannot be `unsafe`: Python cannot keep its contract",
        );
    }
    for parameter in &signature.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            refuse(parameter, "a function of an import cannot be generic");
        }
    }
    let shared = signature
        .receiver()
        .is_some_and(|r| matches!(r.kind, ReceiverKind::Reference(_, _, None)));
    if !shared {
        refuse(
            &signature.ident,
            "a function of an import takes `&self`: Python can call the extension again while it runs",
        );
    }
    sound
}
