// What the table of behaviour calls: a class, an iterator, an import, callables.

use pyext::Exception;
use pyext::prelude::*;

/// What Python gives.
#[pyext::import]
pub trait Host {
    fn scale(&self, number: f64) -> f64;
}

pub struct Counter(i64);

#[export]
impl Counter {
    #[new]
    pub fn new(count: i64) -> Counter {
        Counter(count)
    }

    pub fn add(&self, number: i64) -> i64 {
        self.0 + number
    }

    #[getter]
    pub fn count(&self) -> i64 {
        self.0
    }
}

#[export]
pub fn numbers(end: u32) -> impl Iterator<Item = u32> {
    0..end
}

#[export]
pub fn scaled(host: &dyn Host, times: u32) -> f64 {
    (0..times).map(|i| host.scale(f64::from(i))).sum()
}

#[export]
pub fn apply(
    function: &dyn Fn(i64) -> Result<i64, Exception>,
    times: u32,
) -> Result<i64, Exception> {
    (0..times).map(|i| function(i64::from(i))).sum()
}
