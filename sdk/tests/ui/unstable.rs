// What Rust itself does not have yet: the macro says what to write instead.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export]
unsafe extern "C" fn variadic(first: u8, _: ...) {}

#[export]
mod elsewhere;

fn main() {}
