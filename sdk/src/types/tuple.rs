//! Tuples of 1 to 12 fields.

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lift, Lifts};
use crate::lower::{Lower, Lowers};
use crate::object::{Holds, Refusal};
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::value::{Describe, Describes, Key, own_wire};

macro_rules! tuples {
    ($($t:ident $i:tt)+) => {
        own_wire! { [$($t),+] ($($t,)+): pass::Address; }

        // SAFETY: fields in order, each at its alignment.
        unsafe impl<$($t: Describe),+> Describes for ($($t,)+) {
            const TYPE: &'static Text = text::several!("{\"tuple\":[", $($t::TYPE),+);
            const LAYOUT: Layout = layout::tuple(Self::FIELDS);
            const KEY: Key = Key::all(&[$($t::KEY),+]);
            const FIELDS: &'static [Layout] = &[$($t::LAYOUT),+];
            const HOLDS: Holds = Holds::all(&[$($t::HOLDS),+]);
            type Slice = Copied;
        }

        // SAFETY: each field is read where it stands.
        unsafe impl<$($t: Lift),+> Lifts<($($t,)+)> for ($($t,)+) {
            type Out<'s> = ($($t::Out<'s>,)+);

            unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
                // SAFETY: by the contract, for each field.
                unsafe { ($($t::lift(frame, at + const { layout::field_offset(Self::FIELDS, $i) }),)+) }
            }

            unsafe fn acquire(at: usize) -> Result<(), Refusal> {
                // SAFETY: by the contract, for each field.
                unsafe { $($t::acquire(at + const { layout::field_offset(Self::FIELDS, $i) })?;)+ }
                Ok(())
            }
        }

        // SAFETY: each field is written where it stands.
        unsafe impl<$($t: Lower),+> Lowers<($($t,)+)> for ($($t,)+) {
            unsafe fn lower(value: ($($t,)+), at: *mut u8, log: &mut Log) {
                // SAFETY: by the contract, for each field.
                unsafe { $(value.$i.lower(at.add(const { layout::field_offset(Self::FIELDS, $i) }), log);)+ }
            }
        }
    };
}

/// Calls `$implement!` with the type parameters and field indices of each tuple.
macro_rules! each_tuple {
    ($implement:ident) => {
        each_tuple!($implement; A 0; B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11,);
    };
    ($implement:ident; $($t:ident $i:tt)+; ) => {
        $implement!($($t $i)+);
    };
    ($implement:ident; $($t:ident $i:tt)+; $next:ident $n:tt, $($rest:tt)*) => {
        $implement!($($t $i)+);
        each_tuple!($implement; $($t $i)+ $next $n; $($rest)*);
    };
}

each_tuple!(tuples);

pub(crate) use each_tuple;
