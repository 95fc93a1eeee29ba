//! The control block: the global that leads to it, and what the initial memory holds there.

use pyext_abi::names;
use wasmparser::{ExternalKind, ValType};

use super::Finding;
use crate::error::Error;
use crate::wasm::module::{Module, kind_name};
use crate::wasm::not_a_module::REBUILD;

/// Bytes of a page of memory.
const PAGE: u64 = 65_536;

pub fn check(module: &Module<'_>, findings: &mut Vec<Finding>) {
    let Some(export) = module.export(names::CONTROL) else {
        findings.push(
            Error::new(
                "PX311",
                format!("the export `{}` is missing", names::CONTROL),
            )
            .reason("it leads the host to the control block")
            .mend(format!("depend on the `pyext` crate and {REBUILD}")),
        );
        return;
    };
    let place = format!("export `{}`", names::CONTROL);
    let wrong = |what: String| {
        Error::new("PX311", format!("the control block's global is {what}"))
            .place(&place)
            .reason("it has to be an immutable global of type i32 that holds an address")
            .mend(REBUILD)
    };
    if export.kind != ExternalKind::Global {
        findings.push(wrong(format!("a {}", kind_name(export.kind))));
        return;
    }
    let Some((ty, value)) = module.globals.get(export.index as usize) else {
        return;
    };
    if ty.content_type != ValType::I32 || ty.mutable || ty.shared {
        let mutable = if ty.mutable { "mutable " } else { "" };
        findings.push(wrong(format!(
            "a {mutable}global of type {}",
            ty.content_type
        )));
        return;
    }
    let Some(value) = value else {
        findings.push(wrong("computed or imported, not a constant".to_string()));
        return;
    };
    if let Err(why) = judge(module, value.cast_unsigned()) {
        findings.push(
            Error::new("PX312", "the control block cannot be right")
                .place(format!(
                    "address {:#x}, export `{}`",
                    value.cast_unsigned(),
                    names::CONTROL
                ))
                .reason(why)
                .mend(REBUILD),
        );
    }
}

/// What is wrong with the block at `address`, as far as the initial memory shows it.
fn judge(module: &Module<'_>, address: u32) -> Result<(), String> {
    let Some(memory) = module.memories.first().filter(|m| !m.memory64) else {
        // A finding of its own.
        return Ok(());
    };
    let size = memory.initial.saturating_mul(PAGE);
    let inside = |address: u32, len: u32| u64::from(address) + u64::from(len) <= size;
    if !address.is_multiple_of(4) || address == 0 {
        return Err("its address is not a multiple of 4, or 0".to_string());
    }
    if !inside(address, names::CONTROL_SIZE) {
        return Err(format!(
            "it ends outside of the initial memory of {size} bytes"
        ));
    }
    let field = |i: u32| module.initial_u32(address + 4 * i);
    let Some(block_size) = field(0) else {
        // No data segment says what is there; `_initialize` may write it.
        return match module.export(names::INITIALIZE) {
            Some(_) => Ok(()),
            None => Err("its memory is zero, and there is no `_initialize` to fill it".to_string()),
        };
    };
    if block_size < names::CONTROL_SIZE || !inside(address, block_size) {
        return Err(format!(
            "its field `size` is {block_size}; it has to be at least {}",
            names::CONTROL_SIZE
        ));
    }
    if let Some(flags @ 1..) = field(1) {
        return Err(format!(
            "its field `flags` is {flags:#x}; version 1 defines none"
        ));
    }
    if let (Some(ptr), Some(len)) = (field(2), field(3)) {
        if !ptr.is_multiple_of(16) || ptr == 0 {
            return Err(format!(
                "its field `scratch_ptr` is {ptr:#x}, not a multiple of 16, or 0"
            ));
        }
        if !inside(ptr, len) {
            return Err(format!(
                "the scratch area of {len} bytes at {ptr:#x} ends outside of the initial memory"
            ));
        }
    }
    Ok(())
}
