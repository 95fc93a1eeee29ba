//! `__init__.pyi`: the types and documentation of the functions, for type checkers and editors.

use std::collections::BTreeSet;
use std::fmt::Write;

use pyext_abi::interface::{Function, Interface};

use crate::wheel::python::{LINE_LENGTH, Names};
use crate::wheel::text::docstring;

/// The stub's text, as ruff formats it.
pub fn stub(interface: &Interface) -> String {
    let names = Names::new(interface);
    let mut used = BTreeSet::new();
    let mut functions = String::new();
    let mut before_is_large = true;
    for f in &interface.functions {
        let text = function(f, &mut |annotation| {
            qualified(&annotation, &names, &mut used)
        });
        // As in stubs everywhere, functions without documentation stand close together.
        let is_large = text.ends_with("\"\"\"") || text.ends_with(FORMATTER_ON);
        if before_is_large || text.starts_with(FORMATTER_OFF) {
            functions.push('\n');
        }
        // Writing to a String cannot fail.
        let _ = writeln!(functions, "{text}");
        before_is_large = is_large;
    }

    let mut blocks = Vec::new();
    blocks.extend(docstring(&interface.docs, 0));
    blocks.extend(imports(&names, &used));
    blocks.push(format!("{}__version__: str", names.all()));
    format!(
        "# Types of the functions in {}.wasm. Written by cargo-pyext.\n{}\n{functions}",
        interface.name,
        blocks.join("\n\n")
    )
}

/// Names that annotations use and that neither Python nor the package offers, with the module that has them.
const IMPORTED: [(&str, &str); 2] = [
    ("Sequence", "collections.abc"),
    ("Buffer", "._pyext_host.hints"),
];

/// Comments that keep formatters away from what stands between them.
const FORMATTER_OFF: &str = "# fmt: off";
const FORMATTER_ON: &str = "# fmt: on";

/// Where the builtins are to be found if an export has the name of one.
const BUILTINS: &str = "_builtins";

/// The import blocks: standard library, the runtime.
fn imports(names: &Names<'_>, used: &BTreeSet<String>) -> Vec<String> {
    let import = |name: &str| {
        let (_, module) = IMPORTED.iter().find(|(known, _)| *known == name)?;
        let local = local_name(name, names);
        used.contains(&local).then(|| {
            if local == name {
                format!("from {module} import {name}")
            } else {
                format!("from {module} import {name} as {local}")
            }
        })
    };
    let builtins = names.private(BUILTINS);
    let mut standard = Vec::new();
    if used.contains(&builtins) {
        standard.push(format!("import builtins as {builtins}"));
    }
    standard.extend(import("Sequence"));
    let mut runtime: Vec<String> = names
        .runtime()
        .into_iter()
        .map(|name| format!("from ._pyext_host import {name} as {name}"))
        .collect();
    runtime.extend(import("Buffer"));
    let blocks = [standard, runtime];
    blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .map(|block| block.join("\n"))
        .collect()
}

/// The name under which the stub imports `name`.
fn local_name(name: &str, names: &Names<'_>) -> String {
    if names.is_export(name) {
        names.private(&format!("_{name}"))
    } else {
        name.to_string()
    }
}

/// The annotation with every name that an export hides written so that it still means the type. Notes what to import.
fn qualified(annotation: &str, names: &Names<'_>, used: &mut BTreeSet<String>) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = annotation;
    while let Some(c) = rest.chars().next() {
        let end = match is_word(c) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => c.len_utf8(),
        };
        let (token, tail) = rest.split_at(end);
        rest = tail;
        if IMPORTED.iter().any(|(name, _)| *name == token) {
            let local = local_name(token, names);
            out.push_str(&local);
            used.insert(local);
        } else if is_word(c) && names.is_export(token) {
            let builtins = names.private(BUILTINS);
            let _ = write!(out, "{builtins}.{token}");
            used.insert(builtins);
        } else {
            out.push_str(token);
        }
    }
    out
}

fn function(function: &Function, qualify: &mut dyn FnMut(String) -> String) -> String {
    let params = function.python_parameters(qualify);
    let result = qualify(function.result.result_annotation());
    let (ending, body) = match docstring(&function.docs, 4) {
        Some(docs) => (":", format!("\n    {docs}")),
        None => (": ...", String::new()),
    };
    let lines = signature(&function.name, &params, &result, ending);
    let text = format!("{}{body}", lines.join("\n"));
    if lines.iter().all(|line| line.len() <= LINE_LENGTH) {
        text
    } else {
        // No layout of one parameter on a line is narrow enough; a formatter would break the types apart.
        format!("{FORMATTER_OFF}\n{text}\n{FORMATTER_ON}")
    }
}

/// The lines of the signature in the first of ruff's layouts that is narrow enough: one line, all parameters on the next
/// line, one line for each.
fn signature(name: &str, params: &[String], result: &str, ending: &str) -> Vec<String> {
    let joined = params.join(", ");
    let one = format!("def {name}({joined}) -> {result}{ending}");
    if one.len() <= LINE_LENGTH || params.is_empty() {
        return vec![one];
    }
    let mut lines = vec![format!("def {name}(")];
    if params.len() > 1 && joined.len() + 4 <= LINE_LENGTH {
        lines.push(format!("    {joined}"));
    } else {
        lines.extend(params.iter().map(|param| format!("    {param},")));
    }
    lines.push(format!(") -> {result}{ending}"));
    lines
}
