//! Types that cannot go to the host, or come from there.

use std::fmt;

use pyext::prelude::*;
use pyext::{Exception, Iter};

pub struct Counter;

#[export]
impl Counter {
    #[new]
    pub fn new() -> Self {
        Counter
    }
}

pub struct Stranger;

#[pyext::import]
pub trait Host {
    fn stranger(&self, stranger: Stranger);
    fn wrong_error(&self) -> Result<u32, String>;
    fn gives_object(&self) -> Counter;
    fn takes_object(&self, counter: Counter);
    fn iterates(&self) -> Iter<u32>;
}

#[export]
pub fn optional(host: Option<&dyn Host>) -> bool {
    host.is_some()
}

#[export]
pub fn debug(value: &dyn fmt::Debug) -> String {
    format!("{value:?}")
}

#[export]
pub fn kept(host: &'static dyn Host) {
    let _ = host;
}

#[export]
pub fn an_exception() -> Exception {
    Exception::new("")
}

fn main() {}
