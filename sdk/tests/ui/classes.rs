//! Mistakes in classes.

use pyext::prelude::*;

pub struct Counter(u32);

#[export]
impl Counter {
    #[new]
    pub fn new() -> u32 {
        0
    }

    #[new]
    pub fn again() -> Self {
        Counter(0)
    }

    #[new]
    pub fn copied(&self) -> Self {
        Counter(self.0)
    }

    #[getter]
    pub fn value(&self, extra: u32) -> u32 {
        self.0 + extra
    }

    #[setter]
    pub fn set_lost(&mut self, value: u32) {
        self.0 = value;
    }

    #[getter]
    #[staticmethod]
    pub fn both(&self) -> u32 {
        self.0
    }

    #[getter]
    pub fn alone() -> u32 {
        0
    }

    #[staticmethod]
    pub fn with_self(&self) {}

    pub fn boxed(self: Box<Self>) {}

    pub fn __len__(&self, more: u32) -> usize {
        more as usize
    }

    pub fn __del__(&mut self) {}

    pub fn __init__(&mut self) {}

    pub fn __getattr__(&self, name: &str) -> u32 {
        name.len() as u32
    }

    pub fn lambda(&self) {}

    pub async fn later(&self) {}

    pub fn generic<T>(&self, _value: T) {}

    pub fn twice(&self) {}

    #[pyext(name = "twice")]
    pub fn thrice(&self) {}

    #[pyext(naem = "x")]
    pub fn option(&self) {}
}

pub struct Generic<T>(T);

#[export]
impl<T> Generic<T> {
    pub fn get(&self) {}
}

#[export]
impl Default for Counter {
    fn default() -> Self {
        Counter(0)
    }
}

#[export]
impl Vec<u32> {
    fn first() {}
}

pub struct Never(u32);

#[export(more)]
impl Never {
    pub fn count(&self) -> u32 {
        self.0
    }
}

#[export(more, name = "Other")]
impl Counter {
    #[pyext(more)]
    pub fn method(&self) {}
}

#[export(more)]
pub fn free() {}

pub struct Marked(u32);

#[export]
impl Marked {
    #[new]
    #[pyext(name = "make")]
    pub fn named() -> Self {
        Marked(0)
    }

    pub fn size(&self) -> u32 {
        self.0
    }

    #[setter]
    pub fn set_size(&mut self, size: u32) {
        self.0 = size;
    }

    #[pyext]
    pub fn no_options(&self) {}

    #[getter(one)]
    #[pyext(name = "two")]
    pub fn two_names(&self) -> u32 {
        self.0
    }

    #[getter(1)]
    pub fn no_name(&self) -> u32 {
        self.0
    }

    #[staticmethod(name)]
    pub fn no_property() {}
}

fn main() {}
