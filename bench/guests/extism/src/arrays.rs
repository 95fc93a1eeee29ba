//! What the tables of arrays in place call.

use extism_pdk::{Error, FnResult, input_bytes, plugin_fn};

/// Numbers, and at the end what they are multiplied by; the numbers come back. `input_bytes` copies once, a parameter twice.
#[plugin_fn]
pub fn scale() -> FnResult<Vec<u8>> {
    let mut bytes = input_bytes();
    let Some((_, by)) = bytes.split_last_chunk::<8>() else {
        return Err(Error::msg("scale takes numbers and a factor").into());
    };
    let by = f64::from_le_bytes(*by);
    bytes.truncate(bytes.len() - 8);
    // SAFETY: the bytes of a number are bytes, and any bytes are a number.
    let (before, numbers, _) = unsafe { bytes.align_to_mut::<f64>() };
    if !before.is_empty() {
        return Err(Error::msg("the input is not aligned").into());
    }
    bench_algorithms::scale(numbers, by);
    Ok(bytes)
}
