//! Lists: vectors and slices.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lift, Lifts, acquire_each};
use crate::lower::{Lower, Lowers};
use crate::object::{Holds, Refusal};
use crate::pair::{Pair, assert_has_bytes};
use crate::pass;
use crate::pending::Log;
use crate::slice::{Copied, Plain};
use crate::value::{Describe, Describes, Key, Value, Wire, own_wire};

own_wire! {
    [T] Vec<T>: pass::Pair;
    [T] Box<[T]>: pass::Pair;
    ['a, T: Clone] Cow<'a, [T]>: pass::Pair;
    ['a, T] &'a mut [T]: pass::Writable;
}

impl<'a, T: Describe> Value for &'a [T] {
    type Wire = &'a [T];
}

impl<T: Describe> Wire for &[T] {
    /// The pass has the name of the way: where they lie, or one by one.
    type Pass = T::Slice;
    type Reference = pass::Reference;
}

macro_rules! lists {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        // SAFETY: a list is a pair.
        unsafe impl<$($generics)*> Describes for $t {
            const TYPE: &'static Text = {
                assert_has_bytes(T::LAYOUT);
                text::wrapped!("{\"list\":", T::TYPE, "}")
            };
            const LAYOUT: Layout = layout::POINTER_PAIR;
            const KEY: Key = T::KEY.of_list();
            const HOLDS: Holds = T::HOLDS;
            type Slice = Copied;
        }
    )*};
}

lists! {
    [T: Describe] Vec<T>;
    [T: Describe] Box<[T]>;
    ['a, T: Describe + Clone] Cow<'a, [T]>;
    ['a, T: Describe] &'a [T];
}

// SAFETY: the pair is read, and the elements that it points to.
unsafe impl<T: Lift> Lifts<Vec<T>> for Vec<T> {
    type Out<'s> = Vec<T::Out<'s>>;

    #[inline]
    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract.
        unsafe { T::lift_list(frame, Pair::read(at)) }
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { acquire_each::<T>(Pair::read(at)) }
    }
}

// SAFETY: the pair is read, and the elements that it points to.
unsafe impl<T: Lift> Lifts<Box<[T]>> for Box<[T]> {
    type Out<'s> = Box<[T::Out<'s>]>;

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract.
        unsafe { T::lift_list(frame, Pair::read(at)) }.into_boxed_slice()
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { acquire_each::<T>(Pair::read(at)) }
    }
}

// SAFETY: the pair is read; the elements are checked.
unsafe impl<'a, T> Lifts<&'a [T]> for &'a [T]
where
    T: Lift<Slice: Plain<T>>,
{
    type Out<'s> = &'s [T::Out<'s>];

    #[inline]
    unsafe fn lift<'s>(_: &'s Frame, at: usize) -> &'s [T::Out<'s>] {
        // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
        unsafe { Pair::read(at).slice::<T>() }
    }
}

// SAFETY: as for the slice.
unsafe impl<'a, T> Lifts<Cow<'a, [T]>> for Cow<'a, [T]>
where
    T: Lift<Slice: Plain<T>> + Clone,
    for<'s> T::Out<'s>: Clone,
{
    type Out<'s> = Cow<'s, [T::Out<'s>]>;

    unsafe fn lift<'s>(_: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
        Cow::Borrowed(unsafe { Pair::read(at).slice::<T>() })
    }
}

// SAFETY: a list is a pair.
unsafe impl<T: Lower> Lowers<Vec<T>> for Vec<T> {
    unsafe fn lower(value: Vec<T>, at: *mut u8, log: &mut Log) {
        let pair = T::lower_list(value, log);
        // SAFETY: by the contract.
        unsafe { pair.write(at) }
    }
}

// SAFETY: as for the vector that it becomes.
unsafe impl<T: Lower> Lowers<Box<[T]>> for Box<[T]> {
    unsafe fn lower(value: Box<[T]>, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { value.into_vec().lower(at, log) }
    }
}

// SAFETY: a list is a pair. The elements are an argument's or static, so they outlive the result, or they are copied.
unsafe impl<'a, T> Lowers<&'a [T]> for &'a [T]
where
    T: Lower<Slice: Plain<T>>,
{
    #[inline]
    unsafe fn lower(value: &'a [T], at: *mut u8, log: &mut Log) {
        let pair = Pair {
            at: log.lasting(value.as_ptr().cast(), T::LAYOUT, value.len()) as usize,
            len: value.len(),
        };
        // SAFETY: by the contract.
        unsafe { pair.write(at) }
    }
}

// SAFETY: as for what it holds.
unsafe impl<'a, T> Lowers<Cow<'a, [T]>> for Cow<'a, [T]>
where
    T: Lower<Slice: Plain<T>> + Clone,
{
    unsafe fn lower(value: Cow<'a, [T]>, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe {
            match value {
                Cow::Borrowed(slice) => slice.lower(at, log),
                Cow::Owned(vec) => vec.lower(at, log),
            }
        }
    }
}
