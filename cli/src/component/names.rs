//! Python names as names of WIT, and no two alike where they stand together.

use std::collections::HashMap;

use heck::ToKebabCase;

use crate::error::{Error, Result};
use crate::escape;

/// The names of one world, interface, type or function.
#[derive(Debug, Default)]
pub struct Names {
    /// What each name stands for, by its letters and digits alone: `ab-c` and `a-bc` are one name in a component.
    taken: HashMap<String, String>,
}

impl Names {
    /// Whether something has the name already.
    pub fn has(&self, name: &str) -> bool {
        kebab(name).is_some_and(|kebab| self.taken.contains_key(&letters(&kebab)))
    }

    /// The name in WIT of something called `name`. `what` says what that is, and where.
    ///
    /// # Errors
    /// PX801 if there is none, PX802 if something else has it.
    pub fn take(&mut self, name: &str, what: &str) -> Result<String> {
        let kebab = kebab(name).ok_or_else(|| {
            Error::new(
                "PX801",
                format!("{} has no name in WIT", escape::name(name)),
            )
            .place(what)
            .reason("a name in WIT begins with a letter")
            .mend("give it another name, such as with `name = \"…\"` in its attribute")
        })?;
        match self.taken.insert(letters(&kebab), what.to_string()) {
            None => Ok(kebab),
            Some(other) => Err(Error::new("PX802", format!("two names become `{kebab}` in WIT"))
                .place(format!("{other}\n{what}"))
                .reason("WIT joins words by `-`, knows no capitals, and what stands together needs names that differ in letters or digits")
                .mend("give one of them another name, such as with `name = \"…\"` in its attribute")),
        }
    }
}

/// What makes a name the same as another one.
fn letters(kebab: &str) -> String {
    kebab.replace('-', "")
}

/// The name in kebab-case, if it has a letter to begin with. A word that begins with a digit is joined to the one before:
/// hosts that are older than that freedom of WIT refuse it.
pub fn kebab(name: &str) -> Option<String> {
    let mut out = String::new();
    for word in name.to_kebab_case().split('-') {
        if !out.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()) {
            out.push('-');
        }
        out.push_str(word);
    }
    out.starts_with(|c: char| c.is_ascii_lowercase())
        .then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_by_hyphens_and_digits_begin_none() {
        for (name, wit) in [
            ("two_sum", "two-sum"),
            ("DarkRed", "dark-red"),
            ("HTMLPage", "html-page"),
            ("geometry.Point", "geometry-point"),
            ("rotate_2d", "rotate2d"),
            ("_private_", "private"),
            ("sha256sum", "sha256sum"),
            ("a__b", "a-b"),
        ] {
            assert_eq!(kebab(name).as_deref(), Some(wit), "{name}");
        }
        for name in ["_", "_2d", "__"] {
            assert_eq!(kebab(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_hyphens_only_are_one() {
        let mut names = Names::default();
        names.take("ab_c", "function `ab_c`").unwrap();
        let error = names.take("a_bc", "function `a_bc`").unwrap_err();
        assert_eq!(error.code, "PX802");
        assert_eq!(
            error.place.as_deref(),
            Some("function `ab_c`\nfunction `a_bc`")
        );
        assert_eq!(names.take("_", "function `_`").unwrap_err().code, "PX801");
    }
}
