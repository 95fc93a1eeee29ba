//! Arrays.

use core::array;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lift, Lifts};
use crate::lower::{Lower, Lowers};
use crate::object::{Holds, Refusal};
use crate::pair::assert_has_bytes;
use crate::pass;
use crate::pending::Log;
use crate::value::{Describe, Describes, Key, own_wire};

own_wire! { [T, const N: usize] [T; N]: pass::Address; }

// SAFETY: as a tuple of `N` equal fields, which is Rust's layout, too, if it is so for one.
unsafe impl<T: Describe, const N: usize> Describes for [T; N] {
    const TYPE: &'static Text = {
        assert!(
            N > 0,
            "PX127: an array without elements cannot cross to Python. Leave it out"
        );
        assert_has_bytes(T::LAYOUT);
        text::several!("{\"array\":[", T::TYPE, &Text::Number(N as i64))
    };
    const LAYOUT: Layout = layout::array(T::LAYOUT, N);
    const KEY: Key = T::KEY.of_list();
    const HOLDS: Holds = T::HOLDS;
    type Slice = T::Slice;
}

// SAFETY: element by element at its stride.
unsafe impl<T: Lift, const N: usize> Lifts<[T; N]> for [T; N] {
    type Out<'s> = [T::Out<'s>; N];

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract.
        array::from_fn(|i| unsafe { T::lift(frame, at + i * T::LAYOUT.size) })
    }

    unsafe fn valid(at: usize) -> bool {
        // SAFETY: by the contract.
        (0..N).all(|i| unsafe { T::valid(at + i * T::LAYOUT.size) })
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        (0..N).try_for_each(|i| unsafe { T::acquire(at + i * T::LAYOUT.size) })
    }
}

// SAFETY: element by element at its stride.
unsafe impl<T: Lower, const N: usize> Lowers<[T; N]> for [T; N] {
    unsafe fn lower(value: [T; N], at: *mut u8, log: &mut Log) {
        for (i, value) in value.into_iter().enumerate() {
            // SAFETY: by the contract.
            unsafe { value.lower(at.add(i * T::LAYOUT.size), log) }
        }
    }
}
