//! Names as Python will see them.

use pyext_abi::{names, python};
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::error::Errors;

/// The identifier as Python will see it.
pub fn of_ident(ident: &Ident, what: &str, errors: &mut Errors) -> String {
    let name = ident.unraw().to_string();
    check(&name, ident, &format!("Rename the {what}"), errors);
    name
}

/// The name of an item: the identifier's, or the one that is given for Python.
pub fn of_item(ident: &Ident, given: Option<&LitStr>, what: &str, errors: &mut Errors) -> String {
    let name = match given {
        Some(given) => {
            let name = given.value();
            check(&name, given, "Choose another name", errors);
            name
        }
        None => of_ident(
            ident,
            &format!("{what}, or give it a name for Python: `name = \"…\"`"),
            errors,
        ),
    };
    if names::is_reserved(&name) {
        let message = format!("the ABI keeps the name `{name}` for itself. Rename the {what}");
        match given {
            Some(given) => errors.at(given, "PX109", message),
            None => errors.at(ident, "PX109", message),
        }
    }
    name
}

/// Reports at `place` what is no name in Python.
pub fn check(name: &str, place: impl quote::ToTokens, mend: &str, errors: &mut Errors) {
    if python::is_name(name) {
        return;
    }
    let why = if !name.is_ascii() {
        "is not ASCII"
    } else if python::KEYWORDS.contains(&name) {
        "is a keyword in Python"
    } else {
        "is not a name in Python"
    };
    errors.at(place, "PX109", format_args!("`{name}` {why}. {mend}"));
}
