#![doc = ""]
#![cfg_attr(target_family = "wasm", no_std)]
#![allow(
    missing_docs,
    unused_imports,
    reason = "documentation is weighed, too, and each feature is built alone"
)]

extern crate alloc;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use core::fmt;
use core::time::Duration;

use pyext::prelude::*;

#[cfg(feature = "scalars")]
#[export]
pub fn f(a: u32, b: f64) -> f64 {
    f64::from(a) + b
}

#[cfg(feature = "vectorize")]
#[export(vectorize)]
pub fn f(a: u32, b: f64) -> f64 {
    f64::from(a) + b
}

#[cfg(feature = "text-in")]
#[export]
pub fn f(text: &str) -> u32 {
    text.len() as u32
}

#[cfg(feature = "text-out")]
#[export]
pub fn f(text: &str) -> String {
    text.into()
}

#[cfg(feature = "list-in")]
#[export]
pub fn f(numbers: &[f64]) -> f64 {
    numbers.iter().sum()
}

#[cfg(feature = "list-out")]
#[export]
pub fn f(count: u32) -> Vec<u32> {
    (0..count).collect()
}

#[cfg(feature = "option")]
#[export]
pub fn f(number: Option<u32>) -> Option<u32> {
    number
}

#[cfg(feature = "record")]
#[derive(Record)]
pub struct Point {
    pub x: f64,
    pub y: u32,
}

#[cfg(feature = "record")]
#[export]
pub fn f(point: Point) -> Point {
    point
}

#[cfg(feature = "records-in-place")]
#[derive(Clone, Copy, Record)]
#[repr(C)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[cfg(feature = "records-in-place")]
#[export]
pub fn f(points: &[Point]) -> f64 {
    points.iter().map(|p| p.x * p.y).sum()
}

#[cfg(feature = "enum")]
#[derive(Enum)]
pub enum Color {
    Red,
    Blue,
}

#[cfg(feature = "enum")]
#[export]
pub fn f(color: Color) -> Color {
    color
}

#[cfg(feature = "variant")]
#[derive(Variant)]
pub enum Shape {
    Empty,
    Circle(f64),
}

#[cfg(feature = "variant")]
#[export]
pub fn f(shape: Shape) -> Shape {
    shape
}

#[cfg(feature = "flags")]
#[derive(Flags)]
pub struct Rights {
    pub read: bool,
    pub write: bool,
}

#[cfg(feature = "flags")]
#[export]
pub fn f(rights: Rights) -> Rights {
    rights
}

#[cfg(feature = "map")]
#[export]
pub fn f(map: BTreeMap<u32, u32>) -> BTreeMap<u32, u32> {
    map
}

#[cfg(feature = "set")]
#[export]
pub fn f(set: BTreeSet<u32>) -> BTreeSet<u32> {
    set
}

#[cfg(feature = "array")]
#[export]
pub fn f(array: [f64; 3]) -> [f64; 3] {
    array
}

#[cfg(feature = "large-integer")]
#[export]
pub fn f(number: u128) -> u128 {
    number
}

#[cfg(feature = "duration")]
#[export]
pub fn f(time: Duration) -> Duration {
    time
}

#[cfg(feature = "result-value")]
#[export]
pub fn f(results: Vec<Result<u32, u8>>) -> Vec<Result<u32, u8>> {
    results
}

#[cfg(feature = "newtype")]
pub struct Metres(f64);

#[cfg(feature = "newtype")]
impl pyext::Value for Metres {
    type Wire = pyext::As<f64>;
}

#[cfg(feature = "newtype")]
impl From<f64> for Metres {
    fn from(length: f64) -> Metres {
        Metres(length)
    }
}

#[cfg(feature = "newtype")]
impl From<Metres> for f64 {
    fn from(length: Metres) -> f64 {
        length.0
    }
}

#[cfg(feature = "newtype")]
#[export]
pub fn f(a: u32, b: f64) -> Metres {
    Metres(f64::from(a) + b)
}

