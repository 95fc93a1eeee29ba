// A polynomial in one number, for arrays.

use pyext::prelude::*;

/// What there is of each power of `x`, the highest first.
macro_rules! polynomial {
    ($x:expr) => {
        [0.25, -1.5, 0.75, 2.0, -0.125, 3.0, -0.5, 1.0]
            .into_iter()
            .fold(0.0, |sum, next| sum * $x + next)
    };
}

/// In double precision.
#[export(vectorize)]
pub fn polynomial(x: f64) -> f64 {
    polynomial!(x)
}

/// In single precision.
#[export(vectorize)]
pub fn polynomial_single(x: f32) -> f32 {
    polynomial!(x)
}
