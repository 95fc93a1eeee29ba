//! Iterators that the guest returns.

use alloc::boxed::Box;
use core::convert::Infallible;

use pyext_abi::layout;
use pyext_abi::text::Text;

use super::Items;
use crate::error::Message;
use crate::outcome::Raise;
use crate::pass;
use crate::ret::{Ret, compound};
use crate::types::text;
use crate::value::{PassOf, Value, own_wire};

/// An iterator that is returned to Python, which reads it as it likes: lazily, in batches.
///
/// It outlives the call, so it owns what it needs. An item that is a `Result` raises its error where it stands, and ends the iterator.
///
/// ```
/// use pyext::prelude::*;
/// use pyext::Iter;
///
/// /// The numbers from `start` on.
/// #[export]
/// pub fn count(start: u64) -> Iter<u64> {
///     Iter::new(start..)
/// }
///
/// /// The same: the macro wraps it.
/// #[export]
/// pub fn squares(start: u64) -> impl Iterator<Item = u64> {
///     (start..).map(|n| n * n)
/// }
///
/// assert_eq!(count(3).take(2).collect::<Vec<_>>(), [3, 4]);
/// assert_eq!(squares(3).nth(1), Some(16));
/// ```
pub struct Iter<T>(Box<dyn Iterator<Item = T>>);

impl<T> Iter<T> {
    /// Wraps the iterator.
    pub fn new(iterator: impl Iterator<Item = T> + 'static) -> Iter<T> {
        Iter(Box::new(iterator))
    }
}

impl<T> Iterator for Iter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

own_wire! { [T] Iter<T>: pass::Iterator; }

impl<T: Value + 'static> Ret<Iter<T>> for pass::Iterator
where
    PassOf<T>: Items<T>,
{
    const TYPE: &'static Text =
        text::wrapped!("{\"iterator\":", <PassOf<T> as Items<T>>::TYPE, "}");
    const ITEM: Option<&'static Text> = item::<T>();
    type Error = Infallible;
    type ItemError = <PassOf<T> as Items<T>>::Error;
    type Wasm = u32;

    fn ret<R: Raise<Infallible>, I: Raise<Self::ItemError>>(value: Iter<T>, _: R, _: I) -> u32 {
        <PassOf<T> as Items<T>>::keep::<I>(value.0)
    }
}

impl<T: Value + 'static, E: Message> Ret<Result<Iter<T>, E>> for pass::Fallible
where
    PassOf<T>: Items<T>,
{
    const TYPE: &'static Text = <pass::Iterator as Ret<Iter<T>>>::TYPE;
    const ITEM: Option<&'static Text> = item::<T>();
    const FALLIBLE: bool = true;
    type Error = E;
    type ItemError = <PassOf<T> as Items<T>>::Error;
    type Wasm = usize;

    fn ret<R: Raise<E>, I: Raise<Self::ItemError>>(value: Result<Iter<T>, E>, _: R, _: I) -> usize {
        // A handle is a `u32`.
        let handle = <u32 as crate::value::Describe>::LAYOUT;
        compound(layout::result(handle, R::LAYOUT), |at, log| {
            // SAFETY: there is room for the discriminant byte and both payloads.
            unsafe {
                at.write(value.is_err().into());
                let payload = at.add(layout::variant_payload(&[handle, R::LAYOUT]));
                match value {
                    Ok(value) => payload
                        .cast::<u32>()
                        .write(<PassOf<T> as Items<T>>::keep::<I>(value.0)),
                    Err(error) => R::lower(error, payload, log),
                }
            }
        })
    }
}

/// The type of the items, if they can be errors.
const fn item<T: Value>() -> Option<&'static Text>
where
    PassOf<T>: Items<T>,
{
    match <PassOf<T> as Items<T>>::RAISES {
        true => Some(<PassOf<T> as Items<T>>::TYPE),
        false => None,
    }
}
