//! Which imports the module still has when only the crate's own exports stay.

use std::collections::BTreeSet;

use pyext_abi::names;

use super::collect::Records;
use crate::wasm::live::live;
use crate::wasm::module::Module;

/// Leaves those in the records that the module asks for: what nothing calls the user need not give.
///
/// # Errors
/// If the module is malformed.
pub fn keep_used(raw: &[u8], module: &Module<'_>, records: &mut Records) -> Result<(), String> {
    if records.imports.is_empty() {
        return Ok(());
    }
    let symbols: BTreeSet<String> = records.symbols().collect();
    let live = live(raw, module, |name| symbols.contains(name)).map_err(|e| e.to_string())?;
    let functions = module.imports.iter().filter(|i| i.is_function());
    let used = (0..)
        .zip(functions)
        .filter(|(i, _)| live.functions.contains(*i));
    let used: BTreeSet<&str> = used
        .filter_map(|(_, import)| import.module.strip_prefix(names::HOST_IMPORTS))
        .collect();
    let is_used = |name: &str| used.contains(name);
    records.imports.retain(|import| is_used(&import.item.name));
    Ok(())
}
