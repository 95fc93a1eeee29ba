//! Lifting: from the canonical layout in memory to Rust values.

use alloc::vec::Vec;

use crate::object::Refusal;
use crate::pair::Pair;
use crate::slice::Slice;
use crate::value::{As, Describe, Describes, Value};

/// One call from the host. What is lifted borrows from it, so that it cannot outlive the call.
pub struct Frame(());

impl Frame {
    /// Begins a call.
    #[inline]
    pub fn enter() -> Frame {
        #[cfg(all(feature = "std", target_arch = "wasm32"))]
        crate::panic::install_hook();
        #[cfg(all(feature = "log", target_arch = "wasm32"))]
        crate::service::install_logger();
        Frame(())
    }
}

/// Ends a call in which the host broke the ABI.
#[cold]
#[inline(never)]
pub fn invalid() -> ! {
    panic!("the host passed an invalid argument")
}

/// A wire from which a `T` can be read.
///
/// # Safety
/// `lift` reads no more than `LAYOUT` and what it points to. If slices of it are used in place, `valid` says of every bit pattern
/// whether it is a value.
#[diagnostic::on_unimplemented(
    message = "PX122: `{T}` can be returned to Python but not taken from it",
    label = "cannot be part of a parameter",
    note = "a type with `'static` parts cannot be made of arguments, which live only for the call; a type that implements `pyext::Value` \
            needs `From` the type that it crosses as; in place of a slice that is part of something, and whose elements are not \
            numbers or records of numbers with `#[repr(C)]`, write a `Vec`"
)]
pub unsafe trait Lifts<T>: Describes {
    /// The value, borrowing from the call.
    type Out<'s>: 's;

    /// The value at `at`.
    ///
    /// # Safety
    /// The host passed `at` in this call as the address of a value of this type.
    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s>;

    /// Whether the bytes at `at` are a value. Asked only where slices are used in place.
    ///
    /// # Safety
    /// `at` points to initialised memory of the layout's size and alignment.
    unsafe fn valid(at: usize) -> bool {
        let _ = at;
        true
    }

    /// Lends or takes the objects that it holds, all before anything is lifted: an object that cannot be taken is no fault of the
    /// host, and the call is not made.
    ///
    /// # Safety
    /// As for `lift`.
    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        let _ = at;
        Ok(())
    }
}

/// A type that can be read from its layout in memory.
#[diagnostic::on_unimplemented(
    message = "PX122: `{Self}` can be returned to Python but not taken from it",
    label = "cannot be part of a parameter",
    note = "a type with `'static` parts cannot be made of arguments, which live only for the call; a type that implements `pyext::Value` \
            needs `From` the type that it crosses as; in place of a slice that is part of something, and whose elements are not \
            numbers or records of numbers with `#[repr(C)]`, write a `Vec`"
)]
pub trait Lift: Describe {
    /// The value, borrowing from the call.
    type Out<'s>: 's;

    /// The value at `at`.
    ///
    /// # Safety
    /// As of [`Lifts::lift`].
    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s>;

    /// Whether the bytes at `at` are a value.
    ///
    /// # Safety
    /// As of [`Lifts::valid`].
    unsafe fn valid(at: usize) -> bool;

    /// Lends or takes the objects that it holds.
    ///
    /// # Safety
    /// As of [`Lifts::acquire`].
    unsafe fn acquire(at: usize) -> Result<(), Refusal>;

    /// The elements of a list.
    ///
    /// # Safety
    /// The host passed `list` in this call as a list of this type.
    unsafe fn lift_list<'s>(frame: &'s Frame, list: Pair) -> Vec<Self::Out<'s>>;
}

impl<T: Value<Wire: Lifts<T>>> Lift for T {
    type Out<'s> = <T::Wire as Lifts<T>>::Out<'s>;

    #[inline]
    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract.
        unsafe { T::Wire::lift(frame, at) }
    }

    #[inline]
    unsafe fn valid(at: usize) -> bool {
        // SAFETY: by the contract.
        unsafe { T::Wire::valid(at) }
    }

    #[inline]
    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        if !const { <T as Describe>::HOLDS.any() } {
            return Ok(());
        }
        // SAFETY: by the contract.
        unsafe { T::Wire::acquire(at) }
    }

    unsafe fn lift_list<'s>(frame: &'s Frame, list: Pair) -> Vec<Self::Out<'s>> {
        if <T as Describe>::Slice::IN_PLACE {
            // SAFETY: by the contract; the copy is made at once, and values used in place are plain bytes.
            return unsafe { list.copy::<T>() };
        }
        // SAFETY: by the contract.
        unsafe { lift_each::<T>(frame, list) }.collect()
    }
}

/// The elements of a list, one by one.
///
/// # Safety
/// The host passed `list` in this call as a list of this type.
pub(crate) unsafe fn lift_each<'s, T: Lift>(
    frame: &'s Frame,
    list: Pair,
) -> impl Iterator<Item = T::Out<'s>> {
    (0..list.len).map(move |i| {
        // SAFETY: element `i` lies at its stride from the start.
        unsafe { T::lift(frame, list.at + i * T::LAYOUT.size) }
    })
}

/// Lends or takes the objects that the elements of a list hold.
///
/// # Safety
/// The host passed `list` in this call as a list of this type.
pub(crate) unsafe fn acquire_each<T: Lift>(list: Pair) -> Result<(), Refusal> {
    // SAFETY: element `i` lies at its stride from the start.
    (0..list.len).try_for_each(|i| unsafe { T::acquire(list.at + i * T::LAYOUT.size) })
}

/// `From`, with the words of [`Lift`]: the compiler joins reports that are equal.
#[diagnostic::on_unimplemented(
    message = "PX122: `{Self}` can be returned to Python but not taken from it",
    label = "cannot be part of a parameter",
    note = "a type with `'static` parts cannot be made of arguments, which live only for the call; a type that implements `pyext::Value` \
            needs `From` the type that it crosses as; in place of a slice that is part of something, and whose elements are not \
            numbers or records of numbers with `#[repr(C)]`, write a `Vec`"
)]
pub trait Made<T> {
    /// The conversion.
    fn made(value: T) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T, N: From<T>> Made<T> for N {
    #[inline]
    fn made(value: T) -> N {
        value.into()
    }
}

// SAFETY: by the contract of `T`'s wire.
unsafe impl<N, T> Lifts<N> for As<T>
where
    T: Lift,
    N: for<'s> Made<T::Out<'s>> + 'static,
{
    type Out<'s> = N;

    unsafe fn lift(frame: &Frame, at: usize) -> N {
        // SAFETY: by the contract.
        N::made(unsafe { T::lift(frame, at) })
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { T::acquire(at) }
    }
}