#[cfg(feature = "signature")]
#[export(signature = (a, /, *, b = 1.0))]
pub fn f(a: u32, b: f64) -> f64 {
    f64::from(a) + b
}

#[cfg(feature = "constant")]
#[export]
pub const MOST: u32 = 7;

#[cfg(feature = "constant")]
#[export]
pub fn f(a: u32, b: f64) -> f64 {
    f64::from(a) + b
}

#[cfg(feature = "submodule")]
#[export]
pub mod part {
    use pyext::prelude::*;

    #[export]
    pub fn f(a: u32, b: f64) -> f64 {
        f64::from(a) + b
    }
}

#[cfg(feature = "error-text")]
#[export]
pub fn f(a: u32) -> Result<u32, &'static str> {
    a.checked_add(1).ok_or("too large")
}

#[cfg(feature = "error-class")]
#[derive(Debug, Error)]
pub struct TooLarge {
    pub number: u32,
}

#[cfg(feature = "error-class")]
impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too large")
    }
}

#[cfg(feature = "error-class")]
#[export]
pub fn f(number: u32) -> Result<u32, TooLarge> {
    number.checked_add(1).ok_or(TooLarge { number })
}

#[cfg(feature = "error-boxed")]
#[export]
pub fn f(text: &str) -> Result<bool, Box<dyn core::error::Error>> {
    Ok(text.parse()?)
}

#[cfg(feature = "wipe")]
#[export(wipe)]
pub fn f(text: &str) -> String {
    text.into()
}

#[cfg(any(feature = "class", feature = "objects"))]
pub struct Counter(u32);

#[cfg(any(feature = "class", feature = "objects"))]
#[export]
impl Counter {
    #[new]
    pub fn new(start: u32) -> Counter {
        Counter(start)
    }

    pub fn increment(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

#[cfg(feature = "objects")]
#[export]
pub fn f(counters: Vec<&Counter>) -> Counter {
    Counter(counters.iter().map(|c| c.0).sum())
}

#[cfg(feature = "import")]
#[pyext::import]
pub trait Host {
    fn lookup(&self, number: u32) -> f64;
}

#[cfg(feature = "import")]
#[export]
pub fn f(host: &dyn Host, number: u32) -> f64 {
    host.lookup(number)
}

#[cfg(feature = "exception")]
#[pyext::import]
pub trait Host {
    fn store(&self, text: &str) -> Result<u32, pyext::Exception>;
}

#[cfg(feature = "exception")]
#[export]
pub fn f(host: &dyn Host, text: &str) -> Result<u32, pyext::Exception> {
    host.store(text)
}

#[cfg(feature = "callable")]
#[export]
pub fn f(function: &dyn Fn(u32, f64) -> f64) -> f64 {
    function(1, 2.0)
}

#[cfg(feature = "iterator")]
#[export]
pub fn f(end: u32) -> impl Iterator<Item = u32> {
    0..end
}

#[cfg(feature = "iterable")]
#[export]
pub fn f(numbers: pyext::PyIter<'_, f64>) -> f64 {
    numbers.sum()
}

#[cfg(feature = "log")]
#[export]
pub fn f(a: u32, b: f64) -> f64 {
    pyext::log::info!("two numbers");
    f64::from(a) + b
}

#[cfg(feature = "random")]
#[export]
pub fn f(a: u32, b: f64) -> f64 {
    let mut byte = [0];
    pyext::random::fill(&mut byte);
    f64::from(a) + b + f64::from(byte[0])
}

#[cfg(feature = "clock")]
#[export]
pub fn f(a: u32, b: f64) -> f64 {
    f64::from(a) + b + pyext::clock::monotonic().as_secs_f64()
}

#[cfg(feature = "stdout")]
#[export]
pub fn f(a: u32, b: f64) -> f64 {
    pyext::stdout::println!("two numbers");
    f64::from(a) + b
}
