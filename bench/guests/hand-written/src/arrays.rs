//! What the tables of arrays in place call.

/// # Safety
/// `numbers` points to `len` aligned numbers.
#[unsafe(no_mangle)]
unsafe extern "C" fn scale(numbers: *mut f64, len: usize, by: f64) {
    // SAFETY: see above.
    let numbers = unsafe { core::slice::from_raw_parts_mut(numbers, len) };
    bench_algorithms::scale(numbers, by);
}
