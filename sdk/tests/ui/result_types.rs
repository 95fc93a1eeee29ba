// Types that cannot be results.
#![allow(unused_variables)]
use pyext::prelude::*;
use std::collections::HashMap;

pub struct Silent;

#[export]
fn without_std() -> HashMap<String, u32> {
    HashMap::new()
}

#[export]
fn inside() -> Vec<Option<Box<u32>>> {
    Vec::new()
}

#[export]
fn an_error_without_text() -> Result<u32, Silent> {
    Err(Silent)
}

#[export]
fn a_reference(text: &String) -> &String {
    text
}

#[export]
fn slices(words: &[String]) -> &[String] {
    words
}

fn main() {}
