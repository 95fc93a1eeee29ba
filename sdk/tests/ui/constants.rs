// Constants that cannot be exported.
use pyext::prelude::*;

#[export]
const LIST: [u32; 2] = [1, 2];

#[export]
const MAYBE: Option<u8> = None;

#[export]
const HUGE: u128 = 1 << 64;

#[export]
const _: u8 = 1;

#[export]
const lambda: u8 = 1;

#[export]
static STATE: u8 = 1;

fn main() {}
