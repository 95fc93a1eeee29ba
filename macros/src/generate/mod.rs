//! From the model to tokens.

mod alias;
mod callable;
mod class;
mod constant;
mod function;
mod import;
mod literal;
mod module;
pub mod record;

use proc_macro2::TokenStream;
use quote::quote;

use crate::error::Errors;
use crate::model::{Export, Import, Module};
use crate::parse::Outcome;

/// The item as it was, and what `#[export]` adds to it.
pub fn export(original: &TokenStream, outcome: Outcome) -> TokenStream {
    let Outcome { export, errors } = outcome;
    let right = errors.is_empty();
    let errors = errors.into_tokens();
    // Mistakes in types are reported along with the others, so the checks do not wait for a model without mistakes.
    let (checks, record) = match &export {
        Some(Export::Function(function)) => (
            function::checks(function, right),
            right.then(|| function::wrapper(function)),
        ),
        Some(Export::Constant(constant)) => (
            constant::checks(constant),
            right.then(|| constant::record(constant)),
        ),
        Some(Export::Class(class)) => (class::class(class, right), None),
        Some(Export::Module(module)) if right => {
            return module::inside(original.clone(), module::record(module));
        }
        _ => (TokenStream::new(), None),
    };
    quote! {
        #original
        #errors
        #checks
        #record
    }
}

/// The trait as it was, and what `#[pyext::import]` adds to it.
pub fn import(original: &TokenStream, import: Option<Import>, errors: Errors) -> TokenStream {
    let right = errors.is_empty();
    let errors = errors.into_tokens();
    let import = import.map(|import| import::import(&import, right));
    quote!(#original #errors #import)
}

/// What `submodule!` stands for.
pub fn submodule(module: &Module, errors: Errors) -> TokenStream {
    match errors.is_empty() {
        true => module::record(module),
        false => errors.into_tokens(),
    }
}

/// Where the SDK has what expansions use.
pub fn private() -> TokenStream {
    quote!(::pyext::__private)
}
