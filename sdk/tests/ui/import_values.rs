//! Values of the host are copied, and have no objects in them.

use pyext::prelude::*;

pub struct Counter;

#[export]
impl Counter {
    #[new]
    pub fn new() -> Self {
        Counter
    }
}

#[pyext::import]
pub trait Objects {
    fn takes(&self, counters: Vec<Counter>);
    fn gives(&self) -> Vec<Counter>;
}

fn main() {}
