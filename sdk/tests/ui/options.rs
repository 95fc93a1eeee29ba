// Options of `#[export]`.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export(text, nam = "x", signature, name = 3)]
fn unknown() {}

#[export(name = "a", name = "b", signature = (), signature = ())]
fn twice() {}

#[export(name = "lambda")]
fn keyword() {}

#[export(name = "pyext_alloc")]
fn reserved() {}

#[export(name = "two words")]
fn no_name() {}

#[export(signature = (a), wipe)]
const LIMIT: u32 = 1;

#[export(wipe, name = "größe")]
mod geometry {}

#[export(wipe)]
fn secret(key: &[u8]) {}

#[export(signature = 1)]
fn no_parentheses() {}

fn main() {}
