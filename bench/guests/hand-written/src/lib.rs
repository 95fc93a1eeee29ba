//! A core module as one writes it without tools: pointers, lengths and an allocator's exports by hand.
//! Read by the peers "wasmtime by hand" and "wasm3".
#![cfg(target_family = "wasm")]
#![no_std]

extern crate alloc;

#[cfg(feature = "arrays")]
mod arrays;
#[cfg(feature = "behaviour")]
mod behaviour;
#[cfg(feature = "greet")]
mod calls;
#[cfg(feature = "threads")]
mod threads;
#[cfg(feature = "values")]
mod values;

use alloc::alloc::{Layout, alloc, dealloc};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

fn layout(len: usize) -> Layout {
    // 8 is enough for every type that crosses.
    Layout::from_size_align(len.max(1), 8).unwrap_or(Layout::new::<u64>())
}

#[unsafe(no_mangle)]
extern "C" fn allocate(len: usize) -> *mut u8 {
    // SAFETY: the layout's size is not 0.
    unsafe { alloc(layout(len)) }
}

/// # Safety
/// `address` came from `allocate(len)` and is free no more than once.
#[unsafe(no_mangle)]
unsafe extern "C" fn deallocate(address: *mut u8, len: usize) {
    // SAFETY: see above.
    unsafe { dealloc(address, layout(len)) }
}
