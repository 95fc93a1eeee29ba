//! Exports: those of the interface with their wasm types, those of the ABI, and no others.

use std::collections::BTreeSet;

use pyext_abi::class::drop_name;
use pyext_abi::interface::Interface;
use pyext_abi::names;
use pyext_abi::primitive::WasmType;
use wasmparser::{ExternalKind, ValType};

use super::Finding;
use crate::build::link::role;
use crate::error::Error;
use crate::escape;
use crate::wasm::module::{Export, Module, kind_name, signature, val_type};
use crate::wasm::not_a_module::REBUILD;

use WasmType::I32;

/// The functions of the ABI itself: name, parameters, result.
const ABI_FUNCTIONS: [(&str, &[WasmType], Option<WasmType>); 6] = [
    (names::INITIALIZE, &[], None),
    (names::ALLOC, &[I32, I32], Some(I32)),
    (names::FREE, &[I32, I32, I32], None),
    (names::RELEASE, &[I32], None),
    (names::NEXT, &[I32, I32], Some(I32)),
    (names::CLOSE, &[I32], None),
];

pub fn check(module: &Module<'_>, interface: &Interface, findings: &mut Vec<Finding>) {
    let mut known: BTreeSet<String> = [names::MEMORY, names::CONTROL].map(String::from).into();
    known.extend(ABI_FUNCTIONS.map(|(name, ..)| name.to_string()));
    for function in &interface.functions {
        let export = function.export_name();
        let (params, result) = (function.wasm_parameters(), function.wasm_result());
        let what = format!(
            "the {} {}",
            role(function.role),
            escape::name(&function.name)
        );
        findings.extend(promised(module, &export, &params, result, &what));
        known.insert(export);
        if let Some(export) = function.vectorized_name() {
            let what = format!("what runs {what} on arrays");
            let params = function.vectorized_parameters();
            findings.extend(promised(module, &export, &params, None, &what));
            known.insert(export);
        }
    }
    for class in interface.classes() {
        let export = drop_name(&class.name);
        let what = format!(
            "what drops objects of the class {}",
            escape::name(&class.name)
        );
        findings.extend(promised(module, &export, &[I32], None, &what));
        known.insert(export);
    }
    for (name, params, result) in ABI_FUNCTIONS {
        if let Some(export) = module.export(name) {
            findings.extend(typed(module, export, params, result));
        }
    }
    for (name, needed, why) in [
        (
            names::ALLOC,
            interface.needs_allocator(),
            "an argument, or what the user of the extension gives back, can need memory beyond the scratch area",
        ),
        (
            names::FREE,
            interface.needs_allocator(),
            "what the host allocates it also frees",
        ),
        (
            names::RELEASE,
            interface.needs_release(),
            "a result of the interface lives in the guest's memory until it is released",
        ),
        (
            names::NEXT,
            interface.has_iterators(),
            "a result of the interface is an iterator, which the host asks for its items",
        ),
        (
            names::CLOSE,
            interface.has_iterators(),
            "a result of the interface is an iterator, which the host can close",
        ),
    ] {
        if needed && module.export(name).is_none() {
            findings.push(
                Error::new("PX317", format!("the export `{name}` is missing"))
                    .reason(why)
                    .mend(format!("depend on the `pyext` crate and {REBUILD}")),
            );
        }
    }
    for export in &module.exports {
        if !known.contains(export.name) {
            let finding = Error::new(
                "PX316",
                format!(
                    "the {} {} is exported beyond the interface",
                    kind_name(export.kind),
                    escape::name(export.name)
                ),
            );
            findings.push(match names::is_reserved(export.name) {
                true => finding.reason("the name is reserved, and version 1 of the ABI does not define it").mend(REBUILD),
                false => finding
                    .reason("a host would not know its types, and it keeps code alive that nothing can call")
                    .mend(format!("{REBUILD}, which drops it, or export it with #[pyext::export]")),
            });
        }
    }
}

/// The finding for what the interface promises, if it is not exported, or not as a function of this type.
fn promised(
    module: &Module<'_>,
    name: &str,
    params: &[WasmType],
    result: Option<WasmType>,
    what: &str,
) -> Option<Finding> {
    match module.export(name) {
        Some(export) => typed(module, export, params, result),
        None => Some(
            Error::new("PX314", format!("{what} is not exported"))
                .place(format!("interface, export {}", escape::name(name)))
                .reason("the interface promises it")
                .mend(REBUILD),
        ),
    }
}

/// The finding for an export that is not a function of this type.
fn typed(
    module: &Module<'_>,
    export: &Export<'_>,
    params: &[WasmType],
    result: Option<WasmType>,
) -> Option<Finding> {
    let params: Vec<ValType> = params.iter().copied().map(val_type).collect();
    let results: Vec<ValType> = result.into_iter().map(val_type).collect();
    let found = match (export.kind, module.function_type(export.index)) {
        (ExternalKind::Func, Some(ty)) if ty.params() == params && ty.results() == results => {
            return None;
        }
        (ExternalKind::Func, Some(ty)) => signature(ty.params(), ty.results()),
        (kind, _) => format!("a {}", kind_name(kind)),
    };
    Some(
        Error::new(
            "PX315",
            format!(
                "the export {} has another type than the ABI gives it",
                escape::name(export.name)
            ),
        )
        .place(format!("export {}", escape::name(export.name)))
        .reason(format!(
            "it is {}; it has to be {}",
            escape::sentence(&found),
            escape::sentence(&signature(&params, &results))
        ))
        .mend(REBUILD),
    )
}
