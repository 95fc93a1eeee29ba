//! An address and a length: strings and lists as they lie in memory, checked before safe code sees them.

use alloc::vec::Vec;

use pyext_abi::layout::Layout;

use crate::lift::{Lift, invalid};
use crate::utf8::is_utf8;
use crate::value::Describe;

/// Refuses lists of `()` and the like: a count alone would make any number of values.
pub(crate) const fn assert_has_bytes(element: Layout) {
    assert!(
        element.size > 0,
        "PX125: a list of `()` cannot cross to Python: its elements have no bytes. Pass their number"
    );
}

/// An address and a number of elements.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Pair {
    /// Address of the first element; ignored if there is none.
    pub at: usize,
    /// Number of elements.
    pub len: usize,
}

impl Pair {
    /// The pair that lies at `at`.
    ///
    /// # Safety
    /// `at` is the address of a string or list that the host passed.
    pub unsafe fn read(at: usize) -> Pair {
        // SAFETY: by the contract.
        unsafe { (at as *const Pair).read() }
    }

    /// Writes the pair at `at`.
    ///
    /// # Safety
    /// `at` is aligned for a pair and has room for it.
    pub unsafe fn write(self, at: *mut u8) {
        // SAFETY: by the contract.
        unsafe { at.cast::<Pair>().write(self) }
    }

    /// The elements, which are used where they lie.
    ///
    /// # Safety
    /// The host passed the pair for a list of `T`, whose slices are in place, and keeps the elements unchanged for `'s`.
    pub unsafe fn slice<'s, T: Lift>(self) -> &'s [T::Out<'s>] {
        if self.len == 0 {
            return &[];
        }
        let at = self.elements::<T>().cast();
        // SAFETY: `elements` has checked address and values, what is used in place is the same lifted; the rest is the contract.
        unsafe { core::slice::from_raw_parts(at, self.len) }
    }

    /// The elements, to be changed where they lie.
    ///
    /// # Safety
    /// As for `slice`, and nothing else reads or writes the elements in `'s`.
    pub unsafe fn slice_mut<'s, T: Lift>(self) -> &'s mut [T::Out<'s>] {
        if self.len == 0 {
            return &mut [];
        }
        let at = self.elements::<T>().cast_mut().cast();
        // SAFETY: `elements` has checked address and values, what is used in place is the same lifted; the rest is the contract.
        unsafe { core::slice::from_raw_parts_mut(at, self.len) }
    }

    /// A copy of the elements.
    ///
    /// # Safety
    /// As for `slice`; the elements need not stay.
    pub(crate) unsafe fn copy<'s, T: Lift>(self) -> Vec<T::Out<'s>> {
        let mut copy: Vec<T::Out<'s>> = Vec::with_capacity(self.len);
        if self.len > 0 {
            let at = self.elements::<T>();
            // SAFETY: `elements` has checked address and values, there is room for all, and what is used in place is the same
            // lifted, and is plain bytes.
            unsafe {
                copy.as_mut_ptr()
                    .cast::<T>()
                    .copy_from_nonoverlapping(at, self.len);
                copy.set_len(self.len);
            }
        }
        copy
    }

    /// The text.
    ///
    /// # Safety
    /// The host passed the pair for a string, and keeps it unchanged for `'s`.
    pub unsafe fn text<'s>(self) -> &'s str {
        // SAFETY: a string is a list of bytes.
        let bytes = unsafe { self.slice::<u8>() };
        if !cfg!(feature = "trusted-host") && !is_utf8(bytes) {
            invalid();
        }
        // SAFETY: checked, or whoever enabled the feature vouches for the host.
        unsafe { core::str::from_utf8_unchecked(bytes) }
    }

    /// The address, if elements of `T` can lie there and are valid.
    fn elements<T: Lift>(self) -> *const T {
        let at = self.at as *const T;
        let fits = self
            .len
            .checked_mul(size_of::<T>())
            .is_some_and(|n| n <= isize::MAX as usize);
        if at.is_null() || !at.is_aligned() || !fits {
            invalid();
        }
        let size = <T as Describe>::LAYOUT.size;
        // SAFETY: the bytes are memory of this module, so initialised; the check is what makes them values.
        if !(0..self.len).all(|i| unsafe { T::valid(self.at + i * size) }) {
            invalid();
        }
        at
    }
}
