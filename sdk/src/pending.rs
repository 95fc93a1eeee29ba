//! The current compound result: a chain of its allocations, on the control block's `pending` token until the next one.

use alloc::alloc::{Layout as Block, alloc, dealloc, handle_alloc_error};
use alloc::vec::Vec;
use core::cell::Cell;
use core::mem::ManuallyDrop;
use core::ptr::{null_mut, without_provenance_mut};

use pyext_abi::layout::Layout;

use crate::control::CONTROL;
use crate::pair::Pair;

/// In front of each block of a result. The block can also own one buffer that it took from a `Vec`: a string then costs
/// one allocation, for its address and length and this header together.
#[repr(C, align(8))]
struct Header {
    next: *mut Header,
    size: usize,
    buffer: *mut u8,
    buffer_size: usize,
    buffer_align: usize,
}

/// Most bytes behind one header, so that the sum is a size that an allocation can have.
const LARGEST: usize = isize::MAX as usize - 64;

/// Whether what a result borrows has to be copied, because the call lends objects and it may lie in one.
///
/// A static, and not a field: nobody writes to it in a guest without objects, so that the compiler leaves out the copy.
pub(crate) struct Borrowed(Cell<bool>);

// SAFETY: a guest has one thread.
unsafe impl Sync for Borrowed {}

impl Borrowed {
    /// Says so; gives what was said before.
    pub(crate) fn set(&self, copied: bool) -> bool {
        self.0.replace(copied)
    }
}

/// The one of the guest.
pub(crate) static BORROWED: Borrowed = Borrowed(Cell::new(false));

/// The allocations of a result that is being made.
pub struct Log {
    head: *mut Header,
}

impl Log {
    /// Nothing is allocated.
    pub(crate) const fn empty() -> Log {
        Log { head: null_mut() }
    }

    /// Memory for `count` values of this layout, owned by the result.
    pub fn reserve(&mut self, layout: Layout, count: usize) -> *mut u8 {
        // The payload stands behind the header, which has the largest alignment of the ABI.
        const { assert!(align_of::<Header>() == 8) }
        match layout.size.checked_mul(count) {
            Some(payload) if payload <= LARGEST => self.block(payload),
            _ => panic!("a result is too large"),
        }
    }

    #[inline(never)]
    fn block(&mut self, payload: usize) -> *mut u8 {
        let size = size_of::<Header>() + payload;
        let block = header_block(size);
        // SAFETY: the size is not 0.
        let header = unsafe { alloc(block) }.cast::<Header>();
        if header.is_null() {
            handle_alloc_error(block);
        }
        let content = Header {
            next: self.head,
            size,
            buffer: null_mut(),
            buffer_size: 0,
            buffer_align: 1,
        };
        self.head = header;
        // SAFETY: the block has room for the header and the payload behind it.
        unsafe {
            header.write(content);
            header.add(1).cast()
        }
    }

    /// What a result can point to in place of these elements, which it borrows: themselves, or a copy.
    #[inline]
    pub fn lasting(&mut self, elements: *const u8, layout: Layout, count: usize) -> *const u8 {
        match BORROWED.0.get() {
            true => self.copy(elements, layout, count),
            false => elements,
        }
    }

    #[inline(never)]
    fn copy(&mut self, elements: *const u8, layout: Layout, count: usize) -> *const u8 {
        let copy = self.reserve(layout, count);
        // SAFETY: there is room for so many, which are plain bytes.
        unsafe { copy.copy_from_nonoverlapping(elements, layout.size * count) };
        copy
    }

    /// Frees what is in it.
    #[inline]
    pub(crate) fn free(self) {
        if !self.head.is_null() {
            // SAFETY: the chain is this log's alone.
            unsafe { release(self.head as usize) }
        }
    }

    /// Makes this the current result. No code of others may run behind it in the call: it could end the result.
    #[inline]
    pub(crate) fn finish(self) {
        clear_when_asked();
        self.finish_items();
    }

    /// The same for the items of an iterator, which has said before that there will be results.
    #[inline]
    pub(crate) fn finish_items(self) {
        CONTROL.pending.set(self.head as usize);
    }

    /// Takes the buffer of `vec` into the result, without a copy. Its elements have no drop glue.
    #[inline]
    pub fn adopt<T>(&mut self, vec: Vec<T>) -> Pair {
        let mut vec = ManuallyDrop::new(vec);
        let at = vec.as_mut_ptr();
        self.adopt_buffer(at.cast(), vec.capacity() * size_of::<T>(), align_of::<T>());
        Pair {
            at: at as usize,
            len: vec.len(),
        }
    }

    #[inline(never)]
    fn adopt_buffer(&mut self, at: *mut u8, size: usize, align: usize) {
        if size == 0 {
            return;
        }
        // SAFETY: the head is null or a live header.
        let free = unsafe { self.head.as_ref() }.is_some_and(|h| h.buffer.is_null());
        if !free {
            self.block(0);
        }
        // SAFETY: the head is a live header: the one that was, or the one just made.
        unsafe {
            (*self.head).buffer = at;
            (*self.head).buffer_size = size;
            (*self.head).buffer_align = align;
        }
    }
}

fn header_block(size: usize) -> Block {
    // SAFETY: the alignment is a power of two, and `reserve` has bounded the size.
    unsafe { Block::from_size_align_unchecked(size, align_of::<Header>()) }
}

/// Frees the current result, begins another.
#[inline(never)]
pub(crate) fn begin() -> Log {
    clear();
    Log::empty()
}

/// What frees the current result, once there has been one: who calls it and makes none does not bring the allocator into a guest.
struct Clear(Cell<Option<fn()>>);

// SAFETY: a guest has one thread.
unsafe impl Sync for Clear {}

static CLEAR: Clear = Clear(Cell::new(None));

/// Says that there will be results. Not where `pyext_next` is made: that is in every guest until it is found to be of no use.
#[inline]
pub(crate) fn clear_when_asked() {
    CLEAR.0.set(Some(clear));
}

/// Frees what calls of this guest have left that the host made while it ran code of others: it has lifted them.
#[inline]
pub(crate) fn end_inner() {
    if let Some(clear) = CLEAR.0.get() {
        clear();
    }
}

/// Frees the current result.
fn clear() {
    // SAFETY: the token is 0 or the chain that `finish` left there, which nobody has released: a host that detaches a
    // result writes 0.
    unsafe { release(CONTROL.pending.replace(0)) };
}

/// Frees a result.
///
/// # Safety
/// `token` is 0 or the token of a result that nobody has released.
pub(crate) unsafe fn release(token: usize) {
    let mut next = without_provenance_mut::<Header>(token);
    while !next.is_null() {
        // SAFETY: by the contract `next` is a live header; it is read before its block is freed, and each block and
        // buffer of the chain is freed once, with the size and alignment that it was allocated with.
        unsafe {
            let header = next.read();
            if !header.buffer.is_null() {
                let buffer =
                    Block::from_size_align_unchecked(header.buffer_size, header.buffer_align);
                dealloc(header.buffer, buffer);
            }
            dealloc(next.cast(), header_block(header.size));
            next = header.next;
        }
    }
}
