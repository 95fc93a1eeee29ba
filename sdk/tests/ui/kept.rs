//! What is valid for the call only cannot be kept.

use std::cell::RefCell;

use pyext::prelude::*;
use pyext::{Iter, PyIter};

pub struct Keeper(RefCell<Vec<&'static dyn Fn() -> u32>>);

#[export]
impl Keeper {
    pub fn keep(&self, function: &dyn Fn() -> u32) {
        self.0.borrow_mut().push(function);
    }
}

#[export]
pub fn returns(values: PyIter<'_, u32>) -> Iter<u32> {
    Iter::new(values)
}

fn main() {}
