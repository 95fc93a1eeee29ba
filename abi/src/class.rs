//! What belongs to a class: the roles of its functions, and the special methods of Python that they can be.

/// What a function is to the class that it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Role {
    /// It belongs to none.
    #[default]
    Free,
    /// It makes an object: `C(…)`.
    Constructor,
    /// It is called on an object.
    Method,
    /// It reads a property.
    Getter,
    /// It writes a property.
    Setter,
    /// It is called on the class.
    Static,
    /// As [`Role::Static`], and a class method in Python.
    Class,
}

impl Role {
    /// Every role in a class.
    pub const ALL: [Role; 6] = [
        Role::Constructor,
        Role::Method,
        Role::Getter,
        Role::Setter,
        Role::Static,
        Role::Class,
    ];

    /// Whether the function belongs to no class, which interfaces leave out.
    pub fn is_free(&self) -> bool {
        *self == Role::Free
    }

    /// The name in interfaces.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Free => "",
            Role::Constructor => "constructor",
            Role::Method => "method",
            Role::Getter => "getter",
            Role::Setter => "setter",
            Role::Static => "static",
            Role::Class => "class",
        }
    }

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What stands before the class in the name of the export.
    pub const fn mark(self) -> &'static str {
        match self {
            Role::Free => "",
            Role::Constructor => "[constructor]",
            Role::Method => "[method]",
            Role::Getter => "[getter]",
            Role::Setter => "[setter]",
            Role::Static | Role::Class => "[static]",
        }
    }

    /// Whether it is called on an object, which is its first parameter, [`SELF`].
    pub const fn has_self(self) -> bool {
        matches!(self, Role::Method | Role::Getter | Role::Setter)
    }
}

/// Name of the parameter that is the object.
pub const SELF: &str = "self";
/// Own name of a constructor.
pub const NEW: &str = "__new__";
/// What stands before the class in the name of the export that drops an object.
pub const DROP_MARK: &str = "[drop]";

/// The name of the export that drops an object of the class.
#[cfg(feature = "model")]
pub fn drop_name(class: &str) -> alloc::string::String {
    alloc::format!("{DROP_MARK}{class}")
}

/// What Python wants of a special method's result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gives {
    /// Anything.
    Any,
    /// Nothing.
    Unit,
    /// A `bool`.
    Bool,
    /// An integer.
    Integer,
    /// A float.
    Float,
    /// A string.
    Text,
    /// An iterator, or an object of a class with `__next__`.
    Iterator,
    /// An option, of which none is the end.
    Option,
}

/// A special method of Python.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Special {
    /// How many parameters it has behind `self`; none if any number.
    pub params: Option<usize>,
    /// What it gives.
    pub gives: Gives,
}

/// Binary operators without their underscores. Each can have `r` or `i` in front.
const BINARY: [&str; 13] = [
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and",
    "or", "xor",
];

impl Special {
    /// The special method of this name, if a class can have it.
    ///
    /// ```
    /// use pyext_abi::class::{Gives, Special};
    /// let len = Special::from_name("__len__");
    /// assert_eq!(len, Some(Special { params: Some(0), gives: Gives::Integer }));
    /// assert!(Special::from_name("__radd__").is_some() && Special::from_name("__idivmod__").is_none());
    /// assert_eq!(Special::from_name("__del__"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Special> {
        let local = name.strip_prefix("__")?.strip_suffix("__")?;
        let (params, gives) = match local {
            "len" | "hash" | "int" | "index" => (Some(0), Gives::Integer),
            "float" => (Some(0), Gives::Float),
            "bool" => (Some(0), Gives::Bool),
            "repr" | "str" => (Some(0), Gives::Text),
            "iter" => (Some(0), Gives::Iterator),
            "next" => (Some(0), Gives::Option),
            "contains" | "eq" | "ne" | "lt" | "le" | "gt" | "ge" => (Some(1), Gives::Bool),
            "getitem" => (Some(1), Gives::Any),
            "delitem" => (Some(1), Gives::Unit),
            "setitem" => (Some(2), Gives::Unit),
            "call" => (None, Gives::Any),
            "enter" | "neg" | "pos" | "abs" | "invert" => (Some(0), Gives::Any),
            "exit" => (Some(0), Gives::Unit),
            "divmod" | "rdivmod" => (Some(1), Gives::Any),
            _ if BINARY.contains(&local) => (Some(1), Gives::Any),
            _ => {
                let in_place = local.strip_prefix('i').filter(|op| BINARY.contains(op));
                let reflected = local.strip_prefix('r').filter(|op| BINARY.contains(op));
                match (in_place, reflected) {
                    (Some(_), _) => (Some(1), Gives::Unit),
                    (None, Some(_)) => (Some(1), Gives::Any),
                    (None, None) => return None,
                }
            }
        };
        Some(Special { params, gives })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_role() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_name(""), None);
    }

    #[test]
    fn operators_are_told_from_their_reflected_and_in_place_forms() {
        let gives = |name| Special::from_name(name).map(|s| s.gives);
        // `__ior__` is `|=`, `__xor__` no reflected one, `__index__` no operator at all.
        assert_eq!(gives("__or__"), Some(Gives::Any));
        assert_eq!(gives("__ior__"), Some(Gives::Unit));
        assert_eq!(gives("__rxor__"), Some(Gives::Any));
        assert_eq!(gives("__index__"), Some(Gives::Integer));
        assert_eq!(gives("__rrshift__"), Some(Gives::Any));
        for name in ["__init__", "__new__", "__del__", "__ineg__", "add", "____"] {
            assert_eq!(gives(name), None, "{name}");
        }
    }
}
