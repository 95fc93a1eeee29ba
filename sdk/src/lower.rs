//! Lowering: from Rust values to the canonical layout in memory.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use crate::fmt::format;
use crate::list::Pair;
use crate::pending::Log;
use crate::scalar::Scalar;
use crate::text;
use crate::tuple::each_tuple;

/// A type that can be written to its layout in memory.
///
/// # Safety
/// `LAYOUT` is the canonical layout of the type that `TYPE` names, and `lower` writes a value of it there.
#[diagnostic::on_unimplemented(
    message = "PX123: `{Self}` cannot be part of a result of an exported function",
    label = "the ABI has no such type",
    note = "inside options, tuples and lists these can stand: bool, char, f32, f64, integers up to 64 bits, `&str`, `String`, \
            `&[T]` of scalars, `Vec<T>`, `Option<T>`, tuples of 1 to 12"
)]
pub unsafe trait Lower {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Its layout.
    const LAYOUT: Layout;

    /// Writes the value at `at`. Buffers go over to the result's log.
    ///
    /// # Safety
    /// `at` is aligned for, and has room for, `LAYOUT`.
    unsafe fn lower(self, at: *mut u8, log: &mut Log);

    /// Turns a vector into the list that a result holds.
    fn lower_list(list: Vec<Self>, log: &mut Log) -> Pair
    where
        Self: Sized,
    {
        let len = list.len();
        let start = log.reserve(Self::LAYOUT, len);
        for (i, value) in list.into_iter().enumerate() {
            // SAFETY: `start` has room for `len` values at their stride.
            unsafe { value.lower(start.add(i * Self::LAYOUT.size), log) }
        }
        Pair {
            at: start as usize,
            len,
        }
    }
}

/// Writes a pair at `at`.
///
/// # Safety
/// `at` is aligned for a pair and has room for it.
unsafe fn write_pair(at: *mut u8, pair: Pair) {
    // SAFETY: by the contract.
    unsafe { at.cast::<Pair>().write(pair) }
}

macro_rules! scalars {
    ($($t:ty)*) => {$(
        // SAFETY: by the contract of `Scalar`.
        unsafe impl Lower for $t {
            const TYPE: &'static Text = &text::primitive(<$t>::PRIMITIVE);
            const LAYOUT: Layout = layout::primitive(<$t>::PRIMITIVE);

            unsafe fn lower(self, at: *mut u8, _: &mut Log) {
                // SAFETY: by the contract.
                unsafe { at.cast::<$t>().write(self) }
            }

            fn lower_list(list: Vec<$t>, log: &mut Log) -> Pair {
                let len = list.len();
                Pair { at: log.adopt(list) as usize, len }
            }
        }
    )*};
}

scalars!(bool u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64 char);

// SAFETY: `unit` has no bytes.
unsafe impl Lower for () {
    const TYPE: &'static Text = &text::primitive(Primitive::Unit);
    const LAYOUT: Layout = layout::primitive(Primitive::Unit);

    unsafe fn lower(self, _: *mut u8, _: &mut Log) {}
}

// SAFETY: a string is a list of UTF-8 bytes.
unsafe impl Lower for String {
    const TYPE: &'static Text = <&str as Lower>::TYPE;
    const LAYOUT: Layout = layout::POINTER_PAIR;

    unsafe fn lower(self, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { self.into_bytes().lower(at, log) }
    }
}

// SAFETY: a string is a pair. The bytes are an argument's or static, so they outlive the result.
unsafe impl Lower for &str {
    const TYPE: &'static Text = &text::primitive(Primitive::String);
    const LAYOUT: Layout = layout::POINTER_PAIR;

    unsafe fn lower(self, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { self.as_bytes().lower(at, log) }
    }
}

// SAFETY: a list is a pair. The elements are an argument's or static, so they outlive the result.
unsafe impl<T: Scalar + Lower> Lower for &[T] {
    const TYPE: &'static Text = text::list!(T::TYPE);
    const LAYOUT: Layout = layout::POINTER_PAIR;

    unsafe fn lower(self, at: *mut u8, _: &mut Log) {
        let pair = Pair {
            at: self.as_ptr() as usize,
            len: self.len(),
        };
        // SAFETY: by the contract.
        unsafe { write_pair(at, pair) }
    }
}

// SAFETY: a list is a pair.
unsafe impl<T: Lower> Lower for Vec<T> {
    const TYPE: &'static Text = {
        crate::list::assert_has_bytes(T::LAYOUT);
        text::list!(T::TYPE)
    };
    const LAYOUT: Layout = layout::POINTER_PAIR;

    unsafe fn lower(self, at: *mut u8, log: &mut Log) {
        let pair = T::lower_list(self, log);
        // SAFETY: by the contract.
        unsafe { write_pair(at, pair) }
    }
}

// SAFETY: a discriminant byte and the payload at its alignment.
unsafe impl<T: Lower> Lower for Option<T> {
    const TYPE: &'static Text = text::option!(T::TYPE);
    const LAYOUT: Layout = layout::option(T::LAYOUT);

    unsafe fn lower(self, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract; the payload stands within the layout.
        unsafe {
            at.write(self.is_some().into());
            if let Some(value) = self {
                value.lower(at.add(layout::payload_offset(1, T::LAYOUT.align)), log);
            }
        }
    }
}

/// The error record of an error that is a text only.
const ERROR: Layout = layout::error(layout::primitive(Primitive::Unit));

/// A result as an exported function returns it; not a `Lower` of `Result` itself, so that it stands only there.
pub struct Outcome<T, E>(pub Result<T, E>);

// SAFETY: a discriminant byte, and a value or the error record at the alignment of both.
unsafe impl<T: Lower, E: Display> Lower for Outcome<T, E> {
    const TYPE: &'static Text = T::TYPE;
    const LAYOUT: Layout = layout::result(T::LAYOUT, ERROR);

    unsafe fn lower(self, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract; both payloads stand within the layout.
        unsafe {
            at.write(self.0.is_err().into());
            let payload = at.add(layout::payload_offset(1, Self::LAYOUT.align));
            match self.0 {
                Ok(value) => value.lower(payload, log),
                Err(error) => lower_error(format(format_args!("{error}")), payload, log),
            }
        }
    }
}

/// Writes the error record: message, no causes, no exception in flight.
///
/// # Safety
/// `at` is aligned for, and has room for, `ERROR`.
#[inline(never)]
unsafe fn lower_error(message: String, at: *mut u8, log: &mut Log) {
    // SAFETY: by the contract.
    unsafe {
        at.write_bytes(0, ERROR.size);
        message.lower(at, log);
    }
}

macro_rules! tuples {
    ($($t:ident $i:tt)+) => {
        // SAFETY: fields in order, each at its alignment.
        unsafe impl<$($t: Lower),+> Lower for ($($t,)+) {
            const TYPE: &'static Text = text::tuple!($($t::TYPE),+);
            const LAYOUT: Layout = layout::tuple(&[$($t::LAYOUT),+]);

            unsafe fn lower(self, at: *mut u8, log: &mut Log) {
                let fields = const { &[$($t::LAYOUT),+] };
                // SAFETY: by the contract, for each field.
                unsafe { $(self.$i.lower(at.add(layout::field_offset(fields, $i)), log);)+ }
            }
        }
    };
}

each_tuple!(tuples);
