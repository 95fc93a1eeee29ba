//! Arguments of what the guest calls: they are the guest's until the call returns.

use pyext_abi::text::Text;

use crate::lower::{Lower, lower_each};
use crate::object::assert_holds_nothing;
use crate::pair::Pair;
use crate::pass;
use crate::pending::{self, Log};
use crate::slice::{Copied, InPlace, Plain};
use crate::types::scalar::Carries;
use crate::value::{Describe, PassOf, Value};

/// What the arguments of one call take up in memory.
pub struct Outgoing(pub(crate) Log);

impl Outgoing {
    /// Begins with nothing.
    #[inline]
    pub fn begin() -> Outgoing {
        Outgoing(Log::empty())
    }

    /// Ends with the call.
    #[inline]
    pub fn end(self) {
        self.0.free();
        pending::end_inner();
    }
}

/// A way to pass that can do so for arguments of the type `T`.
#[diagnostic::on_unimplemented(
    message = "PX121: `{T}` cannot be given to Python",
    label = "cannot be an argument",
    note = "objects of classes, iterators and callables cannot; behind a reference, or in a slice, stands a type that is `Clone`"
)]
pub trait Gives<T> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// First wasm value.
    type A;
    /// Second wasm value.
    type B;

    /// The wasm values; what they point to lasts until the call ends.
    fn give(value: T, outgoing: &mut Outgoing) -> (Self::A, Self::B);
}

/// The type in the interface, in which there are no objects.
const fn without_objects<T: Describe>() -> &'static Text {
    assert_holds_nothing(T::HOLDS);
    T::TYPE
}

impl Gives<()> for pass::Nothing {
    const TYPE: &'static Text = <() as Describe>::TYPE;
    type A = ();
    type B = ();

    #[inline]
    fn give((): (), _: &mut Outgoing) -> ((), ()) {
        ((), ())
    }
}

impl<T: Describe<Wire: Carries<T>>> Gives<T> for pass::Direct {
    const TYPE: &'static Text = T::TYPE;
    type A = <T::Wire as Carries<T>>::Wasm;
    type B = ();

    #[inline]
    fn give(value: T, _: &mut Outgoing) -> (Self::A, ()) {
        (T::Wire::into_wasm(value), ())
    }
}

impl<T: Lower> Gives<T> for pass::Pair {
    const TYPE: &'static Text = without_objects::<T>();
    type A = usize;
    type B = usize;

    #[inline]
    fn give(value: T, outgoing: &mut Outgoing) -> (usize, usize) {
        let mut pair = Pair { at: 0, len: 0 };
        // SAFETY: a pair has room in a pair.
        unsafe { value.lower((&raw mut pair).cast(), &mut outgoing.0) };
        (pair.at, pair.len)
    }
}

impl<'a, T: Lower<Slice: Plain<T>>> Gives<&'a [T]> for InPlace {
    const TYPE: &'static Text = <&'a [T] as Describe>::TYPE;
    type A = usize;
    type B = usize;

    #[inline]
    fn give(value: &'a [T], _: &mut Outgoing) -> (usize, usize) {
        (value.as_ptr() as usize, value.len())
    }
}

impl<'a, T: Lower + Clone> Gives<&'a [T]> for Copied {
    const TYPE: &'static Text = without_objects::<&'a [T]>();
    type A = usize;
    type B = usize;

    fn give(value: &'a [T], outgoing: &mut Outgoing) -> (usize, usize) {
        let pair = lower_each(value.iter().cloned(), &mut outgoing.0);
        (pair.at, pair.len)
    }
}

macro_rules! addresses {
    ($($pass:ty),*) => {$(
        impl<T: Lower> Gives<T> for $pass {
            const TYPE: &'static Text = without_objects::<T>();
            type A = usize;
            type B = ();

            #[inline]
            fn give(value: T, outgoing: &mut Outgoing) -> (usize, ()) {
                (lowered(value, outgoing) as usize, ())
            }
        }
    )*};
}

addresses!(pass::Address, pass::Fallible);

/// The value in memory.
#[inline]
pub(crate) fn lowered<T: Lower>(value: T, outgoing: &mut Outgoing) -> *const u8 {
    let at = outgoing.0.reserve(T::LAYOUT, 1);
    // SAFETY: there is room for the layout.
    unsafe { value.lower(at, &mut outgoing.0) };
    at
}

impl<'a, T: Value + Clone> Gives<&'a T> for pass::Reference
where
    PassOf<T>: Gives<T>,
{
    const TYPE: &'static Text = <PassOf<T> as Gives<T>>::TYPE;
    type A = <PassOf<T> as Gives<T>>::A;
    type B = <PassOf<T> as Gives<T>>::B;

    #[inline]
    fn give(value: &'a T, outgoing: &mut Outgoing) -> (Self::A, Self::B) {
        <PassOf<T> as Gives<T>>::give(value.clone(), outgoing)
    }
}
