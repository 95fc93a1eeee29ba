//! A function of one's own that asks for an error with a class in Python.

use pyext::prelude::*;

#[derive(Debug)]
pub struct Plain;

fn told<E: pyext::Error>(error: E) -> String {
    error.to_string()
}

pub fn tells() -> String {
    told(Plain)
}

fn main() {}
