//! Constants under `#[export]`.

use syn::ItemConst;

use super::options::Options;
use super::{docs, names, types};
use crate::error::Errors;
use crate::model::Constant;

/// The constant, as far as it makes sense.
pub fn read(item: &ItemConst, options: Options, errors: &mut Errors) -> Option<Constant> {
    options.only_name("a constant", errors);
    options.no_more(errors);
    if item.ident == "_" {
        errors.at(
            &item.ident,
            "PX109",
            "a constant without a name cannot be exported. Give it one",
        );
        return None;
    }
    Some(Constant {
        ident: item.ident.clone(),
        name: names::of_item(&item.ident, options.name.as_ref(), "constant", errors),
        docs: docs::lines(&item.attrs),
        ty: types::without_lifetimes(&item.ty),
    })
}
