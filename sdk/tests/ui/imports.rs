//! Mistakes in imports.

use pyext::prelude::*;

#[pyext::import]
pub trait Generic<T> {
    fn get(&self) -> u32;
}

#[pyext::import]
pub unsafe trait Danger {}

#[pyext::import]
pub trait Derived: Clone {
    const LIMIT: u32;
    type Item;
    fn get(&self) -> u32;
}

#[pyext::import]
pub trait Functions {
    fn no_self() -> u32;
    fn changes(&mut self);
    fn consumes(self);
    fn generic<T>(&self, value: T);
    async fn later(&self);
    unsafe fn danger(&self);
    fn lambda(&self);
    fn __len__(&self) -> u32;
    fn twice(&self);
    #[pyext(name = "twice")]
    fn thrice(&self);
    #[pyext(wipe)]
    fn secret(&self);
    #[cfg(unix)]
    fn sometimes(&self);
    fn a_pattern(&self, (a, b): (u8, u8));

    fn itself(&self, other: &Self);
}

#[pyext::import]
pub struct Nothing;

fn main() {}
