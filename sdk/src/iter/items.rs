//! Items of the guest's iterators on their way to the host, batch by batch.
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "only a host reads them")
)]

use alloc::boxed::Box;
use core::any::TypeId;
use core::cell::Cell;
use core::convert::Infallible;
use core::marker::PhantomData;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use crate::error::Message;
use crate::lower::Lower;
use crate::object::{assert_no_errors, table};
use crate::outcome::Raise;
use crate::pair::{Pair, assert_has_bytes};
use crate::pass;
use crate::pending::{self, Log};
use crate::slice::InPlace;

/// An iterator of some type, as the table of objects has it.
pub(crate) trait Batches {
    /// Lowers the next items, at most so many; whether nothing follows.
    fn next(&mut self, count: usize, log: &mut Log) -> (Pair, bool);
}

/// A way to pass whose values can be items.
#[diagnostic::on_unimplemented(
    message = "PX121: `{T}` cannot be an item of an iterator that is returned",
    label = "cannot be returned",
    note = "an item is a value that can be part of a result, or a `Result` with an error that has a text"
)]
pub trait Items<T> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Whether an item can be an error.
    const RAISES: bool = false;
    /// The error.
    type Error;

    /// Takes the iterator in; its handle.
    fn keep<I: Raise<Self::Error>>(items: Box<dyn Iterator<Item = T>>) -> u32;
}

/// What the exports of iterators do, once there has been one. Those are in every guest until they are found to be of no use; nobody
/// writes here in a guest without iterators, so that the compiler leaves out the rest.
struct Served(Cell<Option<Serve>>);

#[derive(Clone, Copy)]
struct Serve {
    next: fn(u32, usize) -> usize,
    close: fn(u32),
}

// SAFETY: a guest has one thread.
unsafe impl Sync for Served {}

static SERVED: Served = Served(Cell::new(None));

/// What `pyext_next` does: without iterators no handle is one.
pub(crate) fn next(handle: u32, count: usize) -> usize {
    SERVED
        .0
        .get()
        .map_or(0, |serve| (serve.next)(handle, count))
}

/// What `pyext_close` does: a dead handle is nothing to it.
pub(crate) fn close(handle: u32) {
    if let Some(serve) = SERVED.0.get() {
        (serve.close)(handle);
    }
}

fn insert(batches: Box<dyn Batches>) -> u32 {
    pending::clear_when_asked();
    SERVED.0.set(Some(Serve {
        next: next_items,
        close: close_items,
    }));
    let object = Box::into_raw(Box::new(batches)).cast();
    table(|t| t.insert(object, TypeId::of::<Box<dyn Batches>>()))
}

macro_rules! values {
    ($($pass:ty),*) => {$(
        impl<T: Lower + 'static> Items<T> for $pass {
            const TYPE: &'static Text = {
                assert_has_bytes(T::LAYOUT);
                assert_no_errors(T::HOLDS);
                T::TYPE
            };
            type Error = Infallible;

            fn keep<I: Raise<Infallible>>(items: Box<dyn Iterator<Item = T>>) -> u32 {
                insert(Box::new(Values(items)))
            }
        }
    )*};
}

values!(
    pass::Direct,
    pass::Pair,
    pass::Address,
    pass::Object,
    InPlace
);

impl<T: Lower + 'static, E: Message + 'static> Items<Result<T, E>> for pass::Fallible {
    const TYPE: &'static Text = {
        assert_no_errors(T::HOLDS);
        T::TYPE
    };
    const RAISES: bool = true;
    type Error = E;

    fn keep<I: Raise<E>>(items: Box<dyn Iterator<Item = Result<T, E>>>) -> u32 {
        insert(Box::new(Attempts::<T, E, I>(items, PhantomData)))
    }
}

/// Items that are values.
struct Values<T>(Box<dyn Iterator<Item = T>>);

/// Items that can be errors, raised as `I` says.
struct Attempts<T, E, I>(Box<dyn Iterator<Item = Result<T, E>>>, PhantomData<I>);

/// A list that grows up to a limit.
struct List {
    pair: Pair,
    limit: usize,
    size: usize,
}

impl List {
    fn new<T>(items: &dyn Iterator<Item = T>, count: usize, layout: Layout, log: &mut Log) -> List {
        let limit = items.size_hint().1.map_or(count, |most| most.min(count));
        List {
            pair: Pair {
                at: log.reserve(layout, limit) as usize,
                len: 0,
            },
            limit,
            size: layout.size,
        }
    }

    /// Room for one more.
    fn place(&mut self) -> *mut u8 {
        let place = (self.pair.at + self.pair.len * self.size) as *mut u8;
        self.pair.len += 1;
        place
    }
}

impl<T: Lower> Batches for Values<T> {
    fn next(&mut self, count: usize, log: &mut Log) -> (Pair, bool) {
        let mut list = List::new(&self.0, count, T::LAYOUT, log);
        while list.pair.len < list.limit {
            let Some(item) = self.0.next() else {
                return (list.pair, true);
            };
            // SAFETY: there is room for one more.
            unsafe { item.lower(list.place(), log) };
        }
        (list.pair, list.limit < count)
    }
}

impl<T: Lower, E: Message, I: Raise<E>> Batches for Attempts<T, E, I> {
    fn next(&mut self, count: usize, log: &mut Log) -> (Pair, bool) {
        let mut list = List::new(&self.0, count, layout::result(T::LAYOUT, I::LAYOUT), log);
        let payload = layout::variant_payload(&[T::LAYOUT, I::LAYOUT]);
        while list.pair.len < list.limit {
            let Some(item) = self.0.next() else {
                return (list.pair, true);
            };
            let ended = item.is_err();
            let at = list.place();
            // SAFETY: there is room for one more.
            unsafe {
                at.write(ended.into());
                match item {
                    Ok(value) => value.lower(at.add(payload), log),
                    Err(error) => I::lower(error, at.add(payload), log),
                }
            }
            if ended {
                return (list.pair, true);
            }
        }
        (list.pair, list.limit < count)
    }
}

fn next_items(handle: u32, count: usize) -> usize {
    use crate::object::{Access, refuse};
    use crate::value::Describe;

    let class = TypeId::of::<Box<dyn Batches>>();
    let level = table(|t| t.level());
    if let Err(reason) = table(|t| t.acquire(handle, class, Access::Write)) {
        return refuse(0, reason);
    }
    let object: *mut Box<dyn Batches> = table(|t| t.lent(handle, class, Access::Write)).cast();
    // The record of `items` and `ended`.
    const FIELDS: &[Layout] = &[layout::POINTER_PAIR, <bool as Describe>::LAYOUT];
    let mut log = pending::begin();
    let at = log.reserve(layout::tuple(FIELDS), 1);
    // SAFETY: the iterator is lent to this call alone.
    let (items, ended) = unsafe { (*object).next(count, &mut log) };
    if ended {
        table(|t| t.remove(handle));
        // Before the result is the current one: what is dropped can call the host, which ends a current result.
        // SAFETY: nobody finds the iterator any more.
        drop(unsafe { Box::from_raw(object) });
    }
    table(|t| t.give_back(level));
    // SAFETY: there is room for the record.
    unsafe {
        items.write(at);
        at.add(layout::field_offset(FIELDS, 1)).write(ended.into());
    }
    log.finish_items();
    at as usize
}

fn close_items(handle: u32) {
    crate::object::drop_as::<Box<dyn Batches>>(handle);
}
