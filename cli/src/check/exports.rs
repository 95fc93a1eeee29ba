//! Exports: those of the interface with their wasm types, those of the ABI, and no others.

use pyext_abi::interface::Interface;
use pyext_abi::names;
use pyext_abi::primitive::WasmType;
use wasmparser::{ExternalKind, ValType};

use super::{Finding, REBUILD};
use crate::error::Error;
use crate::escape;
use crate::wasm::module::{Export, Module, kind_name, signature};

use WasmType::I32;

/// The functions of the ABI itself: name, parameters, result.
const ABI_FUNCTIONS: [(&str, &[WasmType], Option<WasmType>); 4] = [
    (names::INITIALIZE, &[], None),
    (names::ALLOC, &[I32, I32], Some(I32)),
    (names::FREE, &[I32, I32, I32], None),
    (names::RELEASE, &[I32], None),
];

pub fn check(module: &Module<'_>, interface: &Interface, findings: &mut Vec<Finding>) {
    for function in &interface.functions {
        match module.export(&function.name) {
            None => findings.push(
                Error::new(
                    "PX314",
                    format!(
                        "the function {} is not exported",
                        escape::name(&function.name)
                    ),
                )
                .place(format!(
                    "interface, function {}",
                    escape::name(&function.name)
                ))
                .reason("the interface promises it")
                .mend(REBUILD),
            ),
            Some(export) => {
                findings.extend(typed(
                    module,
                    export,
                    &function.wasm_parameters(),
                    function.wasm_result(),
                ));
            }
        }
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
            "a parameter of the interface can need memory beyond the scratch area",
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
        let known = [names::MEMORY, names::CONTROL].contains(&export.name)
            || ABI_FUNCTIONS.iter().any(|(name, ..)| *name == export.name)
            || interface
                .functions
                .binary_search_by(|f| f.name.as_str().cmp(export.name))
                .is_ok();
        if !known {
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

/// The finding for an export that is not a function of this type.
fn typed(
    module: &Module<'_>,
    export: &Export<'_>,
    params: &[WasmType],
    result: Option<WasmType>,
) -> Option<Finding> {
    let value = |ty: &WasmType| match ty {
        WasmType::I32 => ValType::I32,
        WasmType::I64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    };
    let params: Vec<ValType> = params.iter().map(value).collect();
    let results: Vec<ValType> = result.iter().map(value).collect();
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
