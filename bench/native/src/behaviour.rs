//! What the table of behaviour calls: a class, an iterator, callables.

use pyo3::prelude::*;

#[pyclass]
pub struct Counter(i64);

#[pymethods]
impl Counter {
    #[new]
    fn new(count: i64) -> Self {
        Counter(count)
    }

    fn add(&self, number: i64) -> i64 {
        self.0 + number
    }

    #[getter]
    fn count(&self) -> i64 {
        self.0
    }
}

#[pyclass]
pub struct Numbers(std::ops::Range<u32>);

#[pymethods]
impl Numbers {
    #[new]
    fn new(end: u32) -> Self {
        Numbers(0..end)
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self) -> Option<u32> {
        self.0.next()
    }
}

#[pyfunction]
pub fn scaled(scale: &Bound<'_, PyAny>, times: u32) -> PyResult<f64> {
    (0..times)
        .map(|i| scale.call1((f64::from(i),))?.extract::<f64>())
        .sum()
}

#[pyfunction]
pub fn apply(function: &Bound<'_, PyAny>, times: u32) -> PyResult<i64> {
    (0..times)
        .map(|i| function.call1((i64::from(i),))?.extract::<i64>())
        .sum()
}
