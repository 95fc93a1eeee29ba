//! The options in `#[pyext(…)]` on types, fields, cases and flags.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr};

use crate::error::Errors;

/// Where options stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On a record.
    Record,
    /// On another type.
    Type,
    /// On a field, case or flag.
    Part,
    /// On an error.
    Error,
    /// On a field of an error.
    ErrorField,
}

impl Place {
    /// The options that there are here, in words.
    fn known(self) -> &'static str {
        match self {
            Place::Record => "`name = \"…\"` and `frozen`",
            Place::Type | Place::Part => "`name = \"…\"`",
            Place::Error => "`name = \"…\"` and `base = \"…\"`",
            Place::ErrorField => "`name = \"…\"` and `source`",
        }
    }
}

/// What they say.
#[derive(Default)]
pub struct Options {
    /// The name in Python.
    pub name: Option<LitStr>,
    /// Whether a record's fields cannot be changed in Python.
    pub frozen: bool,
    /// The builtin exception that an error's class derives from as well.
    pub base: Option<LitStr>,
    /// Whether a field of an error stays in Rust.
    pub source: bool,
}

impl Options {
    /// Reads them all.
    pub fn read(attributes: &[Attribute], place: Place, errors: &mut Errors) -> Options {
        let mut options = Options::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("pyext")) {
            let mut mistakes = Errors::default();
            let parsed =
                attribute.parse_nested_meta(|meta| options.add(&meta, place, &mut mistakes));
            if let Err(error) = parsed {
                mistakes.syntax_of("PX136", &error);
            }
            errors.extend(mistakes);
        }
        options
    }

    fn add(
        &mut self,
        meta: &ParseNestedMeta<'_>,
        place: Place,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        let twice = if meta.path.is_ident("name") {
            self.name.replace(meta.value()?.parse()?).is_some()
        } else if meta.path.is_ident("frozen") && place == Place::Record {
            std::mem::replace(&mut self.frozen, true)
        } else if meta.path.is_ident("base") && place == Place::Error {
            self.base.replace(meta.value()?.parse()?).is_some()
        } else if meta.path.is_ident("source") && place == Place::ErrorField {
            std::mem::replace(&mut self.source, true)
        } else {
            return Err(meta.error(format_args!(
                "there is no such option here. There is {}",
                place.known()
            )));
        };
        if twice {
            errors.at(&meta.path, "PX136", "the option stands twice. Remove one");
        }
        Ok(())
    }
}
