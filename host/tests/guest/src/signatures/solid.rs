//! A submodule in a file of its own.

use pyext::prelude::*;

pyext::submodule! {
    /// Bodies.
    name = "bodies"
}

#[export]
pub fn volume(a: f64, b: f64, c: f64) -> f64 {
    a * b * c
}
