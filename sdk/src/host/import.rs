//! Imports: traits whose functions the user of the extension provides.

use pyext_abi::text::Text;

use super::Takes;
use crate::lift::Frame;
use crate::param::Param;
use crate::pass;
use crate::value::{Describe, Wire};

/// A trait with `#[pyext::import]`, as the type `dyn` of it.
pub trait Import {
    /// The same for another lifetime.
    type Dyn<'s>: ?Sized + 's;

    /// What calls the host.
    fn host<'s>() -> &'s Self::Dyn<'s>;
}

/// The wire of a reference to an import, of which nothing crosses.
pub enum Injected {}

impl Wire for Injected {
    type Pass = pass::Injected;
    type Reference = pass::Injected;
}

impl<T: ?Sized + Import> Param<&T> for pass::Injected {
    const TYPE: &'static Text = &Text::Quoted("injected");
    type A = ();
    type B = ();
    type Store = ();
    type Out<'f: 's, 's> = &'s T::Dyn<'s>;

    #[inline]
    fn load((): (), (): ()) {}

    #[inline]
    unsafe fn get<'f: 's, 's>(_: &'f Frame, (): &'s mut ()) -> &'s T::Dyn<'s> {
        T::host()
    }
}

/// What a function of an import raises.
pub const fn raises_exception<P: Takes<T>, T>() -> Option<&'static Text> {
    match P::RAISES {
        true => Some(<() as Describe>::TYPE),
        false => None,
    }
}

/// The body of an import's functions where there is no host.
#[cold]
pub fn host_is_absent() -> ! {
    panic!("there is no host outside of WebAssembly: implement the trait for a mock")
}
