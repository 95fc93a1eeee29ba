// The grammar of signatures: each mistake at its place, all at once.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export(signature = (/, a, b, /, /, *, *args, *))]
fn marks(a: u8, b: u8, args: Vec<u8>) {}

#[export(signature = (*, **kwargs, c, /, *, **more))]
fn behind_the_end(kwargs: std::collections::BTreeMap<String, u8>, c: u8, more: u8) {}

#[export(signature = (a = 1, b, *, c))]
fn required_behind_optional(a: u8, b: u8, c: u8) {}

#[export(signature = (*args = [1]))]
fn collector_with_default(args: Vec<u8>) {}

#[export(signature = (a, +, b = , 7, c d))]
fn broken(a: u8, b: u8) {}

#[export(signature = (a: "int", b: u8 = 1, *, c: "str") -> "int", name = "typed", wip)]
fn types(a: u8, b: u8, c: u8) {}

#[export(signature = (b, a, a, missing))]
fn names(a: u8, b: u8, unnamed: u8) {}

#[export(signature = (b, a))]
fn order(a: u8, b: u8) {}

#[export(signature = (args, *, other))]
fn fine(args: u8, other: u8) {}

#[export(signature = (*args, **kwargs))]
fn collectors(args: String, kwargs: Vec<u8>) {}

fn main() {}
