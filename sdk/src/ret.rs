//! Results of exported functions: a scalar by itself, anything else by its address.

use core::convert::Infallible;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use crate::error::Message;
use crate::lower::Lower;
use crate::outcome::Raise;
use crate::pass;
use crate::pending::{self, Log};
use crate::slice::{InPlace, Plain};
use crate::types::scalar::Carries;
use crate::value::{Describe, PassOf, Value};

/// A type that an exported function can return.
#[diagnostic::on_unimplemented(
    message = "PX121: `{Self}` cannot be the result of an exported function",
    label = "the ABI has no such type",
    note = "results can be: `()`, bool, char, f32, f64, integers, `Duration`, `String`, `&str`, `Vec<T>`, `&[T]` of scalars, `Option<T>`, `[T; N]`, \
            tuples of 1 to 12, `BTreeMap`, `BTreeSet`, with the feature `std` `HashMap` and `HashSet`, `Box<str>`, `Box<[T]>`, `Cow<str>`, `Cow<[T]>`, and \
            `Result<T, E>` of these where `E` implements `Display`",
    note = "on a struct or enum of yours write `#[derive(pyext::Record)]`, `Enum`, `Variant` or `Flags`; a type that crosses as another one \
            implements `pyext::Value`; in place of a `Box<T>`, `Rc<T>`, `Arc<T>` or a reference return the value itself"
)]
pub trait Ret {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Whether the function can raise an error.
    const FALLIBLE: bool;
    /// The error; without a value if there is none.
    type Error;
    /// What the wrapper returns.
    type Wasm;

    /// Hands the value to the host, or an error as `R` says.
    fn ret<R: Raise<Self::Error>>(self, raise: R) -> Self::Wasm;
}

/// The type in the interface of the error of a result `T`, if there is one.
pub const fn raises<T: Ret, R: Raise<T::Error>>(_: &R) -> Option<&'static Text> {
    match T::FALLIBLE {
        true => Some(R::TYPE),
        false => None,
    }
}

impl<T: Value> Ret for T
where
    PassOf<T>: Returns<T>,
{
    const TYPE: &'static Text = <PassOf<T> as Returns<T>>::TYPE;
    const FALLIBLE: bool = <PassOf<T> as Returns<T>>::FALLIBLE;
    type Error = <PassOf<T> as Returns<T>>::Error;
    type Wasm = <PassOf<T> as Returns<T>>::Wasm;

    #[inline]
    fn ret<R: Raise<Self::Error>>(self, _: R) -> Self::Wasm {
        <PassOf<T> as Returns<T>>::ret::<R>(self)
    }
}

/// A way to pass results that can do so for a `T`. Its items are those of [`Ret`].
#[diagnostic::on_unimplemented(
    message = "PX121: `{T}` cannot be the result of an exported function",
    label = "cannot be one by itself",
    note = "an error stands in a `Result`; in place of a reference return the value, in place of a `&mut [T]` a `Vec<T>`"
)]
pub trait Returns<T> {
    #[allow(missing_docs, reason = "as in `Ret`")]
    const TYPE: &'static Text;
    #[allow(missing_docs, reason = "as in `Ret`")]
    const FALLIBLE: bool = false;
    #[allow(missing_docs, reason = "as in `Ret`")]
    type Error;
    #[allow(missing_docs, reason = "as in `Ret`")]
    type Wasm;

    #[allow(missing_docs, reason = "as in `Ret`")]
    fn ret<R: Raise<Self::Error>>(value: T) -> Self::Wasm;
}

impl Returns<()> for pass::Nothing {
    const TYPE: &'static Text = <() as Describe>::TYPE;
    type Error = Infallible;
    type Wasm = ();

    #[inline]
    fn ret<R: Raise<Infallible>>((): ()) {}
}

impl<T: Describe<Wire: Carries<T>>> Returns<T> for pass::Direct {
    const TYPE: &'static Text = T::TYPE;
    type Error = Infallible;
    type Wasm = <T::Wire as Carries<T>>::Wasm;

    #[inline]
    fn ret<R: Raise<Infallible>>(value: T) -> Self::Wasm {
        T::Wire::into_wasm(value)
    }
}

/// A result of this layout, which `lower` writes, as the new current one; its address. What was the current result is freed.
#[inline]
fn compound(layout: Layout, lower: impl FnOnce(*mut u8, &mut Log)) -> usize {
    let mut log = pending::begin();
    let at = log.reserve(layout, 1);
    lower(at, &mut log);
    log.finish();
    at as usize
}

macro_rules! compounds {
    ($($pass:ty: [$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Returns<$t> for $pass {
            const TYPE: &'static Text = <$t as Describe>::TYPE;
            type Error = Infallible;
            type Wasm = usize;

            fn ret<R: Raise<Infallible>>(value: $t) -> usize {
                // SAFETY: there is room for the layout.
                compound(<$t as Describe>::LAYOUT, |at, log| unsafe { value.lower(at, log) })
            }
        }
    )*};
}

compounds! {
    pass::Pair: [T: Lower] T;
    pass::Address: [T: Lower] T;
    InPlace: ['a, T: Lower<Slice: Plain<T>>] &'a [T];
}

impl<T: Lower, E: Message> Returns<Result<T, E>> for pass::Fallible {
    const TYPE: &'static Text = T::TYPE;
    const FALLIBLE: bool = true;
    type Error = E;
    type Wasm = usize;

    fn ret<R: Raise<E>>(value: Result<T, E>) -> usize {
        compound(layout::result(T::LAYOUT, R::LAYOUT), |at, log| {
            // SAFETY: there is room for the discriminant byte and both payloads.
            unsafe {
                at.write(value.is_err().into());
                let payload = at.add(const { layout::variant_payload(&[T::LAYOUT, R::LAYOUT]) });
                match value {
                    Ok(value) => value.lower(payload, log),
                    Err(error) => R::lower(error, payload, log),
                }
            }
        })
    }
}
