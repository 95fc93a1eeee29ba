//! Classes: objects alone and in everything that can hold them, operators, properties, conflicts.

use alloc::collections::BTreeMap;
use core::cell::Cell;
use core::fmt;

use pyext::prelude::*;

/// Counts.
///
/// And remembers its name.
pub struct Counter {
    name: String,
    count: i64,
}

/// Counts, in Python.
#[export]
impl Counter {
    /// A counter that begins somewhere.
    #[new]
    #[pyext(signature = (name, start = 0))]
    pub fn new(name: String, start: i64) -> Self {
        LIVE.add(1);
        Counter { name, count: start }
    }

    /// Counts on; the new count.
    #[pyext(signature = (by = 1))]
    pub fn increment(&mut self, by: i64) -> i64 {
        self.count += by;
        self.count
    }

    /// The name.
    #[getter]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[setter]
    pub fn set_name(&mut self, name: &str) {
        self.name.clear();
        self.name.push_str(name);
    }

    /// The count.
    #[getter(count)]
    pub fn get_the_count(&self) -> i64 {
        self.count
    }

    #[setter(count)]
    pub fn change_count(&mut self, count: i64) -> Result<(), NotNegative> {
        if count < 0 {
            return Err(NotNegative { count });
        }
        self.count = count;
        Ok(())
    }

    /// The parts of the name, which lie in the object.
    pub fn words(&self) -> Vec<&str> {
        self.name.split(' ').collect()
    }

    /// Either the name or what is given.
    pub fn longer<'a>(&'a self, other: &'a str) -> &'a str {
        match other.len() > self.name.len() {
            true => other,
            false => &self.name,
        }
    }

    /// Uses the counter up.
    pub fn finish(self) -> (String, i64) {
        (self.name.clone(), self.count)
    }

    /// Uses the counter up, or not.
    pub fn try_finish(self, really: bool) -> Result<i64, Counter2> {
        match really {
            true => Ok(self.count),
            false => Err(Counter2),
        }
    }

    /// A copy of it.
    pub fn copied(&self) -> Self {
        Counter::new(self.name.clone(), self.count)
    }

    /// Takes the other's count.
    pub fn absorb(&mut self, other: Counter) {
        self.count += other.count;
    }

    /// Exchanges the counts.
    pub fn swap(&mut self, other: &mut Counter) {
        core::mem::swap(&mut self.count, &mut other.count);
    }

    /// Whether the other has the same count.
    pub fn same(&self, other: &Counter) -> bool {
        self.count == other.count
    }

    /// Panics while it is borrowed.
    pub fn explode(&mut self) {
        panic!("the counter {} explodes", self.name);
    }

    /// One at the count.
    #[staticmethod]
    pub fn at(count: i64) -> Counter {
        Counter::new("at".to_string(), count)
    }

    /// One with the default name.
    #[classmethod]
    pub fn plain() -> Self {
        Counter::new("default".to_string(), 0)
    }

    pub fn parse(text: &str) -> Result<Self, String> {
        let count = text.parse().map_err(|_| format!("{text:?} is no number"))?;
        Ok(Counter::new("parsed".to_string(), count))
    }

    pub fn __repr__(&self) -> String {
        format!("Counter({:?}, {})", self.name, self.count)
    }

    pub fn __str__(&self) -> &str {
        &self.name
    }

    pub fn __eq__(&self, other: &Counter) -> bool {
        self.count == other.count
    }

    pub fn __lt__(&self, other: &Counter) -> bool {
        self.count < other.count
    }

    pub fn __hash__(&self) -> i64 {
        self.count
    }

    pub fn __bool__(&self) -> bool {
        self.count != 0
    }

    pub fn __int__(&self) -> i64 {
        self.count
    }

    pub fn __index__(&self) -> i64 {
        self.count
    }

    pub fn __float__(&self) -> f64 {
        self.count as f64
    }

    pub fn __add__(&self, other: i64) -> Counter {
        Counter::new(self.name.clone(), self.count + other)
    }

    pub fn __radd__(&self, other: i64) -> Counter {
        self.__add__(other)
    }

    pub fn __iadd__(&mut self, other: i64) {
        self.count += other;
    }

    pub fn __neg__(&self) -> Counter {
        Counter::new(self.name.clone(), -self.count)
    }

    #[pyext(signature = (*values))]
    pub fn __call__(&mut self, values: Vec<i64>) -> i64 {
        self.count += values.iter().sum::<i64>();
        self.count
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        LIVE.add(-1);
    }
}

