//! What handles secrets leaves nothing behind: freed blocks and the stack are overwritten.

use core::alloc::{GlobalAlloc, Layout};
use core::hint::black_box;

/// An allocator that overwrites every block with zeros before it frees it.
///
/// With the feature `talc`, which is a default, the SDK uses it by itself. A guest with an allocator of its own wraps that:
///
/// ```
/// # use std::alloc::System;
/// #[global_allocator]
/// static ALLOCATOR: pyext::Wiping<System> = pyext::Wiping(System);
///
/// let secret = vec![7_u8; 32];
/// assert_eq!(secret[31], 7);
/// ```
pub struct Wiping<A>(pub A);

// SAFETY: blocks are the inner allocator's. `realloc` is the default one: a new block, a copy, and the old block freed here; one
// in place would leave the tail of a block that shrinks as it is.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Wiping<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: by the contract.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: by the contract the block is live and of this size, and nobody uses it any more.
        unsafe {
            at.write_bytes(0, layout.size());
            // So that no compiler takes it for a write that nobody reads.
            black_box(at);
            self.0.dealloc(at, layout);
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: by the contract.
        unsafe { self.0.alloc_zeroed(layout) }
    }
}

/// Overwrites the stack below the caller's frame. It grows down from `__stack_high`.
#[cfg(target_arch = "wasm32")]
#[inline(never)]
pub fn clear_stack() {
    unsafe extern "C" {
        /// Where the linker has put the lowest byte of the stack.
        static mut __stack_low: u8;
    }

    // The frame of this function is these bytes and nothing else, so they overwrite what was there.
    let mut frame = [0_u64; 2];
    let end = black_box(&raw mut frame).cast::<u8>();
    let start = &raw mut __stack_low;
    // SAFETY: between the two is the part of the stack that no frame uses: this function calls nobody in between.
    unsafe { start.write_bytes(0, end as usize - start as usize) };
}
