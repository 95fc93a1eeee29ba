//! The current compound result: a log of its allocations, on the control block's `pending` token until the next one.

use alloc::alloc::{Layout as Block, alloc, dealloc, handle_alloc_error};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem::ManuallyDrop;

use pyext_abi::layout::Layout;

use crate::control::CONTROL;
use crate::lower::Lower;

/// The allocations that one result consists of.
pub struct Log {
    blocks: Vec<(*mut u8, Block)>,
}

impl Log {
    /// Memory for `count` values of this layout, owned by the result.
    #[inline(never)]
    pub fn reserve(&mut self, layout: Layout, count: usize) -> *mut u8 {
        let size = layout.size * count;
        let Ok(block) = Block::from_size_align(size, layout.align) else {
            panic!("a result is larger than 2 GiB")
        };
        if size == 0 {
            return core::ptr::without_provenance_mut(layout.align);
        }
        // SAFETY: the size is not 0.
        let at = unsafe { alloc(block) };
        if at.is_null() {
            handle_alloc_error(block);
        }
        self.blocks.push((at, block));
        at
    }

    /// Takes the buffer of `vec` into the result, without a copy.
    #[inline]
    pub fn adopt<T: Copy>(&mut self, vec: Vec<T>) -> *const T {
        let mut vec = ManuallyDrop::new(vec);
        let at = vec.as_mut_ptr();
        self.adopt_block(at.cast(), vec.capacity() * size_of::<T>(), align_of::<T>());
        at
    }

    #[inline(never)]
    fn adopt_block(&mut self, at: *mut u8, size: usize, align: usize) {
        if size > 0 {
            // SAFETY: size and align are those of a live allocation.
            let block = unsafe { Block::from_size_align_unchecked(size, align) };
            self.blocks.push((at, block));
        }
    }

    #[inline(never)]
    fn free(&mut self) {
        for (at, block) in self.blocks.drain(..) {
            // SAFETY: `reserve` and `adopt_block` recorded live allocations, and each is freed once.
            unsafe { dealloc(at, block) }
        }
    }
}

/// Lowers `value` as the new current result; returns its address. What was the current result is freed.
pub(crate) fn lower<T: Lower>(value: T) -> usize {
    let log = current();
    let at = log.reserve(T::LAYOUT, 1);
    // SAFETY: `at` has room for the layout of `T`.
    unsafe { value.lower(at, log) };
    at as usize
}

/// The current result's log, emptied; made if there is none.
#[inline(never)]
fn current() -> &'static mut Log {
    let pending = &CONTROL.pending;
    if pending.get() == 0 {
        let log = Box::new(Log {
            blocks: Vec::with_capacity(2),
        });
        pending.set(Box::into_raw(log) as usize);
    }
    // SAFETY: the token is 0 or the address of a log made here that nobody has released: the host that detaches it
    // writes 0. No other reference to it lives, since lowering runs no code of the user's.
    let log = unsafe { &mut *(pending.get() as *mut Log) };
    log.free();
    log
}

/// Frees a detached result.
///
/// # Safety
/// `token` is 0 or a token that the host detached and has not released.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub(crate) unsafe fn release(token: usize) {
    if token != 0 {
        // SAFETY: by the contract the token is a box made in `current`.
        unsafe { Box::from_raw(token as *mut Log) }.free();
    }
}
