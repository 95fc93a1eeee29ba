// Types that contain themselves.
#![allow(dead_code)]
use pyext::prelude::*;

#[derive(Record)]
struct Node {
    value: u32,
    children: Vec<Node>,
    parent: Option<Box<Self>>,
}

#[derive(Variant)]
enum Expression<'a> {
    Number(f64),
    Sum(Vec<Expression<'a>>),
    Named { name: &'a str, value: Option<Vec<Self>> },
}

#[export]
fn evaluate(expression: Expression<'_>) -> f64 {
    0.0
}

fn main() {}
