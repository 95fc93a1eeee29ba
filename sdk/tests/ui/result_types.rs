// Types that cannot be results.
#![allow(unused_variables)]
use pyext::prelude::*;
use std::collections::HashMap;

pub struct Silent;

#[export]
fn a_map() -> HashMap<String, u32> {
    HashMap::new()
}

#[export]
fn inside() -> Vec<Option<Box<u32>>> {
    Vec::new()
}

#[export]
fn nested_result() -> Option<Result<u32, String>> {
    None
}

#[export]
fn an_error_without_text() -> Result<u32, Silent> {
    Err(Silent)
}

fn main() {}
