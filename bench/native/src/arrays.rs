//! What the tables of arrays in place call: a buffer is changed where it is.

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

#[pyfunction]
pub fn scale(numbers: PyBuffer<f64>, by: f64) -> PyResult<()> {
    if numbers.readonly() || !numbers.is_c_contiguous() {
        return Err(PyValueError::new_err(
            "scale takes a contiguous buffer that it may change",
        ));
    }
    // SAFETY: the buffer has so many numbers one after another, aligned and writable; the GIL is held, so that nobody else
    // changes them.
    let numbers = unsafe {
        core::slice::from_raw_parts_mut(numbers.buf_ptr().cast::<f64>(), numbers.item_count())
    };
    bench_algorithms::scale(numbers, by);
    Ok(())
}
