//! A class with two blocks, neither of which says that it is a further one.

use pyext::prelude::*;

pub struct Twice(u32);

#[export]
impl Twice {
    pub fn one() -> u32 {
        1
    }
}

#[export]
impl Twice {
    pub fn two() -> u32 {
        2
    }
}

fn main() {}
