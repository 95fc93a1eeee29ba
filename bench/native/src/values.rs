//! What the table of values calls: each function gives back what it gets.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use pyo3::prelude::*;

#[pyclass(from_py_object, get_all)]
#[derive(Clone)]
pub struct Point {
    x: f64,
    y: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }
}

#[pyclass(from_py_object, get_all)]
#[derive(Clone)]
pub struct Entry {
    name: String,
    size: u32,
    ratio: f64,
    hidden: bool,
}

#[pymethods]
impl Entry {
    #[new]
    fn new(name: String, size: u32, ratio: f64, hidden: bool) -> Self {
        Entry {
            name,
            size,
            ratio,
            hidden,
        }
    }
}

#[pyclass(from_py_object)]
#[derive(Clone)]
pub enum Shape {
    Empty(),
    Circle(f64),
    Rectangle(f64, f64),
    Label(String),
}

#[pyclass(from_py_object, eq, eq_int)]
#[derive(Clone, PartialEq)]
pub enum Color {
    Red,
    Green,
    Blue,
}

/// Flags as the bits that they are: PyO3 has no type for them.
#[pyclass(from_py_object, get_all)]
#[derive(Clone)]
pub struct Rights {
    value: u8,
}

#[pymethods]
impl Rights {
    #[new]
    fn new(value: u8) -> Self {
        Rights { value }
    }
}

#[derive(FromPyObject, IntoPyObject)]
#[pyo3(transparent)]
pub struct Metres(f64);

/// Functions that give back what they get.
macro_rules! echo {
    ($($name:ident: $type:ty,)*) => {$(
        #[pyfunction]
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
    set: HashSet<i64>,
}
