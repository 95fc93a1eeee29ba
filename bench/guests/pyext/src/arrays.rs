// What the tables of arrays in place call.

use pyext::prelude::*;

/// Multiplies the numbers in place.
#[export]
pub fn scale(numbers: &mut [f64], by: f64) {
    bench_algorithms::scale(numbers, by);
}
