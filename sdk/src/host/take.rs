//! Results of what the guest calls: the host's, so they are copied at once.

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use super::Exception;
use crate::lift::{Frame, Lift, invalid};
use crate::object::assert_holds_nothing;
use crate::pass;
use crate::types::scalar::Carries;
use crate::value::Describe;

/// A way to pass that can do so for a result of the type `T` that comes from the host.
#[diagnostic::on_unimplemented(
    message = "PX122: `{T}` cannot come from Python as a result",
    label = "cannot be what Python gives",
    note = "it is a value of its own, without lifetimes, objects, iterators and callables: a `String` in place of a `&str`; one that can fail is a \
            `Result<T, pyext::Exception>`"
)]
pub trait Takes<T> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// The layout in memory, with the error if there can be one.
    const LAYOUT: Layout;
    /// Whether it can be an exception.
    const RAISES: bool = false;
    /// What the import returns.
    type Wasm;

    /// The value, copied.
    ///
    /// # Safety
    /// An import of this result has just returned this.
    unsafe fn take(wasm: Self::Wasm) -> T;

    /// The value at this address, copied.
    ///
    /// # Safety
    /// An import has just returned this address of a value of this type, or of one that holds it.
    unsafe fn at(at: usize) -> T;
}

impl Takes<()> for pass::Nothing {
    const TYPE: &'static Text = <() as Describe>::TYPE;
    const LAYOUT: Layout = <() as Describe>::LAYOUT;
    type Wasm = ();

    #[inline]
    unsafe fn take((): ()) {}

    #[inline]
    unsafe fn at(_: usize) {}
}

impl<T> Takes<T> for pass::Direct
where
    T: Describe<Wire: Carries<T>> + for<'s> Lift<Out<'s> = T>,
{
    const TYPE: &'static Text = <T as Describe>::TYPE;
    const LAYOUT: Layout = <T as Describe>::LAYOUT;
    type Wasm = <T::Wire as Carries<T>>::Wasm;

    #[inline]
    unsafe fn take(wasm: Self::Wasm) -> T {
        T::Wire::from_wasm(wasm)
    }

    #[inline]
    unsafe fn at(at: usize) -> T {
        // SAFETY: by the contract.
        unsafe { T::lift(&Frame::enter(), at) }
    }
}

macro_rules! addresses {
    ($($pass:ty),*) => {$(
        impl<T: for<'s> Lift<Out<'s> = T>> Takes<T> for $pass {
            const TYPE: &'static Text = {
                assert_holds_nothing(T::HOLDS);
                T::TYPE
            };
            const LAYOUT: Layout = T::LAYOUT;
            type Wasm = usize;

            #[inline]
            unsafe fn take(at: usize) -> T {
                // SAFETY: by the contract.
                unsafe { Self::at(at) }
            }

            #[inline]
            unsafe fn at(at: usize) -> T {
                // SAFETY: by the contract; the value does not borrow from the frame.
                unsafe { T::lift(&Frame::enter(), at) }
            }
        }
    )*};
}

addresses!(pass::Pair, pass::Address);

/// The error record: a text, and a token.
const ERROR: Layout = layout::error(layout::primitive(Primitive::Unit));

impl<T: for<'s> Lift<Out<'s> = T>> Takes<Result<T, Exception>> for pass::Fallible {
    const TYPE: &'static Text = {
        assert_holds_nothing(T::HOLDS);
        T::TYPE
    };
    const LAYOUT: Layout = layout::result(T::LAYOUT, ERROR);
    const RAISES: bool = true;
    type Wasm = usize;

    #[inline]
    unsafe fn take(at: usize) -> Result<T, Exception> {
        // SAFETY: by the contract.
        unsafe { <Self as Takes<Result<T, Exception>>>::at(at) }
    }

    #[inline]
    unsafe fn at(at: usize) -> Result<T, Exception> {
        let payload = at + const { layout::variant_payload(&[T::LAYOUT, ERROR]) };
        // SAFETY: by the contract; the value does not borrow from the frame.
        unsafe {
            match (at as *const u8).read() {
                0 => Ok(T::lift(&Frame::enter(), payload)),
                1 => Err(Exception::read(payload)),
                _ => invalid(),
            }
        }
    }
}
