//! Types of classes where they cannot stand, and results that Python does not want.

use std::fmt;

use pyext::prelude::*;

pub struct Counter(u32);

#[export]
impl Counter {
    #[new]
    pub fn new() -> u32 {
        0
    }

    pub fn __len__(&self) -> String {
        String::new()
    }

    pub fn __bool__(&self) -> u32 {
        self.0
    }

    pub fn __repr__(&self) -> u32 {
        self.0
    }

    pub fn __next__(&mut self) -> u32 {
        self.0
    }

    pub fn __float__(&self) -> u32 {
        self.0
    }

    pub fn __iter__(&self) -> u32 {
        self.0
    }

    #[getter]
    pub fn value(&self) -> u32 {
        self.0
    }

    #[setter]
    pub fn set_value(&mut self, value: u32) -> u32 {
        value
    }

    pub fn itself(&self) -> &Counter {
        self
    }
}

#[export]
pub fn a_slice(counters: &[Counter]) -> u32 {
    counters.len() as u32
}

#[export]
pub fn an_option(counter: &Option<Counter>) -> bool {
    counter.is_some()
}

#[export]
pub fn no_default(counter: &mut u32) {
    *counter += 1;
}

#[export(signature = (counter = 1))]
pub fn a_default(counter: Counter) -> u32 {
    counter.0
}

#[derive(Debug, Error)]
pub struct Failed {
    pub counter: Vec<Counter>,
}

impl fmt::Display for Failed {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

#[export]
pub fn fails() -> Result<u32, Failed> {
    Ok(1)
}

#[export]
pub fn keeps(counter: &'static Counter) -> u32 {
    counter.0
}

fn main() {}
