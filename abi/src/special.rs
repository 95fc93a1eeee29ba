//! Special methods: those of a class that Python itself calls, and what it wants of them (`docs/abi.md`, "The interface section").

/// What the result of a special method has to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// Whatever there is.
    Any,
    /// Nothing.
    Unit,
    /// `bool`.
    Bool,
    /// An integer.
    Integer,
    /// A float.
    Float,
    /// A string.
    Text,
    /// An option, of which none is the end.
    Option,
    /// An iterator, or an object of a class.
    Iterator,
}

/// A special method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Special {
    /// The number of its parameters behind `self`, if that is fixed.
    pub params: Option<usize>,
    /// Its result.
    pub result: Wanted,
}

const fn special(params: usize, result: Wanted) -> Special {
    Special {
        params: Some(params),
        result,
    }
}

/// All of them but the binary operators and their reflected and in-place forms.
const NAMED: [(&str, Special); 28] = [
    ("__len__", special(0, Wanted::Integer)),
    ("__hash__", special(0, Wanted::Integer)),
    ("__bool__", special(0, Wanted::Bool)),
    ("__repr__", special(0, Wanted::Text)),
    ("__str__", special(0, Wanted::Text)),
    ("__int__", special(0, Wanted::Integer)),
    ("__float__", special(0, Wanted::Float)),
    ("__index__", special(0, Wanted::Integer)),
    ("__iter__", special(0, Wanted::Iterator)),
    ("__next__", special(0, Wanted::Option)),
    ("__contains__", special(1, Wanted::Bool)),
    ("__getitem__", special(1, Wanted::Any)),
    ("__delitem__", special(1, Wanted::Unit)),
    ("__setitem__", special(2, Wanted::Unit)),
    (
        "__call__",
        Special {
            params: None,
            result: Wanted::Any,
        },
    ),
    ("__enter__", special(0, Wanted::Any)),
    ("__exit__", special(0, Wanted::Unit)),
    ("__eq__", special(1, Wanted::Bool)),
    ("__ne__", special(1, Wanted::Bool)),
    ("__lt__", special(1, Wanted::Bool)),
    ("__le__", special(1, Wanted::Bool)),
    ("__gt__", special(1, Wanted::Bool)),
    ("__ge__", special(1, Wanted::Bool)),
    ("__neg__", special(0, Wanted::Any)),
    ("__pos__", special(0, Wanted::Any)),
    ("__abs__", special(0, Wanted::Any)),
    ("__invert__", special(0, Wanted::Any)),
    ("__divmod__", special(1, Wanted::Any)),
];

/// Binary operators; `__divmod__` has a reflected form, and none in place.
const OPERATORS: [&str; 13] = [
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and",
    "or", "xor",
];

/// The special method of this name.
///
/// ```
/// use pyext_abi::special::{Wanted, find};
/// assert_eq!(find("__len__").map(|s| s.result), Some(Wanted::Integer));
/// assert_eq!(find("__radd__").and_then(|s| s.params), Some(1));
/// assert_eq!(find("__del__"), None);
/// ```
pub fn find(name: &str) -> Option<Special> {
    if let Some((_, named)) = NAMED.iter().find(|(n, _)| *n == name) {
        return Some(*named);
    }
    let operator = name.strip_prefix("__")?.strip_suffix("__")?;
    if OPERATORS.contains(&operator) {
        return Some(special(1, Wanted::Any));
    }
    let (form, rest) = operator.split_at_checked(1)?;
    match form {
        "r" if OPERATORS.contains(&rest) || rest == "divmod" => Some(special(1, Wanted::Any)),
        "i" if OPERATORS.contains(&rest) => Some(special(1, Wanted::Unit)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_have_a_reflected_form_and_one_in_place() {
        for name in [
            "__add__",
            "__radd__",
            "__rdivmod__",
            "__divmod__",
            "__xor__",
        ] {
            let found = find(name).map(|s| (s.params, s.result));
            assert_eq!(found, Some((Some(1), Wanted::Any)), "{name}");
        }
        assert_eq!(find("__iadd__").map(|s| s.result), Some(Wanted::Unit));
        for name in [
            "__idivmod__",
            "__r__",
            "__radd",
            "add",
            "__rlen__",
            "____",
            "é",
        ] {
            assert_eq!(find(name), None, "{name}");
        }
    }
}
