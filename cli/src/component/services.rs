//! What the SDK asks its host for, as imports of a component.
//!
//! All but random bytes cross as they are: an address and a length are a string of the Canonical ABI.

use pyext_abi::names::SDK_IMPORTS;
use pyext_abi::service::Service;

use crate::wasm::module::Module;

/// What the names of their interfaces begin with.
const PREFIX: &str = "pyext-";

/// A service that a module uses, in WIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The service.
    pub service: &'static Service,
    /// Its documentation and its function.
    text: &'static str,
    /// The function's name.
    pub name: &'static str,
}

/// Of each service: its function in WIT.
const FUNCTIONS: [(&str, &str, &str, &str); 5] = [
    (
        "clock",
        "monotonic",
        "monotonic",
        "/// Nanoseconds on a clock that never goes back.\nmonotonic: func() -> s64;\n",
    ),
    (
        "clock",
        "now",
        "now",
        "/// Nanoseconds since 1970-01-01 UTC.\nnow: func() -> s64;\n",
    ),
    (
        "log",
        "log",
        "log",
        "/// A record of a log; the level is a number of Python's `logging`.\nlog: func(level: u32, target: string, text: string);\n",
    ),
    (
        "random",
        "fill",
        "bytes",
        "/// So many random bytes that are fit for keys.\nbytes: func(count: u32) -> list<u8>;\n",
    ),
    (
        "stdout",
        "write",
        "write",
        "/// Text for the standard output.\nwrite: func(text: string);\n",
    ),
];

/// Those that a module uses. What calls back into Python is none of them: it belongs to parameters that WIT has not.
pub fn of(module: &Module<'_>) -> Vec<Wanted> {
    let used = |module_name: &str, name: &str| {
        let mut imports = module.imports.iter();
        imports.any(|i| i.module.strip_prefix(SDK_IMPORTS) == Some(module_name) && i.name == name)
    };
    let wanted = FUNCTIONS
        .iter()
        .filter(|(module, name, ..)| used(module, name));
    wanted
        .filter_map(|(module, service, name, text)| {
            let service = Service::find(module, service)?;
            Some(Wanted {
                service,
                text,
                name,
            })
        })
        .collect()
}

/// Name of the interface of a service, in the world and in the core module.
pub fn interface(wanted: &Wanted) -> String {
    format!("{PREFIX}{}", wanted.service.module)
}

/// The imports of a world.
pub fn text(wanted: &[Wanted]) -> String {
    let mut out = String::new();
    let mut before = None;
    for one in wanted {
        if before != Some(one.service.module) {
            if before.is_some() {
                out.push_str("}\n");
            }
            out.push_str(&format!("import {}: interface {{\n", interface(one)));
        }
        before = Some(one.service.module);
        out.push_str(one.text);
    }
    if before.is_some() {
        out.push_str("}\n");
    }
    out
}
