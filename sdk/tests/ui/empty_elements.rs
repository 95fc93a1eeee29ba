// Lists of values without bytes.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export]
fn nothings(values: Vec<()>) -> Vec<((), ())> {
    Vec::new()
}

fn main() {}
