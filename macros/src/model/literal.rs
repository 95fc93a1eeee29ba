//! A default: a value that is written out, so that Python can show it and pass it.

use proc_macro2::Span;
use syn::{ExprPath, LitBool, LitByte, LitByteStr, LitChar, LitFloat, LitInt, LitStr};

/// A default or a part of one.
pub struct Literal {
    /// What it is.
    pub shape: Shape,
    /// Where it stands.
    pub span: Span,
}

/// What a default can be.
pub enum Shape {
    /// `()`.
    Unit,
    /// `true`.
    Bool(LitBool),
    /// `80`, `-1`.
    Integer {
        /// Whether there is a minus sign.
        negative: bool,
        /// The number behind it.
        digits: LitInt,
    },
    /// `0.5`, `-1e-3`.
    Float {
        /// Whether there is a minus sign.
        negative: bool,
        /// The number behind it.
        digits: LitFloat,
        /// Its value, which is finite.
        value: f64,
    },
    /// `'x'`.
    Char(LitChar),
    /// `"text"`.
    Text(LitStr),
    /// `b'x'`.
    Byte(LitByte),
    /// `b"bytes"`.
    Bytes(LitByteStr),
    /// `None`.
    None,
    /// `Some(…)`.
    Some(Box<Literal>),
    /// `[…]`.
    List(Vec<Literal>),
    /// `(…, …)`.
    Tuple(Vec<Literal>),
    /// `Color::Red`.
    Case(ExprPath),
}
