//! What a module reaches beyond what it is called with, told by its imports.

use std::collections::BTreeSet;

use pyext_abi::names;
use pyext_abi::service::Service;
use serde::Serialize;

use crate::wasm::module::{Import, Module};

/// Something that a module reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Capability {
    /// Its name: that of a service, or of an import of the interface behind `host/`.
    pub name: String,
    /// What it is for.
    pub reaches: String,
}

/// All that the module reaches, each once. What is not of the ABI is none of them: it is shown as it is.
pub fn of(module: &Module<'_>) -> BTreeSet<Capability> {
    module.imports.iter().filter_map(capability).collect()
}

fn capability(import: &Import<'_>) -> Option<Capability> {
    if let Some(name) = import.module.strip_prefix(names::HOST_IMPORTS) {
        return Some(Capability {
            name: format!("host/{name}"),
            reaches: "calls what the user of the extension gives it".to_string(),
        });
    }
    let module = import.module.strip_prefix(names::SDK_IMPORTS)?;
    let reaches = Service::find(module, import.name)?.reaches?;
    let name = match module {
        // Two services that reach different things.
        "clock" => format!("{module}.{}", import.name),
        _ => module.to_string(),
    };
    Some(Capability {
        name,
        reaches: reaches.to_string(),
    })
}
