//! How names and types are spelled in Python. The stubs, `inspect` and the host's annotations all come from here.

use crate::primitive::Primitive;

/// Python's keywords, soft ones left out because they can name a function.
pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The builtin exceptions that an error class can derive from.
///
/// Those whose instances can be laid out like any exception's, and that do not end a program.
pub const EXCEPTIONS: [&str; 24] = [
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BufferError",
    "ConnectionError",
    "EOFError",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "IndexError",
    "KeyError",
    "LookupError",
    "MemoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "RecursionError",
    "ReferenceError",
    "RuntimeError",
    "TimeoutError",
    "TypeError",
    "ValueError",
    "ZeroDivisionError",
];

/// What every exception of an extension has for its own use, so that no field of an error can be called that.
pub const EXCEPTION_ATTRIBUTES: [&str; 5] =
    ["add_note", "args", "causes", "message", "with_traceback"];

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
        Primitive::Duration => "timedelta",
        _ => "int",
    }
}

/// Whether `name` names something in Python that is, or can be, in a submodule: names with dots between them.
///
/// ```
/// use pyext_abi::python::is_path;
/// assert!(is_path("area") && is_path("geometry.area"));
/// assert!(!is_path("geometry.") && !is_path(".area"));
/// ```
pub fn is_path(name: &str) -> bool {
    name.split('.').all(is_name)
}

/// Whether Python gives attributes of this name, which can be in a submodule, a meaning of their own.
///
/// ```
/// use pyext_abi::python::is_special;
/// assert!(is_special("__doc__") && is_special("geometry.__doc__"));
/// assert!(!is_special("__doc"));
/// ```
pub fn is_special(name: &str) -> bool {
    let local = name.rsplit('.').next().unwrap_or(name);
    local.starts_with("__") && local.ends_with("__")
}
