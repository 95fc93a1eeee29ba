//! Where the types stand: in the world or in the interface whose functions use them, or in an interface of their own if
//! several do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pyext_abi::interface::{Definition, Function, Interface, Type, submodule};

/// The part of WIT that something stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place<'a> {
    /// The interface for what several of the others use. It has no functions.
    Shared,
    /// The world: the module itself.
    World,
    /// The interface of a submodule.
    Submodule(&'a str),
    /// The interface with all classes and what has to do with them: only one and the same interface can export a resource and
    /// use it.
    Objects,
    /// The interface of an import.
    Import(&'a str),
}

/// A type that gets a name in WIT.
#[derive(Debug, Clone, PartialEq)]
pub enum Named<'a> {
    /// A definition of the interface.
    Definition(Arc<Definition>),
    /// The record that comes back in place of a result, around this error.
    Raised(&'a Type),
}

/// What tells named types apart: the definition's name, and whether it is the record around it.
pub type Key = (String, bool);

/// The key of a definition.
pub fn key(definition: &Definition) -> Key {
    (definition.name.clone(), false)
}

/// The key of the record around an error; of a text only the name is empty.
pub fn raised_key(error: &Type) -> Key {
    match error {
        Type::Named(definition) => (definition.name.clone(), true),
        _ => (String::new(), true),
    }
}

impl Named<'_> {
    /// The submodule that it belongs to by its name.
    pub fn submodule(&self) -> Option<&str> {
        match self {
            Named::Definition(d) => d.submodule(),
            Named::Raised(Type::Named(d)) => d.submodule(),
            Named::Raised(_) => None,
        }
    }
}

/// The place of an exported function.
pub fn place_of(function: &Function) -> Place<'_> {
    if !function.role.is_free() || function.types().any(has_objects) {
        return Place::Objects;
    }
    submodule(&function.name).map_or(Place::World, Place::Submodule)
}

/// Whether objects are among the parts of the type.
pub fn has_objects(ty: &Type) -> bool {
    ty.class().is_some() || ty.parts().into_iter().any(has_objects)
}

/// All functions, each with its place.
fn placed(interface: &Interface) -> impl Iterator<Item = (Place<'_>, &Function)> {
    let exported = interface.functions.iter().map(|f| (place_of(f), f));
    let imported = interface.imports.iter().flat_map(|import| {
        let place = Place::Import(&import.name);
        import.functions.iter().map(move |f| (place, f))
    });
    exported.chain(imported)
}

/// A type and the places whose functions use it.
#[derive(Debug)]
pub struct Used<'a> {
    /// The type.
    pub named: Named<'a>,
    /// The places.
    pub users: BTreeSet<Place<'a>>,
}

impl<'a> Used<'a> {
    /// Where it stands.
    pub fn place(&self) -> Place<'a> {
        match (self.users.len(), self.users.first()) {
            (1, Some(only)) => *only,
            _ => Place::Shared,
        }
    }
}

/// The types that functions use. One without bytes is none of them: it is left out wherever it stands.
pub fn used(interface: &Interface) -> BTreeMap<Key, Used<'_>> {
    let mut used: BTreeMap<Key, Used<'_>> = BTreeMap::new();
    let mut add = |key: Key, named, place| {
        let users = BTreeSet::new();
        let entry = used.entry(key).or_insert(Used { named, users });
        entry.users.insert(place);
    };
    for class in interface.classes() {
        let named = Named::Definition(Arc::clone(class));
        add(key(class), named, Place::Objects);
    }
    for (place, function) in placed(interface) {
        for ty in function.types() {
            ty.each_definition(&mut |definition| {
                if definition.layout().size > 0 {
                    let named = Named::Definition(Arc::clone(definition));
                    add(key(definition), named, place);
                }
            });
        }
        if let Some(error) = &function.raises {
            add(raised_key(error), Named::Raised(error), place);
        }
    }
    used
}
