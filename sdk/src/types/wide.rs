//! Integers of 128 bits and durations, which lie in memory as tuples of smaller integers.

use core::time::Duration;

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lifts, invalid};
use crate::lower::Lowers;
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::value::{Describes, Key, own_wire};

own_wire! {
    [] u128: pass::Address;
    [] i128: pass::Address;
    [] Duration: pass::Address;
}

macro_rules! integers {
    ($($rust:ty: $primitive:ident;)*) => {$(
        // SAFETY: the layout is the ABI's; Rust aligns the type to 16.
        unsafe impl Describes for $rust {
            const TYPE: &'static Text = &text::primitive(Primitive::$primitive);
            const LAYOUT: Layout = layout::primitive(Primitive::$primitive);
            const KEY: Key = Key::Yes;
            type Slice = Copied;
        }

        // SAFETY: two integers of 64 bits, the low half first.
        unsafe impl Lifts<$rust> for $rust {
            type Out<'s> = $rust;

            unsafe fn lift(_: &Frame, at: usize) -> $rust {
                // SAFETY: by the contract.
                let [low, high] = unsafe { (at as *const [u64; 2]).read() };
                (u128::from(high) << 64 | u128::from(low)) as $rust
            }
        }

        // SAFETY: two integers of 64 bits, the low half first.
        unsafe impl Lowers<$rust> for $rust {
            unsafe fn lower(value: $rust, at: *mut u8, _: &mut Log) {
                let halves = [value as u64, (value >> 64) as u64];
                // SAFETY: by the contract.
                unsafe { at.cast::<[u64; 2]>().write(halves) }
            }
        }
    )*};
}

integers! {
    u128: U128;
    i128: S128;
}

// SAFETY: the layout is the ABI's.
unsafe impl Describes for Duration {
    const TYPE: &'static Text = &text::primitive(Primitive::Duration);
    const LAYOUT: Layout = layout::primitive(Primitive::Duration);
    const KEY: Key = Key::Yes;
    type Slice = Copied;
}

/// Where the nanoseconds stand, behind the seconds.
const NANOSECONDS: usize = size_of::<u64>();

// SAFETY: seconds and nanoseconds are within the layout.
unsafe impl Lifts<Duration> for Duration {
    type Out<'s> = Duration;

    unsafe fn lift(_: &Frame, at: usize) -> Duration {
        // SAFETY: by the contract.
        let (seconds, nanoseconds) = unsafe {
            (
                (at as *const u64).read(),
                ((at + NANOSECONDS) as *const u32).read(),
            )
        };
        if nanoseconds >= 1_000_000_000 {
            invalid();
        }
        Duration::new(seconds, nanoseconds)
    }
}

// SAFETY: seconds and nanoseconds are within the layout.
unsafe impl Lowers<Duration> for Duration {
    unsafe fn lower(value: Duration, at: *mut u8, _: &mut Log) {
        // SAFETY: by the contract.
        unsafe {
            at.cast::<u64>().write(value.as_secs());
            at.add(NANOSECONDS)
                .cast::<u32>()
                .write(value.subsec_nanos());
        }
    }
}
