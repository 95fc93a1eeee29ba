//! Texts.

use pyext::prelude::*;

use crate::Fault;

pyext::submodule!(
    /// Texts.
);

#[export(signature = (text, quotes = ("\"", "\"")))]
pub fn quote(text: &str, quotes: (&str, &str)) -> Result<String, Fault> {
    match text.find('"') {
        Some(at) => Err(Fault {
            at: at as u32,
            color: None,
        }),
        None => Ok(format!("{}{text}{}", quotes.0, quotes.1)),
    }
}
