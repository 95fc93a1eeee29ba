//! The model of a Rust module that is a submodule in Python.

use proc_macro2::Span;
use syn::Expr;

/// A submodule.
pub struct Module {
    /// Its name in Python.
    pub name: ModuleName,
    /// Lines of documentation.
    pub docs: Vec<Expr>,
}

/// How the name of a submodule is known.
pub enum ModuleName {
    /// It stands in the source.
    Known(String),
    /// It is that of the file, which only the compiler knows; this asks for it.
    OfFile(Span),
}
