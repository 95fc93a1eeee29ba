//! Mistakes in callables and iterators.

use pyext::prelude::*;
use pyext::{Iter, PyIter};

#[export]
pub fn boxed(function: Box<dyn Fn(u32) -> u32>) -> u32 {
    function(1)
}

#[export]
pub fn once(function: &dyn FnOnce(u32) -> u32) {
    let _ = function;
}

#[export]
pub fn changes(function: &mut dyn FnMut(u32) -> u32) -> u32 {
    function(1)
}

#[export]
pub fn unnamed(function: impl Fn(u32) -> u32) -> u32 {
    function(1)
}

#[export]
pub fn thirteen(function: &dyn Fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)) {
    let _ = function;
}

#[export(signature = (function = 1))]
pub fn a_default(function: &dyn Fn()) {
    function();
}

#[export]
pub fn iterable(values: impl Iterator<Item = u32>) -> u32 {
    values.sum()
}

#[export]
pub fn boxed_iterable(values: Box<dyn Iterator<Item = u32>>) -> u32 {
    values.sum()
}

#[export]
pub fn borrows(text: &str) -> impl Iterator<Item = char> {
    text.chars()
}

#[export]
pub fn borrows_boxed(text: &str) -> Box<dyn Iterator<Item = char> + '_> {
    Box::new(text.chars())
}

#[export]
pub fn anything() -> impl Clone {
    1
}

#[pyext::import]
pub trait Host {
    fn find(&self, key: &str) -> u32;
}

#[export]
pub fn any_host(host: &impl Host) -> u32 {
    host.find("a")
}

#[export]
pub fn each_unnamed(values: Vec<impl Clone>) -> usize {
    values.len()
}

#[export]
pub fn nested() -> Vec<Iter<u32>> {
    Vec::new()
}

#[export]
pub fn in_a_list(functions: Vec<&dyn Fn(u32) -> u32>) -> u32 {
    functions.len() as u32
}

#[export]
pub fn texts(words: PyIter<'_, &str>) -> u32 {
    words.count() as u32
}

#[export]
pub fn bare(function: &dyn Fn) {
    let _ = function;
}

#[export]
pub fn a_cell(function: &dyn Fn(core::cell::Cell<u8>)) {
    let _ = function;
}

fn main() {}
