//! References to values that the call keeps: parameters only. Those to objects are in `object`.

use crate::pass;
use crate::value::{Value, Wire};

// The message of the trait lists what there is.
#[diagnostic::do_not_recommend]
impl<'a, T: Value> Value for &'a T {
    type Wire = &'a T;
}

impl<T: Value> Wire for &T {
    /// Objects are lent, and the call keeps nothing.
    type Pass = <T::Wire as Wire>::Reference;
    type Reference = pass::Reference;
}