/// A count cannot be below zero.
#[derive(Debug, Error)]
#[pyext(base = "ValueError")]
pub struct NotNegative {
    pub count: i64,
}

impl fmt::Display for NotNegative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is below zero", self.count)
    }
}

/// Why a counter was not finished.
#[derive(Debug)]
pub struct Counter2;

impl fmt::Display for Counter2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not really")
    }
}

/// How many counters live.
struct Live(Cell<i64>);

impl Live {
    fn add(&self, n: i64) {
        self.0.set(self.0.get() + n);
    }
}

#[cfg(target_family = "wasm")]
static LIVE: Live = Live(Cell::new(0));

// SAFETY: a guest has one thread.
#[cfg(target_family = "wasm")]
unsafe impl Sync for Live {}

#[cfg(not(target_family = "wasm"))]
thread_local! {
    static LIVE_HERE: Live = const { Live(Cell::new(0)) };
}

#[cfg(not(target_family = "wasm"))]
struct Here;

#[cfg(not(target_family = "wasm"))]
static LIVE: Here = Here;

#[cfg(not(target_family = "wasm"))]
impl Here {
    fn add(&self, n: i64) {
        LIVE_HERE.with(|live| live.add(n));
    }

    fn count(&self) -> i64 {
        LIVE_HERE.with(|live| live.0.get())
    }
}

#[cfg(target_family = "wasm")]
impl Live {
    fn count(&self) -> i64 {
        self.0.get()
    }
}

/// How many counters the extension holds.
#[export]
pub fn live() -> i64 {
    LIVE.count()
}

/// The bytes of the name, which lie in the object.
#[export]
pub fn letters(counter: &Counter) -> &[u8] {
    counter.name.as_bytes()
}

#[export]
pub fn many(count: u32) -> Vec<Counter> {
    (0..count)
        .map(|i| Counter::new(format!("counter {i}"), i.into()))
        .collect()
}

#[export]
pub fn total(counters: Vec<&Counter>) -> i64 {
    counters.iter().map(|c| c.count).sum()
}

#[export]
pub fn total_of_slice(counters: &[&Counter]) -> i64 {
    counters.iter().map(|c| c.count).sum()
}

#[export]
pub fn increment_all(counters: Vec<&mut Counter>) {
    for counter in counters {
        counter.count += 1;
    }
}

/// Uses them all up.
#[export]
pub fn merge(counters: Vec<Counter>) -> Counter {
    let count = counters.iter().map(|c| c.count).sum();
    Counter::new("merged".to_string(), count)
}

#[export(signature = (counter = None))]
pub fn count_or_zero(counter: Option<&Counter>) -> i64 {
    counter.map_or(0, |c| c.count)
}

#[export]
pub fn take_maybe(counter: Option<Counter>) -> Option<Counter> {
    counter
}

#[export]
pub fn named(counters: BTreeMap<String, &Counter>) -> Vec<String> {
    counters
        .iter()
        .map(|(key, counter)| format!("{key}: {}", counter.name))
        .collect()
}

#[export]
pub fn by_name(names: Vec<String>) -> BTreeMap<String, Counter> {
    names
        .into_iter()
        .map(|name| (name.clone(), Counter::new(name, 0)))
        .collect()
}

#[export]
pub fn pair(left: &Counter, right: Counter) -> (Counter, i64, Option<Counter>) {
    (
        Counter::new(left.name.clone(), left.count),
        right.count,
        Some(right),
    )
}

/// Lends the same object in several ways.
#[export]
pub fn both(one: &mut Counter, more: (Vec<Option<&Counter>>, [Option<&Counter>; 2])) -> i64 {
    one.count += 1;
    let (list, array) = more;
    list.iter().chain(&array).flatten().map(|c| c.count).sum()
}

/// Names that lie in objects, from a call that lends several.
#[export]
pub fn names_of<'a>(counters: Vec<&'a Counter>, first: &'a str) -> Vec<&'a str> {
    core::iter::once(first)
        .chain(counters.iter().map(|c| &*c.name))
        .collect()
}

/// A record with an object in it.
#[derive(Record)]
pub struct Labelled {
    pub label: String,
    pub counter: Counter,
}

/// A record that lends an object.
#[derive(Record)]
pub struct View<'a> {
    pub label: &'a str,
    pub counter: &'a Counter,
    pub more: Vec<&'a Counter>,
}

/// A union with objects.
#[derive(Variant)]
pub enum Source {
    Fixed(i64),
    Counted { counter: Counter, times: u32 },
    Nothing,
}

#[export]
pub fn label(label: String, counter: Counter) -> Labelled {
    Labelled { label, counter }
}

