//! Python callables as parameters.

use pyext::Exception;
use pyext::prelude::*;

use crate::classes::Counter;
use crate::imports::{Color, Place};

#[export]
pub fn apply(function: &dyn Fn(&str, i64) -> f64, text: &str, number: i64) -> f64 {
    function(text, number)
}

#[export]
pub fn map(
    values: Vec<f64>,
    function: &dyn Fn(f64) -> Result<f64, Exception>,
) -> Result<Vec<f64>, Exception> {
    values.into_iter().map(function).collect()
}

#[export]
pub fn run(function: &dyn Fn()) {
    function();
    function();
}

#[export(signature = (text, *, key = None))]
pub fn sort(mut text: Vec<String>, key: Option<&dyn Fn(&str) -> i64>) -> Vec<String> {
    match key {
        Some(key) => text.sort_by_key(|word| key(word)),
        None => text.sort(),
    }
    text
}

#[export]
pub fn compose(
    first: &dyn Fn(Vec<u8>) -> String,
    second: &dyn Fn(String, Option<u32>) -> Result<Option<Vec<String>>, Exception>,
    bytes: Vec<u8>,
) -> Result<Vec<String>, Exception> {
    let text = first(bytes);
    Ok(second(text, Some(3))?.unwrap_or_default())
}

#[export]
pub fn with_types(
    function: &dyn Fn(Place, Color, (u8, bool)) -> Result<Place, Exception>,
) -> String {
    let place = Place {
        name: "here".to_string(),
        at: Some((1.0, 2.0)),
    };
    match function(place, Color::Red, (7, true)) {
        Ok(place) => place.name,
        Err(error) => format!("{error}"),
    }
}

/// Calls itself through Python.
#[export]
pub fn descend(
    depth: u32,
    again: &dyn Fn(u32) -> Result<u32, Exception>,
) -> Result<u32, Exception> {
    match depth {
        0 => Ok(0),
        _ => Ok(again(depth - 1)? + 1),
    }
}

/// Ignores every exception.
#[export]
pub fn attempt(function: &dyn Fn() -> Result<(), Exception>, times: u32) -> u32 {
    (0..times).filter(|_| function().is_ok()).count() as u32
}

/// Many arguments.
#[export]
#[allow(clippy::type_complexity, reason = "as many as there can be")]
pub fn twelve(
    function: &dyn Fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, &str) -> String,
) -> String {
    function(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "twelve")
}

/// Changes the counter as the function says, while the counter is lent.
#[export]
pub fn update(
    counter: &mut Counter,
    change: &dyn Fn(i64) -> Result<i64, Exception>,
) -> Result<i64, Exception> {
    let by = change(counter.increment(0))?;
    Ok(counter.increment(by))
}

/// What a counter does with callables.
#[export(more)]
impl Counter {
    /// Changes the count to what the function makes of it.
    pub fn change(
        &mut self,
        change: &dyn Fn(i64) -> Result<i64, Exception>,
    ) -> Result<i64, Exception> {
        let before = self.increment(0);
        let after = change(before)?;
        Ok(self.increment(after - before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closures_take_the_place_of_callables() {
        assert_eq!(
            apply(&|text, n| text.len() as f64 + n as f64, "abc", 2),
            5.0
        );
        let words = ["ccc", "a", "bb"].map(String::from).to_vec();
        let by_length = |word: &str| word.len() as i64;
        assert_eq!(sort(words.clone(), Some(&by_length)), ["a", "bb", "ccc"]);
        assert_eq!(sort(words, None), ["a", "bb", "ccc"]);
        assert_eq!(descend(2, &|n| descend(n, &|_| Ok(0))).ok(), Some(2));
    }
}
