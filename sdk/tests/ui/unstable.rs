// What Rust itself has not, or not yet: the macro says what to write instead.
use pyext::prelude::*;

#[export]
const MANY<T>: u8 = 1;

#[export]
unsafe extern "C" fn variadic(first: u8, ...) {}

#[export]
mod elsewhere;

fn main() {}
