//! The modules themselves: they load the extension and offer what it has. Of its own text they hold identifiers only.

use std::fmt::Write;

use pyext_abi::interface::Interface;

use super::imports::Imports;
use super::layout;
use super::modules::Module;
use super::names::{Names, PROVIDE};
use crate::manifest::Instances;
use crate::wheel::runtime;

/// The name of the file that loads the extension for all modules, if there are several.
pub fn loader(interface: &Interface) -> String {
    let top = Module::top(interface);
    Names::new(&top).private("_extension")
}

/// What loads an extension, and what it gives under these names.
fn load(interface: &Interface) -> (&'static str, &'static [&'static str]) {
    match interface.imports.is_empty() {
        true => ("load", &["extension"]),
        // What the imports are shows later.
        false => ("load_package", &["extension", PROVIDE]),
    }
}

/// What the function that loads is given, so that each line of it is short.
fn arguments(file: String, name: &str, instances: Instances) -> Vec<String> {
    let mut arguments = vec![file, format!("name={name}")];
    match instances {
        Instances::Shared => {}
        Instances::PerThread => arguments.push("instances=\"per-thread\"".to_string()),
    }
    arguments
}

/// That file's text.
pub fn loader_text(interface: &Interface, instances: Instances) -> String {
    let (load, given) = load(interface);
    let file = format!(
        "path.join(path.dirname(__file__), \"{}.wasm\")",
        interface.name
    );
    let call = layout::call(
        &format!("{} = {load}", given.join(", ")),
        &arguments(file, "__package__", instances),
    );
    format!(
        "# Loads {name}.wasm for the modules of this package. Written by cargo-pyext.\n\
         from os import path\n\
         \n\
         from .{runtime} import {load}\n\
         \n\
         {call}\n",
        name = interface.name,
        runtime = runtime::FOLDER,
    )
}

/// The text of a module. `version` is in PEP 440's form.
pub fn source(module: &Module<'_>, version: &str, instances: Instances) -> String {
    let names = Names::new(module);
    let package = &module.interface.name;
    let runtime = format!("{}{}", module.dots(), runtime::FOLDER);
    let [path, local, extension] = ["_path", "_load", "_extension"].map(|name| names.private(name));
    let (load, _) = load(module.interface);
    let has_provide = module.is_top() && !module.interface.imports.is_empty();
    let is_alone = module.interface.modules.is_empty();
    let is_child = |name: &str| module.children.contains(&name);
    let is_given = |name: &str| is_child(name) || (has_provide && name == PROVIDE);
    let exports = names.exports().iter().filter(|name| !is_given(name));
    let exports: Vec<&str> = exports.copied().collect();
    let has_docs = !module.docs.trim().is_empty();

    let mut imports = Imports::default();
    if is_alone {
        // Not `pathlib`, which takes a while to import.
        imports.add("os", "path", &path);
        imports.add(&runtime, load, &local);
    } else if has_docs || !exports.is_empty() {
        let loader = format!("{}{}", module.dots(), loader(module.interface));
        imports.add(&loader, "extension", &extension);
    }
    if has_provide && !is_alone {
        let loader = format!("{}{}", module.dots(), loader(module.interface));
        imports.add_offered(&loader, PROVIDE);
    }
    for child in &module.children {
        imports.add_offered(".", child);
    }
    for name in names.runtime() {
        imports.add_offered(&runtime, name);
    }

    let head = match module.name {
        None => format!("Loads {package}.wasm and offers what it has."),
        Some(_) => format!("Offers what {package}.wasm has as {}.", module.full_name()),
    };
    let mut text = format!(
        "# {head} Written by cargo-pyext.\n{}\n{}\n",
        imports.text(),
        names.all()
    );
    // Writing to a String cannot fail.
    if module.is_top() {
        let _ = writeln!(text, "__version__ = \"{version}\"");
    }
    if is_alone {
        let file = format!("{path}.join({path}.dirname(__file__), \"{package}.wasm\")");
        let given = match has_provide {
            true => format!("{extension}, {PROVIDE}"),
            false => extension.clone(),
        };
        let call = layout::call(
            &format!("{given} = {local}"),
            &arguments(file, "__name__", instances),
        );
        let _ = writeln!(text, "\n{call}");
    }
    let own = match module.name {
        Some(name) => format!("{extension}.{name}"),
        None => extension,
    };
    if has_docs {
        let _ = writeln!(text, "__doc__ = {own}.__doc__");
    }
    // These come last: one may have a name that the lines before them use.
    if !exports.is_empty() {
        text.push('\n');
    }
    for name in exports {
        let _ = writeln!(text, "{name} = {own}.{name}");
    }
    text
}
