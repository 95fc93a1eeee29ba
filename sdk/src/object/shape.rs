//! What Python, or the class, wants of the results of some functions of a class.

use pyext_abi::special::Wanted;

use crate::literal::starts_with;

/// Refuses a constructor whose result, with this text, is no object of the class, with this text.
pub const fn assert_constructs(result: &[u8], own: &[u8]) {
    assert!(
        result.len() == own.len() && starts_with(result, own),
        "PX147: a constructor returns an object of its class. Return `Self`, or a `Result` of it"
    );
}

/// Refuses a result, with this text, that is not what is wanted of a function of this name.
pub const fn assert_result(wanted: Wanted, result: &[u8]) {
    let (right, message) = match wanted {
        Wanted::Any => (true, ""),
        Wanted::Unit => (
            starts_with(result, b"\"unit\""),
            "PX143: Python wants no result of this function",
        ),
        Wanted::Bool => (
            starts_with(result, b"\"bool\""),
            "PX143: Python wants a `bool` of this method",
        ),
        Wanted::Integer => (
            is_integer(result),
            "PX143: Python wants an integer of this method",
        ),
        Wanted::Float => (
            starts_with(result, b"\"f"),
            "PX143: Python wants an `f64` or `f32` of this method",
        ),
        Wanted::Text => (
            starts_with(result, b"\"string\""),
            "PX143: Python wants a text of this method",
        ),
        Wanted::Option => (
            starts_with(result, b"{\"option\":"),
            "PX143: Python wants an `Option` of this method: `None` is the end",
        ),
        Wanted::Iterator => (
            starts_with(result, b"{\"iterator\":") || starts_with(result, b"{\"own\":"),
            "PX143: Python wants an iterator of this method: a `pyext::Iter`, or an object with `__next__`",
        ),
    };
    if !right {
        panic!("{}", message)
    }
}

const fn is_integer(text: &[u8]) -> bool {
    text.len() > 2 && text[0] == b'"' && matches!(text[1], b'u' | b's') && text[2].is_ascii_digit()
}
