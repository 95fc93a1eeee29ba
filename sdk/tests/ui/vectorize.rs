// Functions that cannot run on arrays: the types that are no numbers, and what the syntax shows.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export(vectorize)]
fn truth(value: bool) -> f64 {
    0.0
}

#[export(vectorize)]
fn optional(value: f64, limit: Option<f64>) -> char {
    'x'
}

#[export(vectorize)]
fn wide(value: u128, values: &[f64], by: &f64) -> Result<f64, String> {
    Ok(0.0)
}

#[export(vectorize)]
fn nothing() -> f64 {
    0.0
}

#[export(vectorize)]
fn silent(value: f64) {}

#[export(vectorize)]
fn called(value: f64, function: &dyn Fn(f64) -> f64) -> f64 {
    function(value)
}

#[export(vectorize)]
const LIMIT: f64 = 1.0;

pub struct Counter;

#[export]
impl Counter {
    #[pyext(vectorize)]
    pub fn add(&self, value: f64) -> f64 {
        value
    }
}

fn main() {}
