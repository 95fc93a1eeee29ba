//! The attribute macros of pyext: thin entry points.
//!
//! `parse` turns Rust syntax into a model and reports every mistake at once; `generate` turns the model into tokens. Use
//! them through the `pyext` crate.

mod error;
mod function;
mod generate;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Exports a function to Python.
///
/// The function stays as it is. Its name, the names and types of its parameters, its result and its documentation
/// comments become the Python function's; the table of types is in the documentation of the `pyext` crate.
///
/// It can stand behind a feature, so that an ordinary library crate becomes an extension without other changes:
/// `#[cfg_attr(feature = "python", pyext::export)]`.
///
/// ```
/// use pyext::prelude::*;
///
/// /// Area of a rectangle.
/// #[export]
/// pub fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
///
/// assert_eq!(area(2.0, 3.0), 6.0);
/// ```
///
/// # Errors
/// `async` functions, generic functions, methods, patterns as parameters, and types that the ABI has not are compile errors
/// that say what to write instead.
#[proc_macro_attribute]
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    let (original, outcome) = parse::export(options.into(), item.into());
    generate::export(&original, outcome).into()
}
