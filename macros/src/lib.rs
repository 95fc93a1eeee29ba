//! The attribute macros of pyext: thin entry points.
//!
//! `parse` turns Rust syntax into a model and reports every mistake at once; `generate` turns the model into tokens. Use
//! them through the `pyext` crate.

mod error;
mod generate;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Exports a function, a constant or a module to Python.
///
/// A **function** stays as it is. Its name, the names and types of its parameters, its result and its documentation
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
/// # Options
///
/// - `signature = (…)` says how the parameters can be passed, by the grammar of Python's `def`: `/` ends those that are positional
///   only, `*` begins those that are keyword only, `*args` takes all further positions as a list, `**kwargs` all further names
///   as a map from strings. A parameter can have a default, which is a literal: a number, text, `b"…"`, `true`, `None`,
///   `Some(…)`, `[…]` and `(…, …)` of these, or a case of an enum. It names all parameters, in the function's order.
///   Without it every parameter can be passed by position and by name, and has no default: neither is an `Option` one.
/// - `name = "…"` gives the item another name in Python.
/// - `wipe` is for functions that handle secrets: the host overwrites their arguments, the guest what they leave in memory. It needs
///   the feature `wipe` of the `pyext` crate.
///
/// ```
/// use pyext::prelude::*;
///
/// /// In Python: `wrap(text, /, width=80, *, indent="", breaks=True)`.
/// #[export(name = "wrap", signature = (text, /, width = 80, *, indent = "", breaks = true))]
/// pub fn wrap_text(text: &str, width: u32, indent: &str, breaks: bool) -> String {
///     # let _ = (width, breaks);
///     format!("{indent}{text}")
/// }
///
/// assert_eq!(wrap_text("abc", 80, "  ", true), "  abc");
/// ```
///
/// # Constants and modules
///
/// A constant of the type `bool`, `char`, `&str`, `&[u8]`, `[u8; N]`, or of an integer or float, becomes an attribute of the Python module. A module
/// becomes a submodule that holds what is exported in it. Where the module is a file, [`submodule!`] in the file says so.
///
/// ```
/// use pyext::prelude::*;
///
/// /// What one message can have.
/// #[export]
/// pub const MAX_BYTES: u32 = 64 * 1024;
///
/// /// In Python: `geometry.area`.
/// #[export]
/// pub mod geometry {
///     use pyext::prelude::*;
///
///     #[export]
///     pub fn area(width: f64, height: f64) -> f64 {
///         width * height
///     }
/// }
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

/// Makes the module in which it stands a submodule in Python, which holds what is exported in it.
///
/// It is for modules that are files of their own; an inline module has `#[export]`. Documentation and another name can stand in it:
///
/// ```
/// mod geometry {
///     # mod inner {
///     pyext::submodule!();
///     # }
/// }
/// mod shapes_2d {
///     pyext::submodule! {
///         /// Shapes in the plane.
///         name = "shapes"
///     }
/// }
/// ```
#[proc_macro]
pub fn submodule(content: TokenStream) -> TokenStream {
    let (module, errors) = parse::submodule(content.into());
    generate::submodule(&module, errors).into()
}
