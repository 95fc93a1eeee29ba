// Functions that cannot be exported: every mistake is reported, also of one function.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export]
async fn later(name: &str) -> String {
    name.into()
}

#[export]
fn generic<T>(value: T) {}

#[export]
fn any(values: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    values
}

#[export]
unsafe fn trust_me((a, b): (u32, u32), lambda: std::rc::Rc<u8>) {}

#[export]
fn größe(länge: f64) {}

#[export]
fn memory() {}

#[export]
fn keeps(text: &'static str) {}

#[export]
struct Counter;

struct Holder;

impl Holder {
    #[export]
    fn method(&self) {}

    #[export]
    fn made(size: u32) -> Self {
        Holder
    }
}

fn main() {}
