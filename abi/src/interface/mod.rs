//! The owned interface model, and its JSON form (`docs/abi.md`, "The interface section").

mod annotation;
mod check;
mod definition;
mod function;
mod member;
mod place;
mod read;
mod record;
mod roles;
mod types;
mod value;
mod write;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::Value;

pub use crate::class::Role;
pub use crate::parameter::ParamKind;
pub use annotation::{Spell, Word, plain};
pub use definition::{Case, Definition, EnumCase, Error, ErrorShape, Field, Flag, Kind, Record};
pub use function::{Function, Param};
pub use record::{Item, Origin, parse_records};
pub use roles::check_beside;
pub use types::{Items, ResultKind, Signature, Type};
pub use value::{check_value, python_value};

/// What a module offers.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Interface {
    /// Version of the ABI.
    pub abi: u32,
    /// Version of the SDK, or name and version of another toolchain.
    pub sdk: String,
    /// Host features without which the module cannot be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// The Python module's name.
    pub name: String,
    /// Version of the package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Documentation of the module.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The submodules, sorted by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<Module>,
    /// The types that have names, sorted by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<Arc<Definition>>,
    /// The constants, sorted by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<Constant>,
    /// What the user of the extension gives it, sorted by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub imports: Vec<Import>,
    /// The functions, sorted by name and then role.
    pub functions: Vec<Function>,
}

/// A submodule.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Module {
    /// Its name, with that of the submodule it is in.
    pub name: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// A constant.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Constant {
    /// Its name, with its submodule's in front.
    pub name: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Its value.
    pub value: Value,
}

/// What the user of the extension gives it: an object with these methods.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Import {
    /// Its name.
    pub name: String,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its functions, sorted by name.
    pub functions: Vec<Function>,
}

impl Interface {
    /// Reads the content of an interface section and checks that every rule of the ABI holds.
    ///
    /// # Errors
    /// A sentence that says what is wrong and where.
    pub fn parse(bytes: &[u8]) -> Result<Interface, String> {
        let interface = read::interface(bytes)?;
        interface.check()?;
        Ok(interface)
    }

    /// The content of the interface section: JSON with the keys in the order of the specification.
    ///
    /// # Errors
    /// None in practice: the model has no value that JSON has not.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Whether a host can need the allocator's exports to call the functions.
    pub fn needs_allocator(&self) -> bool {
        let mut params = self.functions.iter().flat_map(|f| &f.params);
        params.any(|p| p.ty.has_pointers() || p.ty.brings_pointers())
            || self
                .given()
                .any(|f| f.raises.is_some() || f.result.has_pointers())
    }

    /// Whether a host can need to release a result.
    pub fn needs_release(&self) -> bool {
        let mut results = self.functions.iter().map(Function::result_kind);
        results.any(|k| k == ResultKind::Compound) || self.has_iterators()
    }

    /// Whether a result is an iterator of the guest.
    pub fn has_iterators(&self) -> bool {
        let mut results = self.functions.iter().map(|f| &f.result);
        results.any(|ty| matches!(ty, Type::Iterator(_)))
    }

    /// The functions of all imports.
    pub fn given(&self) -> impl Iterator<Item = &Function> {
        self.imports.iter().flat_map(|import| &import.functions)
    }

    /// The classes.
    pub fn classes(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.types.iter().filter(|ty| ty.is_class())
    }

    /// The function of this name; of a property, the getter or the setter.
    pub fn function(&self, name: &str) -> Option<&Function> {
        let place = self
            .functions
            .binary_search_by(|f| f.name.as_str().cmp(name));
        self.functions.get(place.ok()?)
    }

    /// The function of this name and role.
    pub fn member(&self, name: &str, role: Role) -> Option<&Function> {
        let place = self
            .functions
            .binary_search_by(|f| (f.name.as_str(), f.role).cmp(&(name, role)));
        self.functions.get(place.ok()?)
    }

    /// What belongs to the class of this name, the constructor first.
    pub fn members(&self, class: &str) -> Vec<&Function> {
        let functions = self.functions.iter();
        let mut members: Vec<_> = functions.filter(|f| f.class() == Some(class)).collect();
        members.sort_by_key(|f| f.role != Role::Constructor);
        members
    }
}

/// The submodule or class of a dotted name; none at the top.
pub fn submodule(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(module, _)| module)
}

/// A dotted name without its submodule and class.
pub fn local_name(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests;
