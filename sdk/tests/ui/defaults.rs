// Defaults: what is no literal, and literals of another type than the parameter's.
#![allow(unused_variables)]
use pyext::prelude::*;

#[export(signature = (a = 1 + 1, b = String::new(), c = [1, f()], e = 18446744073709551616, f = -9223372036854775809, g = c"x"))]
fn no_literals(a: u32, b: String, c: Vec<u8>, e: u128, f: i128, g: String) {}

#[export(signature = (a = 1, b = "x", c = 0.5, e = -1, f = [1, "x"], g = 1, h = None))]
fn other_types(a: bool, b: char, c: u8, e: u16, f: Vec<u8>, g: Option<u8>, h: Option<String>) {}

#[export(signature = (a = [1, 2], b = (1, "x", 2)))]
fn other_lengths(a: (u8, u8), b: (u8, String)) {}

#[export(signature = (buffer = []))]
fn writable(buffer: &mut [u8]) {}

#[export(signature = (width = None))]
fn no_option(width: u32) {}

const WIDTH: u32 = 80;

#[export(signature = (width = WIDTH))]
fn no_case(width: u32) {}

#[export(signature = (a = Some(Some(1)), b = [Some(None)], c = Some(())))]
fn nested_options(a: Option<Option<u8>>, b: Vec<Option<Option<u8>>>, c: Option<()>) {}

#[export(signature = (a = 1e999))]
fn infinite(a: f64) {}

fn main() {}
