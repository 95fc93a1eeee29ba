//! Values of every kind, there and back: the submodule `values`.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use core::time::Duration;

use pyext::prelude::*;

pyext::submodule!();

/// A place.
#[derive(Record, Clone, Copy)]
#[pyext(frozen)]
#[repr(C)]
pub struct Point {
    /// East.
    pub x: f64,
    pub y: u8,
    pub ok: bool,
    pub mark: char,
    pub rest: [u16; 3],
}

#[derive(Record, PartialEq, Eq, PartialOrd, Ord)]
#[pyext(frozen)]
pub struct Id {
    pub name: String,
    pub number: u32,
}

#[derive(Record)]
pub struct Query<'a, 'b> {
    pub text: &'a str,
    pub words: Vec<&'b str>,
    pub around: Option<Point>,
    pub numbers: &'a [u32],
}

#[derive(Record)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<(u32, T)>,
}

#[derive(Record)]
pub struct About {
    pub name: &'static str,
}

/// Holds one that is only returned.
#[derive(Record)]
pub struct Library {
    pub about: About,
    pub options: BTreeMap<String, u32>,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Color {
    Red = 3,
    DarkRed,
}

#[derive(Variant)]
pub enum Shape<'a> {
    Circle { centre: Point, radius: f32 },
    Named(&'a str, Color),
    One(u64),
    Nothing,
}

#[derive(Flags, Clone, Copy)]
pub struct Style {
    pub bold: bool,
    pub read_only: bool,
}

pub struct Celsius(f64);

impl pyext::Value for Celsius {
    type Wire = pyext::As<f64>;
}

impl From<f64> for Celsius {
    fn from(degrees: f64) -> Self {
        Celsius(degrees)
    }
}

impl From<Celsius> for f64 {
    fn from(temperature: Celsius) -> f64 {
        temperature.0
    }
}

pub struct Token(String);

impl pyext::Value for Token {
    type Wire = pyext::As<String>;
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Token(text)
    }
}

impl From<Token> for String {
    fn from(token: Token) -> String {
        token.0
    }
}

macro_rules! same {
    ($($name:ident: $ty:ty;)*) => {$(
        #[export]
        pub fn $name(value: $ty) -> $ty {
            value
        }
    )*};
}

same! {
    wide_unsigned: u128;
    wide_signed: i128;
    duration: Duration;
    array: [u32; 3];
    few_bytes: [u8; 3];
    texts: [String; 2];
    map: BTreeMap<String, Vec<u32>>;
    set: BTreeSet<(u32, String)>;
    boxed: Box<str>;
    boxes: Box<[u16]>;
    nested: Vec<Vec<Vec<u8>>>;
    outcome: Option<Result<u32, String>>;
    point: Point;
    points: Vec<Point>;
    id: Id;
    ids: BTreeMap<Id, Color>;
    page: Page<Id>;
    page_of_bytes: Page<u8>;
    color: Color;
    colors: Vec<Color>;
    style: Style;
    styles: Vec<Style>;
    celsius: Celsius;
    degrees: Vec<Celsius>;
    token: Token;
    tokens: BTreeMap<u8, Token>;
    wide_pairs: Vec<(u8, u128)>;
    keys: BTreeSet<[u8; 2]>;
    outcomes: Vec<Result<Point, Color>>;
    mixed: (u8, Style, Color);
}

#[export]
pub fn cow<'a>(value: Cow<'a, str>) -> Cow<'a, str> {
    value
}

#[export]
pub fn cows<'a>(value: Cow<'a, [u32]>) -> Cow<'a, [u32]> {
    value
}

#[export]
pub fn shape<'a>(value: Shape<'a>) -> Shape<'a> {
    value
}

#[export]
pub fn shapes<'a>(value: Vec<Shape<'a>>) -> Vec<Shape<'a>> {
    value
}

#[export]
pub fn query<'a, 'b>(value: Query<'a, 'b>) -> Query<'a, 'b> {
    value
}

#[export]
pub fn page_of_texts<'a>(value: Page<&'a str>) -> Page<&'a str> {
    value
}

/// Returns what it was given, without a copy.
#[export]
pub fn borrowed<'a>(value: &'a [Point]) -> &'a [Point] {
    value
}

#[export]
pub fn describe(outcome: Result<u32, String>) -> String {
    match outcome {
        Ok(n) => format!("{n}"),
        Err(error) => error,
    }
}

#[export]
pub fn longest<'a>(words: &[&'a str]) -> &'a str {
    words.iter().copied().max_by_key(|w| w.len()).unwrap_or("")
}

#[export]
pub fn named(shapes: &[Shape]) -> u32 {
    let is_named = |s: &&Shape<'_>| matches!(s, Shape::Named(_, Color::Red));
    shapes.iter().filter(is_named).count() as u32
}

#[allow(clippy::ptr_arg, reason = "such a parameter is what is tested")]
#[export]
pub fn count(query: &Query, map: &BTreeMap<String, u8>, text: &String, number: &u32) -> u32 {
    (query.words.len() + map.len() + text.len()) as u32 + number
}

#[export]
pub fn shift(points: &mut [Point], by: f64) {
    for point in points {
        point.x += by;
        point.rest[2] += 1;
    }
}

#[export]
pub fn library() -> Library {
    Library {
        about: About { name: "all" },
        options: BTreeMap::from([("a".to_string(), 1)]),
    }
}
