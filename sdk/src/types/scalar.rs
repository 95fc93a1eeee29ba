//! Scalars: values that cross by themselves.

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lifts, invalid};
use crate::lower::Lowers;
use crate::pass;
use crate::pending::Log;
use crate::slice::InPlace;
use crate::value::{As, Describe, Describes, Key, Wire, own_wire};

/// A wire on which a `T` is one wasm value.
pub trait Carries<T>: Wire {
    /// The type of that.
    type Wasm: Copy + Zero;

    /// The value as it crosses to the host.
    fn into_wasm(value: T) -> Self::Wasm;

    /// The value that the host passed. Out of range is a fault of the host and panics.
    fn from_wasm(wasm: Self::Wasm) -> T;
}

/// A wasm value, or none, that a call returns that was not made.
pub trait Zero {
    /// It.
    const ZERO: Self;
}

macro_rules! zeros {
    ($($t:ty = $zero:expr),*) => {$(
        impl Zero for $t {
            const ZERO: $t = $zero;
        }
    )*};
}

zeros!(
    () = (),
    i32 = 0,
    i64 = 0,
    f32 = 0.0,
    f64 = 0.0,
    u32 = 0,
    usize = 0
);

impl<N, T> Carries<N> for As<T>
where
    T: Describe<Wire: Carries<T>> + Into<N>,
    N: Into<T>,
{
    type Wasm = <T::Wire as Carries<T>>::Wasm;

    fn into_wasm(value: N) -> Self::Wasm {
        T::Wire::into_wasm(value.into())
    }

    fn from_wasm(wasm: Self::Wasm) -> N {
        T::Wire::from_wasm(wasm).into()
    }
}

macro_rules! scalars {
    ($($rust:ty: $primitive:ident, $key:ident, $wasm:ty, $into:expr, $from:expr, $valid:expr;)*) => {$(
        own_wire! { [] $rust: pass::Direct; }

        // SAFETY: a scalar has the canonical layout of its kind.
        unsafe impl Describes for $rust {
            const TYPE: &'static Text = &text::primitive(Primitive::$primitive);
            const LAYOUT: Layout = layout::primitive(Primitive::$primitive);
            const KEY: Key = Key::$key;
            type Slice = InPlace;
        }

        impl Carries<$rust> for $rust {
            type Wasm = $wasm;

            #[inline]
            fn into_wasm(value: $rust) -> $wasm {
                let into: fn($rust) -> $wasm = $into;
                into(value)
            }

            #[inline]
            fn from_wasm(wasm: $wasm) -> $rust {
                let from: fn($wasm) -> Option<$rust> = $from;
                from(wasm).unwrap_or_else(|| invalid())
            }
        }

        // SAFETY: one scalar is read, of bytes that are checked.
        unsafe impl Lifts<$rust> for $rust {
            type Out<'s> = $rust;

            #[inline]
            unsafe fn lift(_: &Frame, at: usize) -> $rust {
                // SAFETY: memory of this module, checked before it is read as a value.
                unsafe {
                    if !<$rust as Lifts<$rust>>::valid(at) {
                        invalid();
                    }
                    (at as *const $rust).read()
                }
            }

            #[inline]
            unsafe fn valid(at: usize) -> bool {
                let valid: fn(usize) -> bool = $valid;
                valid(at)
            }
        }

        // SAFETY: a scalar lies in memory as it is.
        unsafe impl Lowers<$rust> for $rust {
            #[inline]
            unsafe fn lower(value: $rust, at: *mut u8, _: &mut Log) {
                // SAFETY: by the contract.
                unsafe { at.cast::<$rust>().write(value) }
            }
        }
    )*};
}

/// Of `bool`: a byte, 0 or 1.
fn valid_bool(at: usize) -> bool {
    // SAFETY: called by `valid` only, so memory of that size.
    unsafe { (at as *const u8).read() < 2 }
}

/// Of `char`: a Unicode scalar value.
fn valid_char(at: usize) -> bool {
    // SAFETY: called by `valid` only, so memory of that size and alignment.
    char::from_u32(unsafe { (at as *const u32).read() }).is_some()
}

scalars! {
    u8: U8, Byte, i32, |v| v.into(), |w| w.try_into().ok(), |_| true;
    i8: S8, Yes, i32, |v| v.into(), |w| w.try_into().ok(), |_| true;
    u16: U16, Yes, i32, |v| v.into(), |w| w.try_into().ok(), |_| true;
    i16: S16, Yes, i32, |v| v.into(), |w| w.try_into().ok(), |_| true;
    u32: U32, Yes, i32, |v| v as i32, |w| Some(w as u32), |_| true;
    i32: S32, Yes, i32, |v| v, Some, |_| true;
    usize: U32, Yes, i32, |v| v as i32, |w| Some(w as u32 as usize), |_| true;
    isize: S32, Yes, i32, |v| v as i32, |w| Some(w as isize), |_| true;
    u64: U64, Yes, i64, |v| v as i64, |w| Some(w as u64), |_| true;
    i64: S64, Yes, i64, |v| v, Some, |_| true;
    f32: F32, Yes, f32, |v| v, Some, |_| true;
    f64: F64, Yes, f64, |v| v, Some, |_| true;
    bool: Bool, Yes, i32, |v| v.into(), |w| match w { 0 => Some(false), 1 => Some(true), _ => None }, valid_bool;
    char: Char, Yes, i32, |v| u32::from(v) as i32, |w| char::from_u32(w as u32), valid_char;
}

own_wire! { [] (): pass::Nothing; }

// SAFETY: `unit` has no bytes.
unsafe impl Describes for () {
    const TYPE: &'static Text = &text::primitive(Primitive::Unit);
    const LAYOUT: Layout = layout::primitive(Primitive::Unit);
    const KEY: Key = Key::Yes;
    type Slice = crate::slice::Copied;
}

// SAFETY: `unit` has no bytes.
unsafe impl Lifts<()> for () {
    type Out<'s> = ();

    unsafe fn lift(_: &Frame, _: usize) {}
}

// SAFETY: `unit` has no bytes.
unsafe impl Lowers<()> for () {
    unsafe fn lower((): (), _: *mut u8, _: &mut Log) {}
}
