//! A native Python module with PyO3.

mod arrays;
mod behaviour;
mod threads;
mod values;

/// The functions of all tables.
#[pyo3::pymodule]
mod bench_native {
    use pyo3::pyfunction;

    #[pymodule_export]
    use crate::arrays::scale;
    #[pymodule_export]
    use crate::behaviour::{Counter, Numbers, apply, scaled};
    #[pymodule_export]
    use crate::threads::turns;
    #[pymodule_export]
    use crate::values::{
        Color, Entry, Point, Rights, Shape, array, colors, data, dict, duration, entries, entry_of,
        ints, length, maybe, nested, options, pair, pairs, points, rights_of, set, shape_of,
        shapes, text, texts, wide,
    };

    #[pyfunction]
    fn add(a: u32, b: u32) -> u32 {
        a.wrapping_add(b)
    }

    #[pyfunction]
    fn greet(name: &str) -> String {
        format!("Hello, {name}!")
    }

    #[pyfunction]
    fn two_sum(numbers: Vec<i64>, target: i64) -> Option<(u32, u32)> {
        bench_algorithms::two_sum(&numbers, target)
    }

    #[pyfunction]
    fn two_sum_hash(numbers: Vec<i64>, target: i64) -> Option<(u32, u32)> {
        bench_algorithms::two_sum_hash(&numbers, target)
    }
}
