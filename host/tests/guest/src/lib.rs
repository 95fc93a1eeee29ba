//! Everything that the ABI has, for the host's tests: each type there and back, and each way to fail.
#![cfg_attr(target_family = "wasm", no_std)]
#![allow(missing_docs)]
// Types and lifetimes are spelled out to be tested as they are.
#![allow(clippy::type_complexity, clippy::needless_lifetimes)]

extern crate alloc;

pub mod raising;
pub mod secrets;
pub mod signatures;
pub mod values;
pub mod vectorize;

use pyext::prelude::*;

macro_rules! echo {
    ($($name:ident: $ty:ty;)*) => {$(
        #[export]
        pub fn $name(value: $ty) -> $ty {
            value
        }
    )*};
}

echo! {
    echo_bool: bool;
    echo_u8: u8;
    echo_s8: i8;
    echo_u16: u16;
    echo_s16: i16;
    echo_u32: u32;
    echo_s32: i32;
    echo_u64: u64;
    echo_s64: i64;
    echo_usize: usize;
    echo_isize: isize;
    echo_f32: f32;
    echo_f64: f64;
    echo_char: char;
    echo_string: String;
    echo_list_bool: Vec<bool>;
    echo_list_u8: Vec<u8>;
    echo_list_s8: Vec<i8>;
    echo_list_u16: Vec<u16>;
    echo_list_s16: Vec<i16>;
    echo_list_u32: Vec<u32>;
    echo_list_s32: Vec<i32>;
    echo_list_u64: Vec<u64>;
    echo_list_s64: Vec<i64>;
    echo_list_f32: Vec<f32>;
    echo_list_f64: Vec<f64>;
    echo_list_char: Vec<char>;
    echo_list_string: Vec<String>;
    echo_list_list: Vec<Vec<u16>>;
    echo_option_u8: Option<u8>;
    echo_option_f64: Option<f64>;
    echo_option_string: Option<String>;
    echo_option_option: Option<Option<u32>>;
    echo_option_unit: Option<()>;
    echo_one: (u8,);
    echo_pair: (u32, String);
    echo_triple: (u8, f64, u8);
    echo_nested: Option<(u32, Vec<u8>, Option<(bool, String)>)>;
    echo_list_tuple: Vec<(u8, Option<String>)>;
    echo_twelve: (u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, char, bool);
}

/// Takes nothing and returns nothing.
#[export]
pub fn nothing() {}

#[export]
pub fn echo_unit(value: ()) {
    let () = value;
}

#[export]
pub fn echo_str(value: &str) -> &str {
    value
}

#[export]
pub fn echo_slice<'a>(value: &'a [f64]) -> &'a [f64] {
    value
}

/// What the guest has for good.
#[export]
pub fn table() -> &'static [f64] {
    &[1.0, 0.5, 0.25]
}

#[export]
pub fn echo_slice_char(value: &[char]) -> Vec<char> {
    value.to_vec()
}

#[export]
pub fn echo_option_str(value: Option<&str>) -> Option<&str> {
    value
}

#[export]
pub fn first_of_pair<'a>(pair: (&'a str, &[u32])) -> (&'a str, u32) {
    (pair.0, pair.1.iter().sum())
}

/// Adds two numbers.
///
/// Wraps around, "quotes" \ and back.
#[export]
pub fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

#[export]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

#[export]
pub fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

#[export]
pub fn scale(values: &mut [f64], factor: f64) {
    for value in values {
        *value *= factor;
    }
}

#[export]
pub fn invert(values: &mut [bool]) {
    for value in values {
        *value = !*value;
    }
}

/// Fills the buffer and fails if asked to.
#[export]
pub fn fill(values: &mut [u8], byte: u8, fail: bool) -> Result<(), String> {
    values.fill(byte);
    if fail {
        return Err("filled, then failed".to_string());
    }
    Ok(())
}

#[export]
pub fn fill_then_panic(values: &mut [u8]) {
    values.fill(255);
    panic!("after the fill");
}

type Checked<T> = Result<T, core::num::ParseIntError>;

#[export]
pub fn parse(text: &str) -> Checked<i64> {
    text.parse()
}

#[export]
pub fn divide(a: f64, b: f64) -> Result<f64, String> {
    if b == 0.0 {
        return Err(format!("{a} / 0 – «not» a number\u{0}"));
    }
    Ok(a / b)
}

#[export]
pub fn fail_with(message: String) -> Result<Option<Vec<u8>>, String> {
    Err(message)
}

#[export]
pub fn panic_with(message: &str) {
    panic!("{message}");
}

#[export]
pub fn panic_plainly() {
    panic!("a plain panic");
}

#[export]
pub fn index(values: &[u32], at: u32) -> u32 {
    values[at as usize]
}

#[export]
#[allow(unconditional_recursion)]
pub fn recurse(depth: u64) -> u64 {
    core::hint::black_box(recurse(core::hint::black_box(depth + 1))) + 1
}

/// Allocates, so that addresses rise beyond what the next calls use.
#[export]
pub fn hold(mebibytes: u32) -> u32 {
    let block: Vec<u8> = vec![1; mebibytes as usize * 1024 * 1024];
    let at = block.as_ptr() as usize as u32;
    core::mem::forget(block);
    at
}

#[export]
pub fn repeat(text: &str, times: u32) -> String {
    text.repeat(times as usize)
}

#[export]
pub fn two_sum(numbers: &[i64], target: i64) -> Option<(u32, u32)> {
    for (i, a) in numbers.iter().enumerate() {
        for (j, b) in numbers.iter().enumerate().skip(i + 1) {
            if a + b == target {
                return Some((i as u32, j as u32));
            }
        }
    }
    None
}

/// A module's state is one.
#[export]
pub fn count() -> u32 {
    use core::sync::atomic::{AtomicU32, Ordering};
    static CALLS: AtomicU32 = AtomicU32::new(0);
    CALLS.fetch_add(1, Ordering::Relaxed) + 1
}

/// Has a name that the expansion could need for itself.
#[export]
pub fn wrapper(frame: u32) -> u32 {
    frame
}

#[export]
pub fn frame(result: u32) -> u32 {
    result + 1
}

#[export]
pub fn fmod(a: f64, b: f64) -> f64 {
    // Calls the compiler's `fmod`: were the wrapper called so at link time, this would never end.
    a % b
}

pub mod inner {
    use pyext::prelude::*;

    /// Stands in a module.
    #[export]
    pub fn in_a_module(r#type: &str) -> u32 {
        r#type.len() as u32
    }
}
