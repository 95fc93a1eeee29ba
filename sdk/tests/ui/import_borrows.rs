//! Results of the host are copied: nothing can be borrowed from it.

use pyext::prelude::*;

#[pyext::import]
pub trait Borrows {
    fn text(&self) -> &str;
    fn texts(&self) -> Vec<&str>;
}

#[export]
pub fn apply(function: &dyn Fn() -> &'static str) -> String {
    function().to_string()
}

fn main() {}
