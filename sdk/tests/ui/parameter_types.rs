// Types that cannot be parameters: one error for each, at the type, all at once.
#![allow(unused_variables)]
use pyext::prelude::*;
use std::collections::HashMap;

#[export]
fn by_reference(text: &String, values: &Vec<f64>, number: &u32) {}

#[export]
fn a_map(words: HashMap<String, u32>) {}

#[export]
fn inside(values: Option<Box<u32>>, pair: (u8, HashMap<u8, u8>)) {}

#[export]
fn slices(words: &[&str], pairs: &mut [(u8, u8)]) {}

fn main() {}
