//! Python iterables as parameters.

use alloc::boxed::Box;
use alloc::vec::{self, Vec};
use core::iter::FusedIterator;
use core::marker::PhantomData;

use pyext_abi::text::Text;

use crate::host::{Outgoing, Takes};
use crate::lift::Frame;
use crate::pair::{Pair, assert_has_bytes};
use crate::param::Param;
use crate::pass;
use crate::types::text;
use crate::value::{PassOf, Value, own_wire};

/// A Python iterable, as an iterator that is valid for the call.
///
/// Its items are fetched in batches. An exception that Python raises ends the call; with `PyIter<'_, Result<T, pyext::Exception>>` it
/// is the last item instead.
///
/// ```
/// use pyext::prelude::*;
/// use pyext::PyIter;
///
/// /// The sum of whatever can be iterated over.
/// #[export]
/// pub fn sum(numbers: PyIter<'_, f64>) -> f64 {
///     numbers.sum()
/// }
///
/// assert_eq!(sum(PyIter::new([1.0, 2.0].into_iter())), 3.0);
/// ```
pub struct PyIter<'a, T>(Box<dyn Iterator<Item = T> + 'a>);

impl<'a, T> PyIter<'a, T> {
    /// What Python has, for tests.
    pub fn new(iterator: impl Iterator<Item = T> + 'a) -> PyIter<'a, T> {
        PyIter(Box::new(iterator))
    }
}

impl<T> Iterator for PyIter<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.0.next()
    }
}

own_wire! { ['a, T] PyIter<'a, T>: pass::Iterable; }

impl<'a, T: Value + 'static> Param<PyIter<'a, T>> for pass::Iterable
where
    PassOf<T>: Takes<T>,
{
    const TYPE: &'static Text = {
        assert_has_bytes(<PassOf<T> as Takes<T>>::LAYOUT);
        match <PassOf<T> as Takes<T>>::RAISES {
            true => text::wrapped!(
                "{\"iterator\":",
                <PassOf<T> as Takes<T>>::TYPE,
                ",\"raises\":\"unit\"}"
            ),
            false => text::wrapped!("{\"iterator\":", <PassOf<T> as Takes<T>>::TYPE, "}"),
        }
    };
    type A = u32;
    type B = ();
    type Store = u32;
    type Out<'f: 's, 's> = PyIter<'f, T>;

    #[inline]
    fn load(token: u32, (): ()) -> u32 {
        token
    }

    unsafe fn get<'f: 's, 's>(frame: &'f Frame, store: &'s mut u32) -> PyIter<'f, T> {
        PyIter::new(Pull {
            token: *store,
            count: 1,
            batch: Vec::new().into_iter(),
            ended: false,
            call: PhantomData::<&'f Frame>,
        })
        .within(frame)
    }
}

impl<'f, T> PyIter<'f, T> {
    /// Says that the iterator ends with the call.
    #[inline]
    fn within(self, _: &'f Frame) -> Self {
        self
    }
}

/// Most items that are fetched at once.
const LARGEST: usize = 128;

/// Fetches items from the host, twice as many each time, so that a short or dear iterable is not read far ahead.
struct Pull<'f, T> {
    token: u32,
    count: usize,
    batch: vec::IntoIter<T>,
    ended: bool,
    call: PhantomData<&'f Frame>,
}

impl<T: Value> Iterator for Pull<'_, T>
where
    PassOf<T>: Takes<T>,
{
    type Item = T;

    fn next(&mut self) -> Option<T> {
        while self.batch.as_slice().is_empty() && !self.ended {
            // SAFETY: the token is valid while the call runs, from which the iterator borrows.
            let (batch, ended) = unsafe { fetch::<T>(self.token, self.count) };
            self.count = LARGEST.min(2 * self.count);
            self.batch = batch.into_iter();
            self.ended = ended;
        }
        self.batch.next()
    }
}

impl<T: Value> FusedIterator for Pull<'_, T> where PassOf<T>: Takes<T> {}

/// The next items, copied, and whether nothing follows.
///
/// # Safety
/// The host passed the token in a call that still runs, for an iterable of such items.
unsafe fn fetch<T: Value>(token: u32, count: usize) -> (Vec<T>, bool)
where
    PassOf<T>: Takes<T>,
{
    let outgoing = Outgoing::begin();
    // SAFETY: by the contract.
    let at = unsafe { host_next(token, count) };
    outgoing.end();
    let size = <PassOf<T> as Takes<T>>::LAYOUT.size;
    // SAFETY: the host has just returned the record of `items` and `ended`.
    unsafe {
        let items = Pair::read(at);
        let batch = (0..items.len).map(|i| <PassOf<T> as Takes<T>>::at(items.at + i * size));
        let ended = (at + size_of::<Pair>()) as *const u8;
        (batch.collect(), ended.read() != 0)
    }
}

#[cfg(target_arch = "wasm32")]
#[inline]
unsafe fn host_next(token: u32, count: usize) -> usize {
    #[link(wasm_import_module = "pyext:sdk/iterator")]
    unsafe extern "C" {
        fn next(token: u32, count: usize) -> usize;
    }
    // SAFETY: by the contract of the caller.
    unsafe { next(token, count) }
}

#[cfg(not(target_arch = "wasm32"))]
unsafe fn host_next(_: u32, _: usize) -> usize {
    crate::host::host_is_absent()
}
