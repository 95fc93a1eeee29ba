//! Parameters of exported functions: one or two wasm values in, one Rust value out, that cannot outlive the call.

use alloc::vec::Vec;

use pyext_abi::text::Text;

use crate::lift::{Frame, Lift, acquire_each};
use crate::object::{Holds, Refusal, assert_lends};
use crate::pair::Pair;
use crate::pass;
use crate::slice::{Copied, InPlace, Plain};
use crate::types::scalar::Carries;
use crate::value::{Describe, PassOf, Value};

/// A way to pass that can do so for parameters of the type `T`.
///
/// The wrapper takes `A` and `B` for each parameter; a `()` there vanishes from the wasm signature. It loads them all,
/// and then gets each value, which borrows from the frame, or from what the call keeps for it: a result can hold on to the
/// first only.
#[diagnostic::on_unimplemented(
    message = "PX122: `{T}` cannot be a parameter of an exported function",
    label = "can only be a result"
)]
pub trait Param<T> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Whether the function changes the caller's buffer.
    const WRITABLE: bool = false;
    /// What objects it holds.
    const HOLDS: Holds = Holds::NOTHING;
    /// First wasm value.
    type A;
    /// Second wasm value.
    type B;
    /// What the call keeps of it.
    type Store;
    /// The value: `'f` is the call's lifetime, `'s` that of the store.
    type Out<'f: 's, 's>: 's;

    /// Takes the wasm values.
    fn load(a: Self::A, b: Self::B) -> Self::Store;

    /// Lends or takes the objects that it holds, for the call.
    ///
    /// # Safety
    /// The host passed in this call what `load` took, and a [`Lent`](crate::object::Lent) of this call lives.
    #[inline]
    unsafe fn acquire(store: &Self::Store) -> Result<(), Refusal> {
        let _ = store;
        Ok(())
    }

    /// The value.
    ///
    /// # Safety
    /// The host passed in this call what `load` took, `acquire` has taken the objects, and `get` is called once.
    unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut Self::Store) -> Self::Out<'f, 's>;
}

impl Param<()> for pass::Nothing {
    const TYPE: &'static Text = <() as Describe>::TYPE;
    type A = ();
    type B = ();
    type Store = ();
    type Out<'f: 's, 's> = ();

    #[inline]
    fn load((): (), (): ()) {}

    #[inline]
    unsafe fn get<'f: 's, 's>(_: &'f Frame, (): &'s mut ()) {}
}

impl<T: Describe<Wire: Carries<T>> + 'static> Param<T> for pass::Direct {
    const TYPE: &'static Text = T::TYPE;
    type A = <T::Wire as Carries<T>>::Wasm;
    type B = ();
    type Store = Self::A;
    type Out<'f: 's, 's> = T;

    #[inline]
    fn load(a: Self::A, (): ()) -> Self::A {
        a
    }

    #[inline]
    unsafe fn get<'f: 's, 's>(_: &'f Frame, store: &'s mut Self::A) -> T {
        T::Wire::from_wasm(*store)
    }
}

impl<T: Lift> Param<T> for pass::Pair {
    const TYPE: &'static Text = T::TYPE;
    const HOLDS: Holds = T::HOLDS;
    type A = usize;
    type B = usize;
    type Store = Pair;
    type Out<'f: 's, 's> = T::Out<'f>;

    #[inline]
    fn load(at: usize, len: usize) -> Pair {
        Pair { at, len }
    }

    #[inline]
    unsafe fn acquire(store: &Pair) -> Result<(), Refusal> {
        // SAFETY: as for `get`.
        unsafe { T::acquire(&raw const *store as usize) }
    }

    #[inline]
    unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut Pair) -> T::Out<'f> {
        // SAFETY: by the contract; in the store the pair lies as in memory that the host wrote.
        unsafe { T::lift(frame, &raw const *store as usize) }
    }
}

/// Ways that pass the address of the layout.
macro_rules! addresses {
    ($($pass:ty)*) => {$(
        impl<T: Lift> Param<T> for $pass {
            const TYPE: &'static Text = T::TYPE;
            const HOLDS: Holds = T::HOLDS;
            type A = usize;
            type B = ();
            type Store = usize;
            type Out<'f: 's, 's> = T::Out<'f>;

            #[inline]
            fn load(at: usize, (): ()) -> usize {
                at
            }

            #[inline]
            unsafe fn acquire(store: &usize) -> Result<(), Refusal> {
                // SAFETY: by the contract.
                unsafe { T::acquire(*store) }
            }

            #[inline]
            unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut usize) -> T::Out<'f> {
                // SAFETY: by the contract.
                unsafe { T::lift(frame, *store) }
            }
        }
    )*};
}

addresses!(pass::Address pass::Fallible);

impl<T: Lift> Param<T> for pass::Object {
    const TYPE: &'static Text = T::TYPE;
    const HOLDS: Holds = T::HOLDS;
    type A = u32;
    type B = ();
    type Store = u32;
    type Out<'f: 's, 's> = T::Out<'f>;

