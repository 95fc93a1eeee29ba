//! The allocator, and the exports of every guest: memory for the host, results, iterators. Only on wasm32.

use alloc::alloc::{Layout, alloc, dealloc};

#[cfg(all(feature = "talc", not(feature = "wipe")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(all(feature = "talc", feature = "wipe"))]
#[global_allocator]
static ALLOCATOR: crate::Wiping<talc::wasm::WasmDynamicTalc> =
    crate::Wiping(talc::wasm::new_wasm_dynamic_allocator());

/// Memory for the host; 0 if there is none.
#[unsafe(no_mangle)]
extern "C" fn pyext_alloc(size: usize, align: usize) -> usize {
    match Layout::from_size_align(size, align) {
        Ok(_) if size == 0 => align,
        // SAFETY: the size is not 0.
        Ok(layout) => (unsafe { alloc(layout) }) as usize,
        Err(_) => 0,
    }
}

/// Frees a block of `pyext_alloc`.
#[unsafe(no_mangle)]
extern "C" fn pyext_free(at: usize, size: usize, align: usize) {
    if let (true, Ok(layout)) = (size > 0, Layout::from_size_align(size, align)) {
        // SAFETY: by the ABI the host frees each block once, with the size and alignment that it asked for.
        unsafe { dealloc(at as *mut u8, layout) }
    }
}

/// Frees a detached result.
#[unsafe(no_mangle)]
extern "C" fn pyext_release(token: usize) {
    // SAFETY: by the ABI the host releases each detached token once.
    unsafe { crate::pending::release(token) }
}

/// The next items of an iterator.
#[unsafe(no_mangle)]
extern "C" fn pyext_next(iterator: u32, count: usize) -> usize {
    crate::iter::next(iterator, count)
}

/// Drops an iterator.
#[unsafe(no_mangle)]
extern "C" fn pyext_close(iterator: u32) {
    crate::iter::close(iterator);
}
