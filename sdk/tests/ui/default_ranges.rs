// Defaults out of their type's range.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export(signature = (a = 300, b = -129))]
fn ranges(a: u8, b: i8) {}

fn main() {}
