// Types of fields that cannot cross, and types that cannot stand where they do.
#![allow(dead_code)]
use pyext::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

#[derive(Record)]
struct Fields {
    shared: Rc<u32>,
    boxed: Vec<Option<Box<u32>>>,
    reference: &'static mut [u32],
    right: u32,
}

#[derive(Variant)]
enum Cases {
    A(Rc<u32>),
    B { nothing: Vec<()> },
}

#[derive(Record)]
struct Point {
    x: f64,
}

#[derive(Record)]
#[repr(C)]
struct Text {
    text: String,
}

#[derive(Record)]
struct About {
    name: &'static str,
}

#[derive(Record)]
struct Library {
    about: About,
}

#[derive(Enum)]
#[repr(u64)]
enum Large {
    A = u64::MAX,
}

#[export]
fn in_place(points: &mut [Point], texts: &mut [Text]) {}

#[export]
fn back(points: &[Point]) -> &[Point] {
    points
}

#[export]
fn only_a_result(about: About, library: Vec<Library>) -> Option<Library> {
    None
}

#[export]
fn keys(points: BTreeMap<u32, BTreeSet<u8>>, sets: &[BTreeSet<Large>]) {}

fn main() {}
