//! Parameters of exported functions: one or two wasm values in, one Rust value out, that cannot outlive the call.
#![allow(
    clippy::needless_lifetimes,
    reason = "`'s` is the call's lifetime and is named as in the traits"
)]

use alloc::string::String;
use alloc::vec::Vec;

use pyext_abi::text::Text;

use crate::lift::{Frame, Lift};
use crate::list::Pair;
use crate::scalar::Scalar;
use crate::tuple::each_tuple;

/// A type that a parameter of an exported function can have.
///
/// The wrapper takes `A` and `B` for each parameter; a `()` there vanishes from the wasm signature. It loads them all,
/// and then gets each value, which borrows from the frame.
#[diagnostic::on_unimplemented(
    message = "PX120: `{Self}` cannot be a parameter of an exported function",
    label = "the ABI has no such type",
    note = "parameters can be: bool, char, f32, f64, integers up to 64 bits, `&str`, `String`, `&[T]` and `&mut [T]` of scalars, `Vec<T>`, \
            `Option<T>`, and tuples of 1 to 12",
    note = "in place of `&String` write `&str`, of `&Vec<T>` write `&[T]`, of a map `Vec<(K, V)>`, of any other reference the value itself"
)]
pub trait Param {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Whether the function changes the caller's buffer.
    const WRITABLE: bool = false;
    /// First wasm value.
    type A;
    /// Second wasm value.
    type B;
    /// What the call keeps of it.
    type Store;
    /// The value, borrowing from the call.
    type Out<'s>;

    /// Takes the wasm values.
    fn load(a: Self::A, b: Self::B) -> Self::Store;

    /// The value.
    ///
    /// # Safety
    /// The host passed in this call what `load` took, and `get` is called once.
    unsafe fn get<'s>(frame: &'s Frame, store: &'s mut Self::Store) -> Self::Out<'s>;
}

macro_rules! scalars {
    ($($t:ty)*) => {$(
        impl Param for $t {
            const TYPE: &'static Text = <$t as Lift>::TYPE;
            type A = <$t as Scalar>::Wasm;
            type B = ();
            type Store = Self::A;
            type Out<'s> = $t;

            #[inline]
            fn load(a: Self::A, (): ()) -> Self::A {
                a
            }

            #[inline]
            unsafe fn get<'s>(_: &'s Frame, store: &'s mut Self::A) -> $t {
                <$t>::from_wasm(*store)
            }
        }
    )*};
}

scalars!(bool u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64 char);

impl Param for () {
    const TYPE: &'static Text = <() as Lift>::TYPE;
    type A = ();
    type B = ();
    type Store = ();
    type Out<'s> = ();

    fn load((): (), (): ()) {}

    unsafe fn get<'s>(_: &'s Frame, (): &'s mut ()) {}
}

/// Implements `Param` for a type that crosses as address and length.
macro_rules! pair {
    ($([$($generics:tt)*] $t:ty, $out:ty, $writable:literal, |$frame:ident, $pair:ident| $get:expr;)*) => {$(
        impl<$($generics)*> Param for $t {
            const TYPE: &'static Text = <$out as Lift>::TYPE;
            const WRITABLE: bool = $writable;
            type A = usize;
            type B = usize;
            type Store = Pair;
            type Out<'s> = pair!(@out $out);

            #[inline]
            fn load(at: usize, len: usize) -> Pair {
                Pair { at, len }
            }

            #[inline]
            unsafe fn get<'s>($frame: &'s Frame, store: &'s mut Pair) -> Self::Out<'s> {
                let $pair = *store;
                // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
                unsafe { $get }
            }
        }
    )*};
    (@out $out:ty) => { <$out as Lift>::Out<'s> };
}

pair! {
    [] &str, &'static str, false, |_frame, pair| pair.text();
    [] String, String, false, |_frame, pair| pair.text().into();
    [T: Scalar + Lift] &[T], &'static [T], false, |_frame, pair| pair.slice();
    [T: Lift] Vec<T>, Vec<T>, false, |frame, pair| T::lift_list(frame, pair);
}

impl<T: Scalar + Lift> Param for &mut [T] {
    const TYPE: &'static Text = <&[T] as Lift>::TYPE;
    const WRITABLE: bool = true;
    type A = usize;
    type B = usize;
    type Store = Pair;
    type Out<'s> = &'s mut [T];

    #[inline]
    fn load(at: usize, len: usize) -> Pair {
        Pair { at, len }
    }

    #[inline]
    unsafe fn get<'s>(_: &'s Frame, store: &'s mut Pair) -> &'s mut [T] {
        // SAFETY: by the contract; the host gives every writable argument memory of its own.
        unsafe { store.slice_mut() }
    }
}

/// Implements `Param` for a type that crosses as the address of its layout.
macro_rules! address {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Param for $t {
            const TYPE: &'static Text = <$t as Lift>::TYPE;
            type A = usize;
            type B = ();
            type Store = usize;
            type Out<'s> = address!(@out $t);

            #[inline]
            fn load(at: usize, (): ()) -> usize {
                at
            }

            #[inline]
            unsafe fn get<'s>(frame: &'s Frame, store: &'s mut usize) -> Self::Out<'s> {
                // SAFETY: by the contract.
                unsafe { <$t as Lift>::lift(frame, *store) }
            }
        }
    )*};
    (@out $t:ty) => { <$t as Lift>::Out<'s> };
}

address! {
    [T: Lift] Option<T>;
}

macro_rules! tuples {
    ($($t:ident $i:tt)+) => {
        address! { [$($t: Lift),+] ($($t,)+); }
    };
}

each_tuple!(tuples);
