//! What belongs to a class: the roles of its functions, and what they are called.

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
}
