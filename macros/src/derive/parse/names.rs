//! Names of types and of their parts as Python will see them.

use std::collections::HashSet;

use pyext_abi::python;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Ident, LitStr, Member};

use super::Field;
use crate::error::Errors;
use crate::parse::names::check;

/// The names of one item's parts.
#[derive(Default)]
pub struct Taken(HashSet<String>);

impl Taken {
    fn take(&mut self, name: &str, place: &dyn ToTokens, what: &str, errors: &mut Errors) {
        if !self.0.insert(name.to_string()) {
            let message = format!(
                "two {what}s are called `{name}` in Python. Give one another name: `#[pyext(name = \"…\")]`"
            );
            errors.at(place, "PX138", message);
        }
    }
}

/// A name, and the place where it is given.
fn chosen<'a>(
    ident: &'a Ident,
    given: Option<&'a LitStr>,
    by_itself: impl Fn(&str) -> String,
) -> (String, &'a dyn ToTokens) {
    match given {
        Some(given) => (given.value(), given),
        None => (by_itself(&ident.unraw().to_string()), ident),
    }
}

const MEND: &str = "Give it another name for Python: `#[pyext(name = \"…\")]`";

/// The name of a type.
pub fn of_type(ident: &Ident, given: Option<&LitStr>, errors: &mut Errors) -> String {
    let (name, place) = chosen(ident, given, str::to_string);
    check(&name, place, MEND, errors);
    name
}

/// The name of a field.
pub fn of_field(
    ident: &Ident,
    given: Option<&LitStr>,
    taken: &mut Taken,
    errors: &mut Errors,
) -> String {
    let (name, place) = chosen(ident, given, str::to_string);
    check(&name, place, MEND, errors);
    if name.starts_with("__") {
        let message = format!("Python has its own use for `{name}`: it begins with `__`. {MEND}");
        errors.at(place, "PX109", message);
    }
    taken.take(&name, place, "field", errors);
    name
}

/// The name of an enum's case or of a flag: `DarkRed` and `dark_red` become `DARK_RED`.
pub fn of_member(
    ident: &Ident,
    given: Option<&LitStr>,
    what: &str,
    taken: &mut Taken,
    errors: &mut Errors,
) -> String {
    let (name, place) = chosen(ident, given, upper_snake);
    check(&name, place, MEND, errors);
    if name.starts_with('_') || name == "mro" {
        let message = format!("Python keeps the name `{name}` for itself. {MEND}");
        errors.at(place, "PX109", message);
    }
    taken.take(&name, place, what, errors);
    name
}

/// The name of the class of a variant's case: `Shape` and `Circle` make `ShapeCircle`.
pub fn of_class(
    of_type: &str,
    ident: &Ident,
    given: Option<&LitStr>,
    taken: &mut Taken,
    errors: &mut Errors,
) -> String {
    let (name, place) = chosen(ident, given, |case| format!("{of_type}{case}"));
    check(&name, place, MEND, errors);
    taken.take(&name, place, "case", errors);
    name
}

/// Reports a field with a name that every exception has for its own use.
pub fn check_of_error(field: &Field, errors: &mut Errors) {
    let name = &field.name;
    if python::EXCEPTION_ATTRIBUTES.contains(&name.as_str()) {
        let message = format!("every exception has its own `{name}`. {MEND}");
        match &field.member {
            Member::Named(ident) => errors.at(ident, "PX109", message),
            Member::Unnamed(_) => errors.at(&field.ty, "PX109", message),
        }
    }
}

fn upper_snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i));
        let begins = match (before, chars.get(i + 1)) {
            (Some(before), _) if before.is_lowercase() => true,
            (Some(before), Some(after)) => *before != '_' && after.is_lowercase(),
            _ => false,
        };
        if c.is_uppercase() && begins {
            out.push('_');
        }
        out.extend(c.to_uppercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::upper_snake;

    #[test]
    fn words_are_parted() {
        for (rust, python) in [
            ("Red", "RED"),
            ("DarkRed", "DARK_RED"),
            ("HTTPServer", "HTTP_SERVER"),
            ("Mode2D", "MODE2D"),
            ("V2Beta", "V2_BETA"),
            ("read_only", "READ_ONLY"),
            ("Read_Only", "READ_ONLY"),
            ("X", "X"),
        ] {
            assert_eq!(upper_snake(rust), python);
        }
    }
}
