//! What the table of threads calls: work without the GIL.

use pyo3::prelude::*;

#[pyfunction]
pub fn turns(py: Python<'_>, count: u32) -> u32 {
    py.detach(|| bench_algorithms::turns(count))
}