#[export]
pub fn unlabel(labelled: Labelled) -> Counter {
    labelled.counter
}

#[export]
pub fn view(view: View<'_>) -> String {
    let more: i64 = view.more.iter().map(|c| c.count).sum();
    format!("{}: {} and {more}", view.label, view.counter.count)
}

#[export]
pub fn consume(source: Source) -> i64 {
    match source {
        Source::Fixed(n) => n,
        Source::Counted { counter, times } => counter.count * i64::from(times),
        Source::Nothing => 0,
    }
}

#[export]
pub fn source_of(counter: Option<Counter>) -> Source {
    match counter {
        Some(counter) => Source::Counted { counter, times: 2 },
        None => Source::Nothing,
    }
}

/// An object or an error as data.
#[export]
pub fn attempts(count: u32) -> Vec<Result<Counter, String>> {
    (0..count)
        .map(|i| match i % 2 {
            0 => Ok(Counter::at(i.into())),
            _ => Err(format!("{i} is odd")),
        })
        .collect()
}

/// A stack of numbers, as containers are in Python.
#[derive(Default)]
pub struct Stack {
    items: Vec<f64>,
}

#[export(name = "NumberStack")]
impl Stack {
    #[new]
    pub fn new() -> Stack {
        Stack::default()
    }

    pub fn push(&mut self, item: f64) {
        self.items.push(item);
    }

    pub fn pop(&mut self) -> Option<f64> {
        self.items.pop()
    }

    pub fn __len__(&self) -> usize {
        self.items.len()
    }

    pub fn __getitem__(&self, index: isize) -> Result<f64, OutOfRange> {
        let at = match index < 0 {
            true => self.items.len().checked_add_signed(index),
            false => Some(index as usize),
        };
        at.and_then(|i| self.items.get(i).copied())
            .ok_or(OutOfRange {
                index: index as i32,
            })
    }

    pub fn __setitem__(&mut self, index: usize, value: f64) -> Result<(), OutOfRange> {
        let item = self.items.get_mut(index);
        *item.ok_or(OutOfRange {
            index: index as i32,
        })? = value;
        Ok(())
    }

    pub fn __delitem__(&mut self, index: usize) -> Result<(), OutOfRange> {
        if index >= self.items.len() {
            return Err(OutOfRange {
                index: index as i32,
            });
        }
        self.items.remove(index);
        Ok(())
    }

    pub fn __contains__(&self, item: f64) -> bool {
        self.items.contains(&item)
    }

    pub fn __enter__(&mut self) -> i32 {
        self.items.push(-1.0);
        1
    }

    pub fn __exit__(&mut self) {
        self.items.push(-2.0);
    }
}

/// There is no such item.
#[derive(Debug, Error)]
#[pyext(base = "IndexError")]
pub struct OutOfRange {
    pub index: i32,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no item {}", self.index)
    }
}

/// A countdown: an iterator that is a class.
pub struct Countdown(u32);

#[export]
impl Countdown {
    #[new]
    pub fn new(start: u32) -> Result<Countdown, String> {
        match start {
            1000.. => Err("too far".to_string()),
            _ => Ok(Countdown(start)),
        }
    }

    pub fn __next__(&mut self) -> Option<u32> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

/// Nothing is in it, and nothing makes one in Python.
pub struct Empty;

#[export]
impl Empty {
    pub fn is_empty(&self) -> bool {
        true
    }
}

#[export]
pub fn empty() -> Empty {
    Empty
}

#[export]
pub mod inner {
    use pyext::prelude::*;

    /// A class in a submodule.
    pub struct Token {
        text: String,
    }

    #[export]
    impl Token {
        #[new]
        pub fn new(text: String) -> Self {
            Token { text }
        }

        #[getter]
        pub fn text(&self) -> String {
            self.text.clone()
        }
    }

    #[export]
    pub fn joined(tokens: Vec<&Token>, counter: &super::Counter) -> String {
        let mut all: Vec<&str> = tokens.iter().map(|t| &*t.text).collect();
        all.push(counter.name());
        all.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_ordinary_ones() {
        let mut counter = Counter::new("a b".to_string(), 1);
        assert_eq!(counter.increment(2), 3);
        assert_eq!(counter.words(), ["a", "b"]);
        assert!(counter.change_count(-1).is_err());
        let merged = merge(vec![counter, Counter::at(4)]);
        assert_eq!((total(vec![&merged, &merged]), live()), (14, 1));
        assert_eq!(merged.finish().1, 7);
        assert_eq!(live(), 0);
    }
}
