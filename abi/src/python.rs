//! How names and types are spelled in Python. The stubs, `inspect` and the host's annotations all come from here.

use crate::primitive::Primitive;

/// Python's keywords, soft ones left out because they can name a function.
pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Whether `name` can name a function or parameter: an ASCII identifier that is not a keyword.
///
/// ```
/// use pyext_abi::python::is_name;
/// assert!(is_name("to_html"));
/// assert!(!is_name("lambda") && !is_name("a-b") && !is_name("2d") && !is_name(""));
/// ```
pub fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let starts = bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    starts && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_') && !KEYWORDS.contains(&name)
}

/// The Python type of a primitive.
pub const fn primitive(p: Primitive) -> &'static str {
    match p {
        Primitive::Unit => "None",
        Primitive::Bool => "bool",
        Primitive::F32 | Primitive::F64 => "float",
        Primitive::Char | Primitive::String => "str",
        _ => "int",
    }
}
