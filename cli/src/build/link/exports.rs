//! Which exports of the linker's stay, and what they are called in the end.

use std::collections::{BTreeMap, HashMap};

use pyext_abi::interface::Interface;
use pyext_abi::names;

use crate::wasm::module::Module;
use crate::wasm::prune::Plan;

/// The exports that the interface needs. `symbols` are those of its functions and classes, with the exports' names.
pub fn plan<'a>(
    module: &Module<'a>,
    symbols: &BTreeMap<String, String>,
    interface: &Interface,
    keep_names: bool,
) -> Plan<'a> {
    let mut exports: HashMap<&'a str, String> = HashMap::new();
    for export in &module.exports {
        if let Some(name) = symbols.get(export.name) {
            exports.insert(export.name, name.clone());
        }
    }
    for (name, needed) in [
        (names::MEMORY, true),
        (names::CONTROL, true),
        (names::ALLOC, interface.needs_allocator()),
        (names::FREE, interface.needs_allocator()),
        (names::RELEASE, interface.needs_release()),
        (names::NEXT, interface.has_iterators()),
        (names::CLOSE, interface.has_iterators()),
    ] {
        if needed {
            exports.insert(name, name.to_string());
        }
    }
    if let Some(constructors) = module.export(names::LINKER_CONSTRUCTORS)
        && !module.is_empty_function(constructors.index)
    {
        exports.insert(names::LINKER_CONSTRUCTORS, names::INITIALIZE.to_string());
    }
    Plan {
        exports,
        keep_names,
    }
}
