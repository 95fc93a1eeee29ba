// A record that can change is no key.
use pyext::prelude::*;
use std::collections::BTreeSet;

#[derive(Record, PartialEq, Eq, PartialOrd, Ord)]
struct Changing {
    x: u32,
}

#[export]
fn set(_set: BTreeSet<Changing>) {}

fn main() {}
