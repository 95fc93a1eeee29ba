//! Python callables as parameters.

use core::mem::MaybeUninit;

use pyext_abi::text::Text;

use super::Takes;
use super::give::{Outgoing, lowered};
use crate::lift::{Frame, Lift};
use crate::lower::Lower;
use crate::object::assert_holds_nothing;
use crate::types::text;
use crate::types::tuple::each_tuple;
use crate::value::{Describe, PassOf, Value};

/// The arguments of a callable: a tuple.
pub trait Arguments: Lower {
    /// Their types in the interface.
    const TYPES: &'static [&'static Text];
}

impl Arguments for () {
    const TYPES: &'static [&'static Text] = &[];
}

macro_rules! arguments {
    ($($t:ident $i:tt)+) => {
        impl<$($t: Lower),+> Arguments for ($($t,)+) {
            const TYPES: &'static [&'static Text] = &[$($t::TYPE),+];
        }
    };
}

each_tuple!(arguments);

/// A Python callable.
pub struct Callable;

/// What it is for these arguments and this result. One trait has all of it, so that a wrong type is reported once.
pub trait Calls<A, R> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// That of an option of it.
    const OPTIONAL: &'static Text;

    /// Calls the Python callable of this token.
    ///
    /// # Safety
    /// The host passed the token in a call that still runs, for a callable with such arguments and such a result.
    unsafe fn call(token: u32, arguments: A) -> R;
}

impl<A: Arguments, R: Value> Calls<A, R> for Callable
where
    PassOf<R>: Takes<R>,
{
    const TYPE: &'static Text = {
        assert_holds_nothing(A::HOLDS);
        &Text::Join(&[
            &Text::Literal("{\"callable\":{\"params\":["),
            &Text::Commas(A::TYPES),
            &Text::Literal("],\"result\":"),
            <PassOf<R> as Takes<R>>::TYPE,
            match <PassOf<R> as Takes<R>>::RAISES {
                true => &Text::Literal(",\"raises\":\"unit\""),
                false => &Text::Literal(""),
            },
            &Text::Literal("}}"),
        ])
    };
    const OPTIONAL: &'static Text =
        text::wrapped!("{\"option\":", <Self as Calls<A, R>>::TYPE, "}");

    unsafe fn call(token: u32, arguments: A) -> R {
        // SAFETY: by the contract.
        unsafe { call(token, arguments) }
    }
}

/// So many times 8 bytes of arguments lie on the stack, most of all there are; others are allocated.
const ROOM: usize = 8;

/// Calls the Python callable of this token.
///
/// # Safety
/// The host passed the token in a call that still runs, for a callable with such arguments and such a result.
unsafe fn call<A: Arguments, R: Value>(token: u32, arguments: A) -> R
where
    PassOf<R>: Takes<R>,
{
    let mut outgoing = Outgoing::begin();
    let mut room = [MaybeUninit::<u64>::uninit(); ROOM];
    let at = match const { <A as Describe>::LAYOUT.size } {
        0 => 0,
        size if size > size_of_val(&room) => lowered(arguments, &mut outgoing) as usize,
        _ => {
            let at = room.as_mut_ptr().cast::<u8>();
            // SAFETY: there is room for the layout, at the largest alignment.
            unsafe { arguments.lower(at, &mut outgoing.0) };
            at as usize
        }
    };
    // SAFETY: by the contract.
    let result = unsafe { host_call(token, at) };
    outgoing.end();
    // SAFETY: the host has just returned it.
    unsafe { <PassOf<R> as Takes<R>>::at(result) }
}

/// The token in the option at this address.
///
/// # Safety
/// The host passed `at` in this call as the address of an option of a callable.
pub unsafe fn optional_token(at: usize) -> Option<u32> {
    // SAFETY: by the contract; a token is a `u32`.
    unsafe { <Option<u32> as Lift>::lift(&Frame::enter(), at) }
}

#[cfg(target_arch = "wasm32")]
#[inline]
unsafe fn host_call(token: u32, arguments: usize) -> usize {
    #[link(wasm_import_module = "pyext:sdk/callable")]
    unsafe extern "C" {
        fn call(token: u32, arguments: usize) -> usize;
    }
    // SAFETY: by the contract of the caller.
    unsafe { call(token, arguments) }
}

#[cfg(not(target_arch = "wasm32"))]
unsafe fn host_call(_: u32, _: usize) -> usize {
    super::host_is_absent()
}
