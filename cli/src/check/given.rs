//! Imports that a pyext host gives: those of the interface with their wasm types, and the services of the ABI.

use pyext_abi::interface::Interface;
use pyext_abi::names;
use pyext_abi::primitive::WasmType;
use pyext_abi::service::Service;
use wasmparser::TypeRef;

use super::Finding;
use crate::error::Error;
use crate::escape;
use crate::wasm::module::{Import, Module, kind_name_of, signature, val_type};
use crate::wasm::not_a_module::REBUILD;

/// Judges the imports of ours. Without an interface those of the interface are left alone.
pub fn check(module: &Module<'_>, interface: Option<&Interface>, findings: &mut Vec<Finding>) {
    for import in module.imports.iter().filter(|i| i.is_ours()) {
        let wanted = match (import.module.strip_prefix(names::HOST_IMPORTS), interface) {
            (Some(_), None) => continue,
            (Some(name), Some(interface)) => of_interface(interface, name, import.name),
            (None, _) => of_abi(import),
        };
        findings.extend(match wanted {
            Some((params, result)) => typed(module, import, &params, result),
            None => Some(unknown(import)),
        });
    }
}

type Types = (Vec<WasmType>, Option<WasmType>);

fn of_interface(interface: &Interface, import: &str, name: &str) -> Option<Types> {
    let import = interface.imports.iter().find(|i| i.name == import)?;
    let function = import.functions.iter().find(|f| f.name == name)?;
    Some((function.wasm_parameters(), function.wasm_result()))
}

fn of_abi(import: &Import<'_>) -> Option<Types> {
    let module = import.module.strip_prefix(names::SDK_IMPORTS)?;
    let service = Service::find(module, import.name)?;
    Some((service.params.to_vec(), service.result))
}

fn place(import: &Import<'_>) -> String {
    let name = format!("{}.{}", import.module, import.name);
    format!("import {}", escape::name(&name))
}

fn unknown(import: &Import<'_>) -> Finding {
    let whose = match import.module.starts_with(names::HOST_IMPORTS) {
        true => "the interface does not say what the user of the extension is to give for it",
        false => "version 1 of the ABI does not define it",
    };
    Error::new("PX319", "the module asks its host for something unknown")
        .place(place(import))
        .reason(whose)
        .mend(format!(
            "{REBUILD}; a trait with #[pyext::import] says what the user is to give"
        ))
}

/// The finding for an import that is not a function of this type.
fn typed(
    module: &Module<'_>,
    import: &Import<'_>,
    params: &[WasmType],
    result: Option<WasmType>,
) -> Option<Finding> {
    let params: Vec<_> = params.iter().copied().map(val_type).collect();
    let results: Vec<_> = result.into_iter().map(val_type).collect();
    let ty = match import.ty {
        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => module.types.get(ty as usize)?.as_ref(),
        _ => None,
    };
    let found = match ty {
        Some(ty) if ty.params() == params && ty.results() == results => return None,
        Some(ty) => signature(ty.params(), ty.results()),
        None => format!("a {}", kind_name_of(&import.ty)),
    };
    Some(
        Error::new("PX320", "an import has another type than the host gives it")
            .place(place(import))
            .reason(format!(
                "it is {}; it has to be {}",
                escape::sentence(&found),
                escape::sentence(&signature(&params, &results))
            ))
            .mend(REBUILD),
    )
}
