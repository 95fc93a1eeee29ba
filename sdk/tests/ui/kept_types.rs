//! What is valid for the call only cannot be demanded for longer.

use pyext::prelude::*;
use pyext::PyIter;

pub struct Counter(u32);

#[export]
impl Counter {
    pub fn name<'a>(&'a self, _other: &'a Counter) -> impl Iterator<Item = &'a u32> + use<'a> {
        core::iter::once(&self.0)
    }
}

#[export]
pub fn for_ever(values: PyIter<'static, u32>) -> u32 {
    values.sum()
}

#[pyext::import]
pub trait Host {
    fn get(&self) -> u32;
}

#[export]
pub fn longer(host: &(dyn Host + 'static)) -> impl Iterator<Item = u32> + use<> {
    let first = host.get();
    core::iter::once(first)
}

fn main() {}
