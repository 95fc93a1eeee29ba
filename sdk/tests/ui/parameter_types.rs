// Types that cannot be parameters: one error for each, at the type, all at once.
#![allow(unused_variables)]
use pyext::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

pub struct Plain;

#[export]
fn boxed(value: Box<u32>) {}

#[export]
fn of_your_own(value: Plain) {}

#[export]
fn without_std(words: HashMap<String, u32>) {}

#[export]
fn inside(values: Option<Box<u32>>, pair: (u8, Vec<Result<Rc<u8>, u8>>)) {}

#[export]
fn changed_in_place(value: &mut Vec<u8>, pairs: &mut [(u8, u8)], words: Vec<&[&str]>) {}

fn main() {}
