//! Types with names in Rust: they stay what they are, and describe themselves.
use std::collections::BTreeMap;

use pyext::prelude::*;

/// A place.
#[derive(Record, Clone, Copy, Debug, PartialEq, Default)]
#[pyext(frozen)]
#[repr(C)]
pub struct Point {
    /// East.
    pub x: f64,
    pub y: f64,
}

#[derive(Record)]
pub struct Query<'a, 'b> {
    pub text: &'a str,
    pub words: Vec<&'b str>,
    pub around: Option<Point>,
    pub numbers: &'a [Point],
}

#[derive(Record, Debug, PartialEq)]
pub struct Page<T: Clone>
where
    T: PartialEq,
{
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

#[derive(Enum, Clone, Copy)]
pub enum Color {
    Red = 3,
    DarkRed,
}

#[derive(Variant)]
pub enum Shape<'a> {
    Circle { centre: Point, radius: f32 },
    Named(&'a str, Color),
    Nothing,
}

#[derive(Flags)]
pub struct Style {
    pub bold: bool,
    pub read_only: bool,
}

#[export]
fn all(
    query: Query<'_, '_>,
    page: Page<&str>,
    shape: Shape<'_>,
    style: Style,
    points: &mut [Point],
    list: &[Shape<'_>],
    record: &Query<'_, '_>,
) -> Option<Point> {
    None
}

#[export]
fn library() -> Library {
    Library {
        about: About { name: "x" },
        options: BTreeMap::new(),
    }
}

#[export(signature = (color = Color::DarkRed))]
fn colored(color: Color) {}

#[test]
fn x() {}
