//! From the linker's output to an extension: records become the interface, symbols become names, the rest goes.

mod collect;
mod exports;
mod imports;
mod judge;
mod names;
mod naming;

use pyext_abi::interface::Interface;
use pyext_abi::names::INTERFACE_SECTION;

use crate::error::Error;
use crate::escape;
use crate::wasm::features;
use crate::wasm::module::Module;
use crate::wasm::optimize::target_features;
use crate::wasm::prune::prune;
use crate::wasm::sections::replace_custom;

use collect::Records;
use naming::Offer;

pub use collect::{NOTHING, nothing};
pub use judge::role;

/// What the linker's output is to become.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Name of the crate that was built, as Rust paths have it.
    pub crate_name: &'a str,
    /// Name of the Python module.
    pub module_name: &'a str,
    /// Version of the package.
    pub version: &'a str,
    /// Whether functions keep their names, for backtraces.
    pub keep_names: bool,
}

/// A linked extension, not yet optimised.
#[derive(Debug)]
pub struct Linked {
    /// The module without any custom section but the names, if they are kept.
    pub wasm: Vec<u8>,
    /// What it offers.
    pub interface: Interface,
    /// WebAssembly features that the compiler says it used.
    pub features: Vec<String>,
    /// What the author should know.
    pub warnings: Vec<String>,
}

/// Makes an extension of what the linker wrote.
///
/// # Errors
/// All that is wrong: PX212 to PX216, PX222, PX223, and PX220 if the module cannot be read.
pub fn link(raw: &[u8], wanted: &Wanted<'_>) -> Result<Linked, Vec<Error>> {
    let module = Module::parse(raw).map_err(|e| vec![unreadable(&e.to_string())])?;
    // Whether hosts have what it needs, the check of the finished module says.
    if let Err(invalid) = features::validate_any(raw) {
        let why = format!("{} at byte {}", invalid.why, invalid.offset);
        return Err(vec![unreadable(&why)]);
    }
    let mut records = Records::of(&module, wanted.crate_name)?;
    imports::keep_used(raw, &module, &mut records).map_err(|why| vec![unreadable(&why)])?;
    let warnings = records.warnings();
    let sdk = records.sdk.clone();
    let offer = Offer::of(records);
    judge::judge(&module, &offer, wanted.crate_name)?;

    let symbols = offer.symbols();
    let interface = offer.interface(wanted, sdk);
    interface
        .check()
        .map_err(|why| vec![judge::against_the_rules(&why)])?;
    let plan = exports::plan(&module, &symbols, &interface, wanted.keep_names);
    let pruned = prune(raw, &module, &plan).map_err(|e| vec![unreadable(&e)])?;
    let wasm =
        replace_custom(&pruned, |name| name == "name", &[]).map_err(|e| vec![unreadable(&e)])?;
    let features = module
        .custom_sections("target_features")
        .flat_map(|s| target_features(s.data))
        .collect();
    Ok(Linked {
        wasm,
        interface,
        features,
        warnings,
    })
}

/// Puts the interface on and takes off what the optimiser may have left: the bytes of the final file.
///
/// # Errors
/// PX220 if the module cannot be read.
pub fn finish(wasm: &[u8], interface: &Interface, keep_names: bool) -> Result<Vec<u8>, Error> {
    let json = interface
        .to_json()
        .map_err(|e| unreadable(&e.to_string()))?;
    let added: [(&str, &[u8]); 1] = [(INTERFACE_SECTION, json.as_bytes())];
    replace_custom(wasm, |name| keep_names && name == "name", &added).map_err(|e| unreadable(&e))
}

fn unreadable(why: &str) -> Error {
    Error::new(
        "PX220",
        "what the compiler wrote cannot be read as WebAssembly",
    )
    .reason(escape::line(why))
    .mend("remove unusual linker arguments and target features, then build again")
}
