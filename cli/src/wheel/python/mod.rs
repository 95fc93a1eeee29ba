//! The Python package of an extension: a module for the top and one for each submodule, with their stubs.

mod imports;
mod layout;
mod modules;
mod names;
mod source;
mod stub;

use pyext_abi::interface::Interface;

use crate::manifest::Instances;
use modules::Module;

pub use names::Taken;

/// The files of the package, by their paths in it. `version` is in PEP 440's form.
pub fn files(interface: &Interface, version: &str, instances: Instances) -> Vec<(String, String)> {
    let modules = Module::all(interface);
    let mut files = Vec::new();
    if let [_, _, ..] = modules[..] {
        let path = format!("{}.py", source::loader(interface));
        files.push((path, source::loader_text(interface, instances)));
    }
    for module in &modules {
        let path = module.path();
        files.push((
            format!("{path}.py"),
            source::source(module, version, instances),
        ));
        files.push((format!("{path}.pyi"), stub::stub(module)));
    }
    files.sort();
    files
}
