//! Iterators in both directions.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use core::fmt;

use pyext::prelude::*;
use pyext::{Exception, Iter, PyIter};

use crate::classes::Counter;
use crate::imports::{Host, Place};

#[export]
pub fn count(start: u64) -> Iter<u64> {
    Iter::new(start..)
}

#[export]
pub fn squares(end: u32) -> impl Iterator<Item = u32> {
    (0..end).map(|n| n * n)
}

/// Upwards or downwards, which are iterators of two types.
#[export]
pub fn range(end: u32, up: bool) -> Box<dyn Iterator<Item = u32>> {
    match up {
        true => Box::new(0..end),
        false => Box::new((0..end).rev()),
    }
}

/// The same, or why not.
#[export]
pub fn checked_range(end: u32, up: bool) -> Result<Box<dyn Iterator<Item = u32>>, String> {
    match end {
        0 => Err("nothing to count".to_string()),
        _ => Ok(range(end, up)),
    }
}

#[export]
pub fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let words: Vec<String> = text.split(' ').map(String::from).collect();
    words.into_iter()
}

/// Each number, until one is none.
#[export]
pub fn numbers(text: String) -> Iter<Result<i64, String>> {
    let words: Vec<String> = text.split(',').map(String::from).collect();
    let numbers = words.into_iter();
    Iter::new(numbers.map(|word| word.parse().map_err(|_| format!("{word:?} is no number"))))
}

/// A number was too large.
#[derive(Debug, Error)]
#[pyext(base = "OverflowError")]
pub struct TooLarge {
    pub number: u32,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is too large", self.number)
    }
}

/// Fails at once for 0, and later at its end.
#[export]
pub fn up_to(end: u32) -> Result<impl Iterator<Item = Result<u32, TooLarge>>, String> {
    if end == 0 {
        return Err("nothing to count".to_string());
    }
    Ok((0..).map(move |number| match number < end {
        true => Ok(number),
        false => Err(TooLarge { number }),
    }))
}

#[export]
pub fn items() -> Iter<(String, Option<Place>, BTreeMap<String, u8>)> {
    let places = [None, Some(("a", 1.0)), Some(("b", 2.0))];
    Iter::new(places.into_iter().enumerate().map(|(i, place)| {
        let place = place.map(|(name, at)| Place {
            name: name.to_string(),
            at: Some((at, -at)),
        });
        let map = (0..i as u8).map(|n| (format!("key {n}"), n)).collect();
        (format!("item {i}"), place, map)
    }))
}

/// Objects, made one by one.
#[export]
pub fn counters(count: u32) -> impl Iterator<Item = Counter> {
    (0..count).map(|i| Counter::new(format!("counter {i}"), i.into()))
}

/// Drops a counter when it is dropped: `classes.live` shows it.
#[export]
pub fn holding(counter: Counter) -> Iter<i64> {
    let count = counter.get_the_count();
    Iter::new(core::iter::from_fn(move || {
        let _ = &counter;
        Some(count)
    }))
}

#[export]
pub fn breaks() -> Iter<u32> {
    Iter::new((0..).map(|n| match n {
        3 => panic!("the iterator breaks"),
        n => n,
    }))
}

#[export]
pub fn sum(numbers: PyIter<'_, f64>) -> f64 {
    numbers.sum()
}

#[export]
pub fn joined(words: PyIter<'_, String>, host: &dyn Host) -> String {
    let words: Vec<String> = words.collect();
    host.nothing();
    words.join("-")
}

/// The first so many, and no more than need be read.
#[export]
pub fn first(values: PyIter<'_, i64>, count: usize) -> Vec<i64> {
    values.take(count).collect()
}

/// What came before an exception, and its text.
#[export]
pub fn until(values: PyIter<'_, Result<i64, Exception>>) -> (Vec<i64>, Option<String>) {
    let mut seen = Vec::new();
    for value in values {
        match value {
            Ok(value) => seen.push(value),
            Err(error) => return (seen, Some(error.to_string())),
        }
    }
    (seen, None)
}

#[export(name = "sum_all")]
pub fn total(values: PyIter<'_, Result<i64, Exception>>) -> Result<i64, Exception> {
    values.sum()
}

#[export]
pub fn names(places: PyIter<'_, Place>, more: PyIter<'_, Option<Vec<u8>>>) -> Vec<String> {
    places
        .map(|place| place.name)
        .chain(more.map(|bytes| format!("{bytes:?}")))
        .collect()
}

/// Reads two at once.
#[export]
pub fn zip(left: PyIter<'_, i64>, right: PyIter<'_, String>) -> Vec<(i64, String)> {
    left.zip(right).collect()
}

/// A container that is iterated over.
pub struct Bag {
    items: Vec<i64>,
}

#[export]
impl Bag {
    #[new]
    pub fn new(items: PyIter<'_, i64>) -> Bag {
        Bag {
            items: items.collect(),
        }
    }

    pub fn __len__(&self) -> usize {
        self.items.len()
    }

    pub fn __iter__(&self) -> Iter<i64> {
        Iter::new(self.items.clone().into_iter())
    }

    pub fn above(&self, least: i64) -> impl Iterator<Item = i64> + use<> {
        let items = self.items.clone();
        items.into_iter().filter(move |n| *n >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iterators_are_iterators() {
        assert_eq!(count(3).take(2).collect::<Vec<_>>(), [3, 4]);
        assert!(up_to(0).is_err());
        let bag = Bag::new(PyIter::new(0..5));
        assert_eq!(bag.above(3).collect::<Vec<_>>(), [3, 4]);
        let values = [Ok(1), Err(Exception::new("no more")), Ok(2)];
        let seen = until(PyIter::new(values.into_iter()));
        assert_eq!(seen, (vec![1], Some("no more".to_string())));
    }
}