    #[inline]
    fn load(handle: u32, (): ()) -> u32 {
        handle
    }

    #[inline]
    unsafe fn acquire(store: &u32) -> Result<(), Refusal> {
        // SAFETY: as for `get`.
        unsafe { T::acquire(&raw const *store as usize) }
    }

    #[inline]
    unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut u32) -> T::Out<'f> {
        // SAFETY: by the contract; in the store the handle lies as in memory that the host wrote.
        unsafe { T::lift(frame, &raw const *store as usize) }
    }
}

impl<T: Lift> Param<&[T]> for InPlace {
    const TYPE: &'static Text = <&[T] as Describe>::TYPE;
    type A = usize;
    type B = usize;
    type Store = Pair;
    type Out<'f: 's, 's> = &'f [T::Out<'f>];

    #[inline]
    fn load(at: usize, len: usize) -> Pair {
        Pair { at, len }
    }

    #[inline]
    unsafe fn get<'f: 's, 's>(_: &'f Frame, store: &'s mut Pair) -> &'f [T::Out<'f>] {
        // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
        unsafe { store.slice::<T>() }
    }
}

impl<T> Param<&mut [T]> for pass::Writable
where
    T: Lift<Slice: Plain<T>>,
{
    const TYPE: &'static Text = <&[T] as Describe>::TYPE;
    const WRITABLE: bool = true;
    type A = usize;
    type B = usize;
    type Store = Pair;
    type Out<'f: 's, 's> = &'f mut [T::Out<'f>];

    #[inline]
    fn load(at: usize, len: usize) -> Pair {
        Pair { at, len }
    }

    #[inline]
    unsafe fn get<'f: 's, 's>(_: &'f Frame, store: &'s mut Pair) -> &'f mut [T::Out<'f>] {
        // SAFETY: by the contract; the host gives every writable argument memory of its own.
        unsafe { store.slice_mut::<T>() }
    }
}

impl<T: Lift> Param<&[T]> for Copied {
    const TYPE: &'static Text = {
        assert_lends(T::HOLDS);
        <&[T] as Describe>::TYPE
    };
    const HOLDS: Holds = T::HOLDS;
    type A = usize;
    type B = usize;
    type Store = (Pair, Vec<T::Out<'static>>);
    type Out<'f: 's, 's> = &'s [T::Out<'f>];

    #[inline]
    fn load(at: usize, len: usize) -> Self::Store {
        (Pair { at, len }, Vec::new())
    }

    #[inline]
    unsafe fn acquire(store: &Self::Store) -> Result<(), Refusal> {
        if !const { T::HOLDS.any() } {
            return Ok(());
        }
        // SAFETY: by the contract.
        unsafe { acquire_each::<T>(store.0) }
    }

    unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut Self::Store) -> &'s [T::Out<'f>] {
        // SAFETY: by the contract.
        let values = unsafe { T::lift_list(frame, store.0) };
        // SAFETY: the types differ in lifetimes only, the vector that is overwritten is empty, and nobody but the caller, who
        // sees `'f`, sees the elements.
        unsafe {
            let kept = (&raw mut store.1).cast::<Vec<T::Out<'f>>>();
            kept.write(values);
            &*kept
        }
    }
}

impl<T: Value> Param<&T> for pass::Reference
where
    PassOf<T>: Param<T>,
{
    const TYPE: &'static Text = {
        assert_lends(<PassOf<T> as Param<T>>::HOLDS);
        <PassOf<T> as Param<T>>::TYPE
    };
    const HOLDS: Holds = <PassOf<T> as Param<T>>::HOLDS;
    type A = <PassOf<T> as Param<T>>::A;
    type B = <PassOf<T> as Param<T>>::B;
    type Store = (
        <PassOf<T> as Param<T>>::Store,
        Option<<PassOf<T> as Param<T>>::Out<'static, 'static>>,
    );
    type Out<'f: 's, 's> = &'s <PassOf<T> as Param<T>>::Out<'f, 's>;

    #[inline]
    fn load(a: Self::A, b: Self::B) -> Self::Store {
        (PassOf::<T>::load(a, b), None)
    }

    #[inline]
    unsafe fn acquire(store: &Self::Store) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { PassOf::<T>::acquire(&store.0) }
    }

    #[inline]
    unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut Self::Store) -> Self::Out<'f, 's> {
        let (store, kept) = store;
        // SAFETY: by the contract.
        let value = unsafe { PassOf::<T>::get(frame, store) };
        let kept: *mut Option<<PassOf<T> as Param<T>>::Out<'static, 'static>> = kept;
        // SAFETY: the types differ in lifetimes only, what is overwritten is empty, and nobody but the caller, who sees the
        // lifetimes of this call, sees the value.
        unsafe {
            let kept = kept.cast::<Option<<PassOf<T> as Param<T>>::Out<'f, 's>>>();
            kept.write(None);
            (*kept).insert(value)
        }
    }
}
