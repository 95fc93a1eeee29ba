// The bench's functions as a pyext extension. An ordinary comment: `//!` would go into the file, which is weighed.
#![cfg_attr(target_family = "wasm", no_std)]

#[cfg(feature = "arrays")]
mod arrays;
#[cfg(feature = "behaviour")]
mod behaviour;
#[cfg(feature = "host")]
mod host;
#[cfg(feature = "records")]
mod records;
#[cfg(feature = "values")]
mod values;
#[cfg(feature = "vectorize")]
mod vectorize;

#[allow(unused_imports, reason = "each function is built alone, too")]
use pyext::prelude::*;

/// The sum of two numbers, modulo 2^32.
#[cfg(feature = "add")]
#[export]
pub fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

/// Greets somebody.
#[cfg(feature = "greet")]
#[export]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// Indexes of the two numbers whose sum is `target`, if there are such: tries every pair.
#[cfg(feature = "two-sum")]
#[export]
pub fn two_sum(numbers: &[i64], target: i64) -> Option<(u32, u32)> {
    bench_algorithms::two_sum(numbers, target)
}

/// The same in one pass with a hash table.
#[cfg(feature = "two-sum")]
#[export]
pub fn two_sum_hash(numbers: &[i64], target: i64) -> Option<(u32, u32)> {
    bench_algorithms::two_sum_hash(numbers, target)
}
