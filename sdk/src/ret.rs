//! Results of exported functions: a scalar by itself, anything else by its address.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;

use pyext_abi::text::Text;

use crate::lower::{Lower, Outcome};
use crate::pending;
use crate::scalar::Scalar;
use crate::tuple::each_tuple;

/// A type that an exported function can return.
#[diagnostic::on_unimplemented(
    message = "PX121: `{Self}` cannot be the result of an exported function",
    label = "the ABI has no such type",
    note = "results can be: `()`, bool, char, f32, f64, integers up to 64 bits, `String`, `&str`, `Vec<T>`, `&[T]` of scalars, \
            `Option<T>`, tuples of 1 to 12, and `Result<T, E>` of these where `E` implements `Display`",
    note = "for a map return `Vec<(K, V)>`; for a `Box<T>` or a reference return the value"
)]
pub trait Ret {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// The type of the error that the function can raise.
    const RAISES: Option<&'static Text> = None;
    /// What the wrapper returns.
    type Wasm;

    /// Hands the value to the host.
    fn ret(self) -> Self::Wasm;
}

macro_rules! scalars {
    ($($t:ty)*) => {$(
        impl Ret for $t {
            const TYPE: &'static Text = <$t as Lower>::TYPE;
            type Wasm = <$t as Scalar>::Wasm;

            #[inline]
            fn ret(self) -> Self::Wasm {
                self.into_wasm()
            }
        }
    )*};
}

scalars!(bool u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64 char);

impl Ret for () {
    const TYPE: &'static Text = <() as Lower>::TYPE;
    type Wasm = ();

    #[inline]
    fn ret(self) {}
}

/// Lowers `value` as the new current result; returns its address. What was the current result is freed.
fn compound<T: Lower>(value: T) -> usize {
    let mut log = pending::begin();
    let at = log.reserve(T::LAYOUT, 1);
    // SAFETY: `at` has room for the layout of `T`.
    unsafe { value.lower(at, &mut log) };
    log.finish();
    at as usize
}

macro_rules! compound {
    ($([$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Ret for $t {
            const TYPE: &'static Text = <$t as Lower>::TYPE;
            type Wasm = usize;

            fn ret(self) -> usize {
                compound(self)
            }
        }
    )*};
}

compound! {
    [] String;
    [] &str;
    [T: Scalar + Lower] &[T];
    [T: Lower] Vec<T>;
    [T: Lower] Option<T>;
}

macro_rules! tuples {
    ($($t:ident $i:tt)+) => {
        compound! { [$($t: Lower),+] ($($t,)+); }
    };
}

each_tuple!(tuples);

impl<T: Lower, E: Display> Ret for Result<T, E> {
    const TYPE: &'static Text = <Outcome<T, E> as Lower>::TYPE;
    const RAISES: Option<&'static Text> = Some(<() as Lower>::TYPE);
    type Wasm = usize;

    fn ret(self) -> usize {
        compound(Outcome(self))
    }
}
