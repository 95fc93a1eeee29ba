//! Errors that become exception classes in Python.

use core::fmt::Display;

use crate::lower::Lower;

/// An error with a class of its own in Python: `derive(Error)` on a struct or enum implements it.
///
/// The class derives from `ExtensionError`, and from a builtin exception if `#[pyext(base = "…")]` names one. The text is that of
/// [`Display`], which stays yours, written by hand or by another derive such as `thiserror`'s. Fields become attributes; each case of
/// an enum becomes a class that derives from the enum's. Sources, if [`core::error::Error`] names some, become `__cause__`.
///
/// ```
/// use core::fmt;
/// use pyext::prelude::*;
///
/// /// The text cannot be read.
/// #[derive(Debug, pyext::Error)]
/// #[pyext(base = "ValueError")]
/// pub enum ReadError {
///     /// There is nothing to read.
///     Empty,
///     /// A character stands where none can.
///     Unexpected { character: char, position: u32 },
/// }
///
/// impl fmt::Display for ReadError {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         match self {
///             ReadError::Empty => f.write_str("nothing to read"),
///             ReadError::Unexpected { character, position } => write!(f, "unexpected {character:?} at {position}"),
///         }
///     }
/// }
///
/// /// In Python: `except demo.ReadErrorUnexpected as error: print(error.position)`.
/// #[export]
/// pub fn digits(text: &str) -> Result<u32, ReadError> {
///     if text.is_empty() {
///         return Err(ReadError::Empty);
///     }
///     for (position, character) in text.chars().enumerate() {
///         if !character.is_ascii_digit() {
///             return Err(ReadError::Unexpected { character, position: position as u32 });
///         }
///     }
///     Ok(text.len() as u32)
/// }
///
/// assert_eq!(digits("12").ok(), Some(2));
/// assert_eq!(digits("1x").map_err(|e| e.to_string()), Err("unexpected 'x' at 1".to_string()));
/// ```
///
/// By hand it is a promise about the type's description, which has to be one of the kind `error` (`docs/abi.md`, "Type definitions"), so there is
/// little reason to do so.
#[diagnostic::on_unimplemented(
    message = "PX129: `{Self}` is no error with a class in Python",
    label = "not `#[derive(pyext::Error)]`"
)]
pub trait Error: Message + Lower {}

/// What an error has to have to be raised: a text.
#[diagnostic::on_unimplemented(
    message = "PX129: `{Self}` cannot be the error of an exported function",
    label = "has no text",
    note = "implement `core::fmt::Display` for it, which gives the exception its message; `#[derive(pyext::Error)]` beside it makes a class in Python"
)]
pub trait Message: Display {}

#[diagnostic::do_not_recommend]
impl<E: Display> Message for E {}
