//! Results of exported functions: a scalar by itself, anything else by its address.

use core::convert::Infallible;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use crate::error::Message;
use crate::lower::Lower;
use crate::object::assert_no_errors;
use crate::outcome::Raise;
use crate::pass;
use crate::pending::{self, Log};
use crate::slice::{InPlace, Plain};
use crate::types::scalar::{Carries, Zero};
use crate::value::Describe;

/// A way to pass that can do so for results of the type `T`.
#[diagnostic::on_unimplemented(
    message = "PX121: `{T}` cannot be the result of an exported function",
    label = "cannot be one by itself",
    note = "an error stands in a `Result`; in place of a reference return the value, in place of a `&mut [T]` a `Vec<T>`"
)]
pub trait Ret<T> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Whether the function can raise an error.
    const FALLIBLE: bool = false;
    /// The type of the items of an iterator that can fail.
    const ITEM: Option<&'static Text> = None;
    /// The error; without a value if there is none.
    type Error;
    /// The error of the items of an iterator.
    type ItemError;
    /// What the wrapper returns.
    type Wasm: Zero;

    /// Hands the value to the host, or an error as `R` says; errors of an iterator's items later as `I` says.
    fn ret<R: Raise<Self::Error>, I: Raise<Self::ItemError>>(
        value: T,
        raise: R,
        items: I,
    ) -> Self::Wasm;
}

/// The type in the interface of the error of a result `T` that is passed so, if there is one.
pub const fn raises<P: Ret<T>, T, R: Raise<P::Error>>(_: &R) -> Option<&'static Text> {
    match P::FALLIBLE {
        true => Some(R::TYPE),
        false => None,
    }
}

/// The type in the interface of a result `T` that is passed so.
pub const fn result<P: Ret<T>, T, I: Raise<P::ItemError>>(_: &I) -> &'static Text {
    match P::ITEM {
        None => P::TYPE,
        Some(_) => {
            const {
                let item = match P::ITEM {
                    Some(item) => item,
                    None => P::TYPE,
                };
                &Text::Join(&[
                    &Text::Literal("{\"iterator\":"),
                    item,
                    &Text::Literal(",\"raises\":"),
                    I::TYPE,
                    &Text::Literal("}"),
                ])
            }
        }
    }
}

impl Ret<()> for pass::Nothing {
    const TYPE: &'static Text = <() as Describe>::TYPE;
    type Error = Infallible;
    type ItemError = Infallible;
    type Wasm = ();

    #[inline]
    fn ret<R: Raise<Infallible>, I: Raise<Infallible>>((): (), _: R, _: I) {}
}

impl<T: Describe<Wire: Carries<T>>> Ret<T> for pass::Direct {
    const TYPE: &'static Text = T::TYPE;
    type Error = Infallible;
    type ItemError = Infallible;
    type Wasm = <T::Wire as Carries<T>>::Wasm;

    #[inline]
    fn ret<R: Raise<Infallible>, I: Raise<Infallible>>(value: T, _: R, _: I) -> Self::Wasm {
        T::Wire::into_wasm(value)
    }
}

impl<T: Lower> Ret<T> for pass::Object {
    const TYPE: &'static Text = T::TYPE;
    type Error = Infallible;
    type ItemError = Infallible;
    type Wasm = u32;

    fn ret<R: Raise<Infallible>, I: Raise<Infallible>>(value: T, _: R, _: I) -> u32 {
        let mut handle = 0_u32;
        // SAFETY: a handle has room there.
        unsafe { value.lower((&raw mut handle).cast(), &mut Log::empty()) };
        handle
    }
}

/// A result of this layout, which `lower` writes, as the new current one; its address. What was the current result is freed.
#[inline]
pub(crate) fn compound(layout: Layout, lower: impl FnOnce(*mut u8, &mut Log)) -> usize {
    let mut log = pending::begin();
    let at = log.reserve(layout, 1);
    lower(at, &mut log);
    log.finish();
    at as usize
}

macro_rules! compounds {
    ($($pass:ty: [$($generics:tt)*] $t:ty;)*) => {$(
        impl<$($generics)*> Ret<$t> for $pass {
            const TYPE: &'static Text = {
                assert_no_errors(<$t as Describe>::HOLDS);
                <$t as Describe>::TYPE
            };
            type Error = Infallible;
            type ItemError = Infallible;
            type Wasm = usize;

            fn ret<R: Raise<Infallible>, I: Raise<Infallible>>(value: $t, _: R, _: I) -> usize {
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

impl<T: Lower, E: Message> Ret<Result<T, E>> for pass::Fallible {
    const TYPE: &'static Text = {
        assert_no_errors(T::HOLDS);
        T::TYPE
    };
    const FALLIBLE: bool = true;
    type Error = E;
    type ItemError = Infallible;
    type Wasm = usize;

    fn ret<R: Raise<E>, I: Raise<Infallible>>(value: Result<T, E>, _: R, _: I) -> usize {
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
