//! Slices and strings that the host passed, checked before safe code sees them.

use pyext_abi::layout::Layout;

use crate::scalar::{Scalar, invalid};
use crate::utf8::is_utf8;

/// Refuses lists of `()` and the like: a count alone would make any number of values.
pub(crate) const fn assert_has_bytes(element: Layout) {
    assert!(
        element.size > 0,
        "PX125: a list of `()` cannot cross to Python: its elements have no bytes. Pass their number"
    );
}

/// An address and a number of elements, as they lie in memory.
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
        let at = at as *const usize;
        // SAFETY: by the contract; both halves are words.
        unsafe {
            Pair {
                at: at.read(),
                len: at.add(1).read(),
            }
        }
    }

    /// The elements.
    ///
    /// # Safety
    /// The host passed the pair for a list of `T`, and keeps the elements unchanged for `'s`.
    pub unsafe fn slice<'s, T: Scalar>(self) -> &'s [T] {
        if self.len == 0 {
            return &[];
        }
        let at = self.elements::<T>();
        // SAFETY: `elements` has checked address and values; the rest is the contract.
        unsafe { core::slice::from_raw_parts(at, self.len) }
    }

    /// The elements, to be changed in place.
    ///
    /// # Safety
    /// As for `slice`, and nothing else reads or writes the elements in `'s`.
    pub unsafe fn slice_mut<'s, T: Scalar>(self) -> &'s mut [T] {
        if self.len == 0 {
            return &mut [];
        }
        let at = self.elements::<T>().cast_mut();
        // SAFETY: `elements` has checked address and values; the rest is the contract.
        unsafe { core::slice::from_raw_parts_mut(at, self.len) }
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
    fn elements<T: Scalar>(self) -> *const T {
        let at = self.at as *const T;
        let fits = self
            .len
            .checked_mul(size_of::<T>())
            .is_some_and(|n| n <= isize::MAX as usize);
        // SAFETY: the bytes are memory of this module, so initialised; the check is what makes them values.
        if at.is_null() || !at.is_aligned() || !fits || unsafe { !T::valid(at, self.len) } {
            invalid();
        }
        at
    }
}
