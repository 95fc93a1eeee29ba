//! Lowering: from Rust values to the canonical layout in memory.

use alloc::vec::Vec;

use crate::pair::Pair;
use crate::pending::Log;
use crate::slice::Slice;
use crate::value::{As, Describe, Describes, Value};

/// A wire to which a `T` can be written.
///
/// # Safety
/// `lower` writes a value of the type that `TYPE` names.
#[diagnostic::on_unimplemented(
    message = "PX121: `{T}` can be taken from Python but not returned to it",
    label = "cannot be part of a result",
    note = "in place of a reference return the value, in place of a `&mut [T]` a `Vec<T>`; a type that implements `pyext::Value` needs `Into` \
            the type that it crosses as"
)]
pub unsafe trait Lowers<T>: Describes {
    /// Writes the value at `at`. Buffers go over to the result's log.
    ///
    /// # Safety
    /// `at` is aligned for, and has room for, `LAYOUT`.
    unsafe fn lower(value: T, at: *mut u8, log: &mut Log);
}

/// A type that can be written to its layout in memory.
#[diagnostic::on_unimplemented(
    message = "PX121: `{Self}` can be taken from Python but not returned to it",
    label = "cannot be part of a result",
    note = "in place of a reference return the value, in place of a `&mut [T]` a `Vec<T>`; a type that implements `pyext::Value` needs `Into` \
            the type that it crosses as"
)]
pub trait Lower: Describe {
    /// Writes the value at `at`. Buffers go over to the result's log.
    ///
    /// # Safety
    /// As of [`Lowers::lower`].
    unsafe fn lower(self, at: *mut u8, log: &mut Log);

    /// Turns a vector into the list that a result holds.
    fn lower_list(list: Vec<Self>, log: &mut Log) -> Pair
    where
        Self: Sized;
}

impl<T: Value<Wire: Lowers<T>>> Lower for T {
    #[inline]
    unsafe fn lower(self, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { T::Wire::lower(self, at, log) }
    }

    fn lower_list(list: Vec<T>, log: &mut Log) -> Pair {
        if <T as Describe>::Slice::IN_PLACE {
            return log.adopt(list);
        }
        lower_each(list.into_iter(), log)
    }
}

/// A list of what the iterator gives.
pub(crate) fn lower_each<T: Lower>(
    values: impl ExactSizeIterator<Item = T>,
    log: &mut Log,
) -> Pair {
    let len = values.len();
    let start = log.reserve(T::LAYOUT, len);
    for (i, value) in values.take(len).enumerate() {
        // SAFETY: `start` has room for `len` values at their stride.
        unsafe { value.lower(start.add(i * T::LAYOUT.size), log) }
    }
    Pair {
        at: start as usize,
        len,
    }
}

// SAFETY: by the contract of `T`'s wire.
unsafe impl<N: Into<T>, T: Lower> Lowers<N> for As<T> {
    unsafe fn lower(value: N, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { value.into().lower(at, log) }
    }
}
