//! An Extism plug-in. A call carries bytes in and bytes out; where it could carry JSON, this takes plain
//! little-endian numbers, which are faster.

#[cfg(feature = "arrays")]
mod arrays;

#[cfg(any(feature = "greet", feature = "calls"))]
use extism_pdk::{FnResult, plugin_fn};

#[cfg(feature = "greet")]
#[plugin_fn]
pub fn greet(name: String) -> FnResult<String> {
    Ok(format!("Hello, {name}!"))
}

/// Two `u32` in, one out.
#[cfg(feature = "calls")]
#[plugin_fn]
pub fn add(input: Vec<u8>) -> FnResult<u32> {
    match input.as_slice() {
        &[a, b, c, d, e, f, g, h] => {
            let (left, right) = (
                u32::from_le_bytes([a, b, c, d]),
                u32::from_le_bytes([e, f, g, h]),
            );
            Ok(left.wrapping_add(right))
        }
        _ => Err(extism_pdk::Error::msg("add takes 8 bytes").into()),
    }
}

#[cfg(feature = "calls")]
#[plugin_fn]
pub fn two_sum(input: Vec<u8>) -> FnResult<Vec<u8>> {
    search(&input, bench_algorithms::two_sum)
}

#[cfg(feature = "calls")]
#[plugin_fn]
pub fn two_sum_hash(input: Vec<u8>) -> FnResult<Vec<u8>> {
    search(&input, bench_algorithms::two_sum_hash)
}

/// The target, then the numbers, each an `i64`; the two indexes as `u32`, or nothing.
#[cfg(feature = "calls")]
fn search(input: &[u8], two_sum: fn(&[i64], i64) -> Option<(u32, u32)>) -> FnResult<Vec<u8>> {
    let (values, _) = input.as_chunks::<8>();
    let values: Vec<i64> = values
        .iter()
        .map(|bytes| i64::from_le_bytes(*bytes))
        .collect();
    let Some((target, numbers)) = values.split_first() else {
        return Err(extism_pdk::Error::msg("two_sum takes a target and numbers").into());
    };
    Ok(match two_sum(numbers, *target) {
        Some((first, second)) => [first.to_le_bytes(), second.to_le_bytes()].concat(),
        None => Vec::new(),
    })
}
