//! Modules under `#[export]`, and `submodule!`.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, ItemMod, LitStr, Token};

use super::options::Options;
use super::{docs, names};
use crate::error::Errors;
use crate::model::{Module, ModuleName};

/// The inline module.
pub fn read(item: &ItemMod, options: Options, errors: &mut Errors) -> Option<Module> {
    options.only_name("a module", errors);
    options.no_more(errors);
    if item.content.is_none() {
        errors.at(
            item,
            "PX102",
            "the content of this module is in another file. Remove `#[export]` here and write `pyext::submodule!();` in that file",
        );
        return None;
    }
    Some(Module {
        name: ModuleName::Known(names::of_item(
            &item.ident,
            options.name.as_ref(),
            "module",
            errors,
        )),
        docs: docs::lines(&item.attrs),
    })
}

/// `submodule!(/// docs
/// name = "…")`.
pub fn read_macro(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Module> {
    let attributes = input.call(Attribute::parse_outer)?;
    let mut module = of_file();
    module.docs = docs::lines(&attributes);
    if !input.is_empty() {
        let key: Ident = input.parse()?;
        if key != "name" {
            return Err(syn::Error::new(
                key.span(),
                "`submodule!` takes documentation and `name = \"…\"` only",
            ));
        }
        input.parse::<Token![=]>()?;
        let name: LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        names::check(&name.value(), &name, "Choose another name", errors);
        module.name = ModuleName::Known(name.value());
    }
    Ok(module)
}

/// `submodule!()`.
pub fn of_file() -> Module {
    Module {
        name: ModuleName::OfFile(Span::call_site()),
        docs: Vec::new(),
    }
}
