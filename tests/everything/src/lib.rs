//! Every feature in one extension: what type checkers are tried on.
#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

mod text;

use alloc::collections::{BTreeMap, BTreeSet};
use core::fmt;
use core::time::Duration;

use pyext::prelude::*;
use pyext::{Enum, Error, Flags, Record, Variant};

use geometry::Point;

/// The most results.
#[export]
pub const LIMIT: u32 = 100;

#[export]
pub const PRIMES: [u8; 3] = [2, 3, 5];

#[export]
pub const RATIO: f64 = 1.5;

/// A color.
///
/// As people see it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Color {
    /// Nearly black.
    DarkRed = 3,
    Green = 1,
    None = -1,
}

#[derive(Flags, Clone, Copy, Debug)]
pub struct Mode {
    /// May read.
    pub read: bool,
    pub write: bool,
}

#[derive(Record, Clone, Debug)]
#[pyext(frozen)]
pub struct Options {
    pub mode: Mode,
    pub timeout: Option<Duration>,
}

/// What to look for.
#[derive(Record, Clone, Debug)]
pub struct Query {
    /// A part of what is looked for,
    /// in any case.
    pub text: String,
    /// How many results are wanted.
    pub limit: u32,
    pub colors: BTreeSet<Color>,
    pub at: Vec<Point>,
}

/// What can be wrong with a text.
#[derive(Error, Debug)]
#[pyext(base = "ValueError")]
pub struct Fault {
    /// Where it is.
    pub at: u32,
    pub color: Option<Color>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is wrong at {}", self.at)
    }
}

impl core::error::Error for Fault {}

/// Nothing is found.
#[derive(Error, Debug)]
#[pyext(base = "KeyError")]
pub enum LookupFault {
    /// There is no such key.
    Missing {
        key: String,
    },
    Locked,
}

impl fmt::Display for LookupFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookupFault::Missing { key } => write!(f, "there is no {key}"),
            LookupFault::Locked => f.write_str("it is locked"),
        }
    }
}

impl core::error::Error for LookupFault {}

#[derive(Error, Debug)]
pub struct Plain {}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("as asked for")
    }
}

impl core::error::Error for Plain {}

#[export]
pub fn all_colors(without: BTreeSet<Color>) -> BTreeSet<Color> {
    let all = [Color::DarkRed, Color::Green, Color::None];
    all.into_iter().filter(|c| !without.contains(c)).collect()
}

#[export]
pub fn all_numbers(a: u8, b: i128, c: f32, d: bool, e: char) -> (u128, f64, bool, String) {
    (b.unsigned_abs() + u128::from(a), c.into(), !d, e.into())
}

/// Counts words.
///
///     >>> count("a b a")
///     {'a': 2, 'b': 1}
#[export]
pub fn count(text: &str) -> BTreeMap<String, u32> {
    let mut words = BTreeMap::new();
    for word in text.split_whitespace() {
        *words.entry(word.to_string()).or_default() += 1;
    }
    words
}

/// Finds.
#[export(signature = (query, options = None, *, color = Color::DarkRed, mode))]
pub fn find(
    query: Query,
    options: Option<Options>,
    color: Color,
    mode: Mode,
) -> Result<Vec<(String, u32)>, LookupFault> {
    if options.is_some_and(|options| options.mode.write) {
        return Err(LookupFault::Locked);
    }
    if !mode.read || !query.colors.contains(&color) {
        return Err(LookupFault::Missing { key: query.text });
    }
    Ok(vec![(query.text, query.limit)])
}

#[export]
pub fn first(values: Vec<Option<String>>) -> Option<Option<String>> {
    values.into_iter().next()
}

/// The length of the longest side.
#[export(vectorize, signature = (a, b, *, scale = 1.0))]
pub fn hypotenuse(a: f64, b: f64, scale: f64) -> f64 {
    // Without the standard library there is no square root but by steps.
    let square = a * a + b * b;
    let step = |root: f64, _| (root + square / root) / 2.0;
    scale * (0..40).fold(a + b, step)
}

/// Joins words.
#[export(signature = (*words, separator = " ", **replaced))]
pub fn join(words: Vec<String>, separator: &str, replaced: BTreeMap<String, String>) -> String {
    let word = |word: String| replaced.get(&word).cloned().unwrap_or(word);
    let words: Vec<String> = words.into_iter().map(word).collect();
    words.join(separator)
}

#[export]
pub fn parse(texts: Vec<String>) -> Vec<Result<i64, Fault>> {
    let fault = |at: usize| Fault {
        at: at as u32,
        color: None,
    };
    let texts = texts.iter().enumerate();
    texts
        .map(|(at, text)| text.parse().map_err(|_| fault(at)))
        .collect()
}

#[export]
pub fn plain(fail: bool) -> Result<(), Plain> {
    match fail {
        true => Err(Plain {}),
        false => Ok(()),
    }
}

#[export(signature = (data, count = [0, 1], /))]
pub fn reverse(data: &[u8], count: [u16; 2]) -> Vec<u8> {
    let [skip, times] = count.map(usize::from);
    data[skip.min(data.len())..]
        .iter()
        .rev()
        .copied()
        .collect::<Vec<u8>>()
        .repeat(times)
}

#[export(signature = (values, factor = 2.0))]
pub fn scale(values: &mut [f32], factor: f32) {
    for value in values {
        *value *= factor;
    }
}

/// Hides a secret.
#[export(wipe)]
pub fn seal(secret: &[u8]) -> Result<Vec<u8>, &'static str> {
    match secret {
        [] => Err("there is nothing to hide"),
        secret => Ok(secret.iter().map(|byte| !byte).collect()),
    }
}

#[export]
pub fn wait(time: Duration) -> Duration {
    time * 2
}

/// Points and shapes.
#[export]
pub mod geometry {
    use super::*;

    #[export]
    pub const ORIGIN_NAME: &str = "O";

    /// A point of the plane.
    #[derive(Record, Clone, Copy, Debug)]
    #[repr(C)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
    }

    /// What has an area.
    #[derive(Variant, Clone, Debug)]
    pub enum Shape {
        /// All points near another.
        Circle {
            center: Point,
            /// At least 0.
            radius: f64,
        },
        Polygon(Vec<Point>),
        Empty,
    }

    /// The area of a shape.
    #[export]
    pub fn area(shape: Shape) -> f64 {
        match shape {
            Shape::Circle { radius, .. } => 3.0 * radius * radius,
            Shape::Polygon(points) => points.len() as f64,
            Shape::Empty => 0.0,
        }
    }

    #[export]
    pub fn center(points: &[Point]) -> Option<Point> {
        let sum = |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
        (!points.is_empty()).then(|| Point {
            x: sum(|p| p.x),
            y: sum(|p| p.y),
        })
    }

    #[export(signature = (shapes, color = Color::Green))]
    pub fn paint(shapes: Vec<Shape>, color: Color) -> Vec<Color> {
        vec![color; shapes.len()]
    }

    /// Bodies.
    #[export]
    pub mod solid {
        use super::*;

        #[derive(Record, Clone, Debug)]
        pub struct Prism {
            pub base: Shape,
            pub height: f64,
            pub color: Color,
        }

        #[export(signature = (base, height = 1.0))]
        pub fn prism(base: Shape, height: f64) -> Prism {
            Prism {
                base,
                height,
                color: Color::Green,
            }
        }

        #[export]
        pub fn volume(prism: Prism) -> f64 {
            area(prism.base) * prism.height
        }
    }
}
