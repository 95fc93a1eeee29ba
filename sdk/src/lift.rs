//! Lifting: from the canonical layout in memory to Rust values.
#![allow(
    clippy::needless_lifetimes,
    reason = "`'s` is the call's lifetime and is named as in the traits"
)]

use alloc::string::String;
use alloc::vec::Vec;

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use crate::list::Pair;
use crate::scalar::{Scalar, invalid};
use crate::text;
use crate::tuple::each_tuple;

/// One call from the host. What is lifted borrows from it, so that it cannot outlive the call.
pub struct Frame(());

impl Frame {
    /// Begins a call.
    #[inline]
    pub fn enter() -> Frame {
        #[cfg(all(feature = "std", target_arch = "wasm32"))]
        crate::panic::install_hook();
        Frame(())
    }
}

/// A type that can be read from its layout in memory.
///
/// # Safety
/// `LAYOUT` is the canonical layout of the type that `TYPE` names, and `lift` reads no more than that.
#[diagnostic::on_unimplemented(
    message = "PX122: `{Self}` cannot be part of a parameter of an exported function",
    label = "the ABI has no such type",
    note = "inside options, tuples and lists these can stand: bool, char, f32, f64, integers up to 64 bits, `&str`, `String`, \
            `&[T]` of scalars, `Vec<T>`, `Option<T>`, tuples of 1 to 12"
)]
pub unsafe trait Lift {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Its layout.
    const LAYOUT: Layout;
    /// The value, borrowing from the call.
    type Out<'s>;

    /// The value at `at`.
    ///
    /// # Safety
    /// The host passed `at` in this call as the address of a value of this type.
    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s>;

    /// The elements of a list.
    ///
    /// # Safety
    /// The host passed `list` in this call as a list of this type.
    unsafe fn lift_list<'s>(frame: &'s Frame, list: Pair) -> Vec<Self::Out<'s>> {
        let lift = |i| {
            // SAFETY: element `i` lies at its stride from the start.
            unsafe { Self::lift(frame, list.at + i * Self::LAYOUT.size) }
        };
        (0..list.len).map(lift).collect()
    }
}

macro_rules! scalars {
    ($($t:ty)*) => {$(
        // SAFETY: by the contract of `Scalar`.
        unsafe impl Lift for $t {
            const TYPE: &'static Text = &text::primitive(<$t>::PRIMITIVE);
            const LAYOUT: Layout = layout::primitive(<$t>::PRIMITIVE);
            type Out<'s> = $t;

            unsafe fn lift<'s>(_: &'s Frame, at: usize) -> $t {
                let at = at as *const $t;
                // SAFETY: memory of this module, checked before it is read as a value.
                unsafe {
                    if !<$t>::valid(at, 1) {
                        invalid();
                    }
                    at.read()
                }
            }

            unsafe fn lift_list<'s>(_: &'s Frame, list: Pair) -> Vec<$t> {
                // SAFETY: by the contract; the copy is made at once.
                unsafe { list.slice::<$t>() }.to_vec()
            }
        }
    )*};
}

scalars!(bool u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64 char);

// SAFETY: `unit` has no bytes.
unsafe impl Lift for () {
    const TYPE: &'static Text = &text::primitive(Primitive::Unit);
    const LAYOUT: Layout = layout::primitive(Primitive::Unit);
    type Out<'s> = ();

    unsafe fn lift<'s>(_: &'s Frame, _: usize) {}
}

// SAFETY: a string is a pair.
unsafe impl Lift for &str {
    const TYPE: &'static Text = &text::primitive(Primitive::String);
    const LAYOUT: Layout = layout::POINTER_PAIR;
    type Out<'s> = &'s str;

    unsafe fn lift<'s>(_: &'s Frame, at: usize) -> &'s str {
        // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
        unsafe { Pair::read(at).text() }
    }
}

// SAFETY: a string is a pair.
unsafe impl Lift for String {
    const TYPE: &'static Text = <&str as Lift>::TYPE;
    const LAYOUT: Layout = layout::POINTER_PAIR;
    type Out<'s> = String;

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> String {
        // SAFETY: by the contract.
        unsafe { <&str as Lift>::lift(frame, at) }.into()
    }
}

// SAFETY: a list is a pair.
unsafe impl<T: Scalar + Lift> Lift for &[T] {
    const TYPE: &'static Text = text::list!(T::TYPE);
    const LAYOUT: Layout = layout::POINTER_PAIR;
    type Out<'s> = &'s [T];

    unsafe fn lift<'s>(_: &'s Frame, at: usize) -> &'s [T] {
        // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
        unsafe { Pair::read(at).slice() }
    }
}

// SAFETY: a list is a pair.
unsafe impl<T: Lift> Lift for Vec<T> {
    const TYPE: &'static Text = {
        crate::list::assert_has_bytes(T::LAYOUT);
        text::list!(T::TYPE)
    };
    const LAYOUT: Layout = layout::POINTER_PAIR;
    type Out<'s> = Vec<T::Out<'s>>;

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract.
        unsafe { T::lift_list(frame, Pair::read(at)) }
    }
}

// SAFETY: a discriminant byte and the payload at its alignment.
unsafe impl<T: Lift> Lift for Option<T> {
    const TYPE: &'static Text = text::option!(T::TYPE);
    const LAYOUT: Layout = layout::option(T::LAYOUT);
    type Out<'s> = Option<T::Out<'s>>;

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        // SAFETY: by the contract; the payload is read only if it is there.
        unsafe {
            match (at as *const u8).read() {
                0 => None,
                1 => Some(T::lift(
                    frame,
                    at + layout::payload_offset(1, T::LAYOUT.align),
                )),
                _ => invalid(),
            }
        }
    }
}

macro_rules! tuples {
    ($($t:ident $i:tt)+) => {
        // SAFETY: fields in order, each at its alignment.
        unsafe impl<$($t: Lift),+> Lift for ($($t,)+) {
            const TYPE: &'static Text = text::tuple!($($t::TYPE),+);
            const LAYOUT: Layout = layout::tuple(&[$($t::LAYOUT),+]);
            type Out<'s> = ($($t::Out<'s>,)+);

            unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
                let fields = const { &[$($t::LAYOUT),+] };
                // SAFETY: by the contract, for each field.
                unsafe { ($($t::lift(frame, at + layout::field_offset(fields, $i)),)+) }
            }
        }
    };
}

each_tuple!(tuples);
