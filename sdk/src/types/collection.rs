//! Maps and sets, which lie in memory as lists.

use alloc::collections::{BTreeMap, BTreeSet};

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lift, Lifts, acquire_each, lift_each};
use crate::lower::{Lower, Lowers, lower_each};
use crate::object::{Holds, Refusal};
use crate::pair::{Pair, assert_has_bytes};
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::value::{Describe, Describes, Key, own_wire};

const fn assert_is_key(key: Key) {
    assert!(
        !matches!(key, Key::No),
        "PX126: the key of a map or the element of a set cannot be a key in Python. Use a number, a string, a tuple or option of such, an enum, or a \
         record with `#[pyext(frozen)]`; or a `Vec` in place of the map or set"
    );
}

/// Checks the element of a set or the key of a map.
const fn assert_can_be_key<K: Describe>() {
    assert_has_bytes(K::LAYOUT);
    assert_is_key(K::KEY);
}

/// Wires of sets: their parameters, and what their elements need to be read into one.
macro_rules! sets {
    ($([$($generics:tt)*] $t:ty, $out:ty, [$($bound:tt)*], [$($more:tt)*];)*) => {$(
        own_wire! { [$($generics)*] $t: pass::Pair; }

        // SAFETY: a set is a pair.
        unsafe impl<T: Describe, $($more)*> Describes for $t {
            const TYPE: &'static Text = {
                assert_can_be_key::<T>();
                text::wrapped!("{\"set\":", T::TYPE, "}")
            };
            const LAYOUT: Layout = layout::POINTER_PAIR;
            const KEY: Key = Key::No;
            type Slice = Copied;
        }

        // SAFETY: as a list of the elements.
        unsafe impl<T: Lift, $($more)*> Lifts<$t> for $t
        where
            for<'s> T::Out<'s>: $($bound)*,
        {
            type Out<'s> = $out;

            unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
                // SAFETY: by the contract.
                unsafe { lift_each::<T>(frame, Pair::read(at)) }.collect()
            }
        }

        // SAFETY: as a list of the elements.
        unsafe impl<T: Lower, $($more)*> Lowers<$t> for $t {
            unsafe fn lower(value: $t, at: *mut u8, log: &mut Log) {
                let pair = lower_each(value.into_iter(), log);
                // SAFETY: by the contract.
                unsafe { pair.write(at) }
            }
        }
    )*};
}

/// Wires of maps, as of sets.
macro_rules! maps {
    ($([$($generics:tt)*] $t:ty, $out:ty, [$($bound:tt)*], [$($more:tt)*];)*) => {$(
        own_wire! { [$($generics)*] $t: pass::Pair; }

        // SAFETY: a map is a pair.
        unsafe impl<K: Describe, V: Describe, $($more)*> Describes for $t {
            const TYPE: &'static Text = {
                assert_can_be_key::<K>();
                text::several!("{\"map\":[", K::TYPE, V::TYPE)
            };
            const LAYOUT: Layout = layout::POINTER_PAIR;
            const KEY: Key = Key::No;
            const HOLDS: Holds = V::HOLDS;
            type Slice = Copied;
        }

        // SAFETY: as a list of tuples.
        unsafe impl<K: Lift, V: Lift, $($more)*> Lifts<$t> for $t
        where
            for<'s> K::Out<'s>: $($bound)*,
        {
            type Out<'s> = $out;

            unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
                // SAFETY: by the contract.
                unsafe { lift_each::<(K, V)>(frame, Pair::read(at)) }.collect()
            }

            unsafe fn acquire(at: usize) -> Result<(), Refusal> {
                // SAFETY: by the contract.
                unsafe { acquire_each::<(K, V)>(Pair::read(at)) }
            }
        }

        // SAFETY: as a list of tuples.
        unsafe impl<K: Lower, V: Lower, $($more)*> Lowers<$t> for $t {
            unsafe fn lower(value: $t, at: *mut u8, log: &mut Log) {
                let pair = lower_each(value.into_iter(), log);
                // SAFETY: by the contract.
                unsafe { pair.write(at) }
            }
        }
    )*};
}

sets! {
    [T] BTreeSet<T>, BTreeSet<T::Out<'s>>, [Ord], [];
}

maps! {
    [K, V] BTreeMap<K, V>, BTreeMap<K::Out<'s>, V::Out<'s>>, [Ord], [];
}

#[cfg(feature = "std")]
mod hashed {
    use core::hash::{BuildHasher, Hash};
    use std::collections::{HashMap, HashSet};

    use super::*;

    sets! {
        [T, S] HashSet<T, S>, HashSet<T::Out<'s>, S>, [Hash + Eq], [S: BuildHasher + Default + 'static];
    }

    maps! {
        [K, V, S] HashMap<K, V, S>, HashMap<K::Out<'s>, V::Out<'s>, S>, [Hash + Eq], [S: BuildHasher + Default + 'static];
    }
}
