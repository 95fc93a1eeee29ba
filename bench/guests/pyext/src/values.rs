//! What the table of values calls: each function gives back what it gets.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use core::time::Duration;

use pyext::prelude::*;

#[derive(Clone, Copy, Record)]
#[repr(C)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Record)]
pub struct Entry {
    pub name: String,
    pub size: u32,
    pub ratio: f64,
    pub hidden: bool,
}

#[derive(Variant)]
pub enum Shape {
    Empty,
    Circle(f64),
    Rectangle(f64, f64),
    Label(String),
}

#[derive(Enum)]
pub enum Color {
    Red,
    Green,
    Blue,
}

#[derive(Flags)]
pub struct Rights {
    pub read: bool,
    pub write: bool,
    pub execute: bool,
}

pub struct Metres(f64);

impl pyext::Value for Metres {
    type Wire = pyext::As<f64>;
}

impl From<f64> for Metres {
    fn from(length: f64) -> Metres {
        Metres(length)
    }
}

impl From<Metres> for f64 {
    fn from(length: Metres) -> f64 {
        length.0
    }
}

/// Functions that give back what they get.
macro_rules! echo {
    ($($name:ident: $type:ty,)*) => {$(
        #[export]
        pub fn $name(value: $type) -> $type {
            value
        }
    )*};
}

echo! {
    text: String,
    data: Vec<u8>,
    wide: i128,
    maybe: Option<u32>,
    pair: (i64, String),
    entry_of: Entry,
    shape_of: Shape,
    rights_of: Rights,
    length: Metres,
    duration: Duration,
    array: [f64; 16],
    ints: Vec<i64>,
    texts: Vec<String>,
    pairs: Vec<(i64, f64)>,
    points: Vec<Point>,
    entries: Vec<Entry>,
    options: Vec<Option<u32>>,
    shapes: Vec<Shape>,
    colors: Vec<Color>,
    nested: Vec<Vec<i64>>,
    dict: BTreeMap<String, u32>,
    set: BTreeSet<i64>,
}
