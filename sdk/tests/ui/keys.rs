// Keys that Python does not have, and lengths that make no sense.
#![allow(unused_variables)]
use pyext::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[export]
fn lists_as_keys(words: BTreeMap<Vec<u32>, u8>) {}

#[export]
fn sets_of_sets() -> BTreeSet<BTreeSet<u8>> {
    BTreeSet::new()
}

#[export]
fn nothing(values: [u8; 0]) {}

fn main() {}
