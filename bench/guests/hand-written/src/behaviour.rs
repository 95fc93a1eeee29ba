//! What the table of behaviour calls. An object is a pointer, the end of an iterator -1, a callable a number of the host's.

use alloc::boxed::Box;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    fn scale(number: f64) -> f64;
    fn call(function: u32, number: i64) -> i64;
}

#[unsafe(no_mangle)]
extern "C" fn counter(count: i64) -> *mut i64 {
    Box::into_raw(Box::new(count))
}

/// # Safety
/// `counter` came from `counter`.
#[unsafe(no_mangle)]
unsafe extern "C" fn counter_add(counter: *const i64, number: i64) -> i64 {
    // SAFETY: see above.
    unsafe { *counter + number }
}

/// # Safety
/// `counter` came from `counter`.
#[unsafe(no_mangle)]
unsafe extern "C" fn counter_count(counter: *const i64) -> i64 {
    // SAFETY: see above.
    unsafe { *counter }
}

#[unsafe(no_mangle)]
extern "C" fn numbers(end: u32) -> *mut core::ops::Range<u32> {
    Box::into_raw(Box::new(0..end))
}

/// # Safety
/// `numbers` came from `numbers`, and has not ended.
#[unsafe(no_mangle)]
unsafe extern "C" fn numbers_next(numbers: *mut core::ops::Range<u32>) -> i64 {
    // SAFETY: see above.
    match unsafe { (*numbers).next() } {
        Some(number) => i64::from(number),
        None => {
            // SAFETY: see above.
            drop(unsafe { Box::from_raw(numbers) });
            -1
        }
    }
}

#[unsafe(no_mangle)]
extern "C" fn scaled(times: u32) -> f64 {
    // SAFETY: the host's function takes any number.
    (0..times).map(|i| unsafe { scale(f64::from(i)) }).sum()
}

#[unsafe(no_mangle)]
extern "C" fn apply(function: u32, times: u32) -> i64 {
    // SAFETY: the host's function takes any number.
    (0..times)
        .map(|i| unsafe { call(function, i64::from(i)) })
        .sum()
}
