//! From Rust syntax to the model, with every mistake reported at its place.

mod class;
mod constant;
pub mod docs;
mod function;
mod import;
mod list;
mod literal;
mod module;
pub mod names;
mod objects;
mod options;
mod roles;
mod signature;
pub mod types;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;
use syn::parse::Parser;

use crate::error::Errors;
use crate::model::{Export, Import, Module};
use options::Options;

/// What `#[export]` stands on: the model as far as there is one, and the mistakes.
pub struct Outcome {
    /// The item, if it makes sense by itself.
    pub export: Option<Export>,
    /// The mistakes; nothing can be exported while there are any.
    pub errors: Errors,
}

/// Reads `#[export(options)] item`; returns the item as it stays in the program, too.
pub fn export(options: TokenStream, item: TokenStream) -> (TokenStream, Outcome) {
    let mut errors = Errors::default();
    let options = Options::read(options, &mut errors);
    let export = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Fn(item)) => function::read(&item.sig, &item.attrs, options, None, &mut errors)
            .map(|f| Export::Function(Box::new(f))),
        Ok(Item::Impl(mut class)) => {
            let export = class::read(&mut class, options, &mut errors).map(Export::Class);
            return (quote!(#class), Outcome { export, errors });
        }
        Ok(Item::Const(item)) => constant::read(&item, options, &mut errors).map(Export::Constant),
        Ok(Item::Mod(item)) => module::read(&item, options, &mut errors).map(Export::Module),
        Ok(other) => {
            errors.at(
                quote!(#other),
                "PX102",
                "`#[export]` stands on functions, constants, modules and the `impl` of a class only",
            );
            None
        }
        Err(error) => {
            // A method is no item by itself, so syn stumbles over its receiver.
            errors.syntax(&error);
            None
        }
    };
    (item, Outcome { export, errors })
}

/// Reads `#[import(options)] trait`; returns the trait as it stays in the program, too.
pub fn import(options: TokenStream, item: TokenStream) -> (TokenStream, Option<Import>, Errors) {
    let mut errors = Errors::default();
    let options = Options::read(options, &mut errors);
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Trait(mut item)) => {
            let import = import::read(&mut item, options, &mut errors);
            (quote!(#item), import, errors)
        }
        Ok(other) => {
            errors.at(
                quote!(#other),
                "PX150",
                "`#[pyext::import]` stands on a trait, whose functions Python provides",
            );
            (item, None, errors)
        }
        Err(error) => {
            errors.syntax(&error);
            (item, None, errors)
        }
    }
}

/// Reads what stands in `submodule!(…)`.
pub fn submodule(content: TokenStream) -> (Module, Errors) {
    let mut errors = Errors::default();
    let read = |input: syn::parse::ParseStream<'_>| module::read_macro(input, &mut errors);
    let module = match read.parse2(content) {
        Ok(module) => module,
        Err(error) => {
            errors.syntax(&error);
            module::of_file()
        }
    };
    (module, errors)
}
