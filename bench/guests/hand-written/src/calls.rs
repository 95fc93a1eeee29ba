//! What the speed tables call, and `greet`, which is weighed.

use alloc::{boxed::Box, format, string::String};

/// Gives the caller a string: length in the high half, address in the low one.
fn give(text: String) -> u64 {
    let text = text.into_boxed_str();
    let len = text.len() as u64;
    len << 32 | Box::into_raw(text) as *mut u8 as u32 as u64
}

/// # Safety
/// `name` points to `len` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn greet(name: *const u8, len: usize) -> u64 {
    // SAFETY: see above.
    let bytes = unsafe { core::slice::from_raw_parts(name, len) };
    match core::str::from_utf8(bytes) {
        Ok(name) => give(format!("Hello, {name}!")),
        Err(_) => core::arch::wasm32::unreachable(),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free_string(address: *mut u8, len: usize) {
    // SAFETY: the caller passes what `give` gave, once.
    drop(unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(address, len)) });
}

#[cfg(feature = "calls")]
#[unsafe(no_mangle)]
extern "C" fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

/// Both indexes in one number, -1 if there is no pair.
#[cfg(feature = "calls")]
fn pack(pair: Option<(u32, u32)>) -> i64 {
    match pair {
        Some((first, second)) => (i64::from(second) << 32) | i64::from(first),
        None => -1,
    }
}

/// # Safety
/// `numbers` points to `len` aligned numbers.
#[cfg(feature = "calls")]
#[unsafe(no_mangle)]
unsafe extern "C" fn two_sum(numbers: *const i64, len: usize, target: i64) -> i64 {
    // SAFETY: see above.
    let numbers = unsafe { core::slice::from_raw_parts(numbers, len) };
    pack(bench_algorithms::two_sum(numbers, target))
}

/// # Safety
/// `numbers` points to `len` aligned numbers.
#[cfg(feature = "calls")]
#[unsafe(no_mangle)]
unsafe extern "C" fn two_sum_hash(numbers: *const i64, len: usize, target: i64) -> i64 {
    // SAFETY: see above.
    let numbers = unsafe { core::slice::from_raw_parts(numbers, len) };
    pack(bench_algorithms::two_sum_hash(numbers, target))
}
