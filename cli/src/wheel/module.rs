//! `__init__.py`: loads the module and offers its functions. Of the module's own text it holds identifiers only.

use std::fmt::Write;

use pyext_abi::interface::Interface;

use crate::wheel::python::Names;

/// The file's text. `version` is in PEP 440's form.
pub fn module(interface: &Interface, version: &str) -> String {
    let names = Names::new(interface);
    let module = &interface.name;
    let [path, load, extension] = ["_Path", "_load", "_extension"].map(|name| names.private(name));

    let mut imports = String::new();
    for name in names.runtime() {
        // Writing to a String cannot fail.
        let _ = writeln!(imports, "from ._pyext_host import {name} as {name}");
    }
    let docs = match interface.docs.trim() {
        "" => String::new(),
        _ => format!("\n__doc__ = {extension}.__doc__"),
    };
    // The functions come last: one may have a name that the lines before them use.
    let mut functions = String::new();
    for function in &interface.functions {
        let name = &function.name;
        let _ = writeln!(functions, "{name} = {extension}.{name}");
    }
    let text = format!(
        "# Loads {module}.wasm and offers its functions. Written by cargo-pyext.\n\
         from pathlib import Path as {path}\n\
         \n\
         {imports}\
         from ._pyext_host import load as {load}\n\
         \n\
         {all}\
         __version__ = \"{version}\"\n\
         \n\
         {extension} = {load}({path}(__file__).with_name(\"{module}.wasm\"), name=__name__){docs}\n\
         \n\
         {functions}",
        all = names.all(),
    );
    format!("{}\n", text.trim_end())
}
