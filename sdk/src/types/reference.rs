//! References to values that the call keeps: parameters only.

use crate::pass;
use crate::value::own_wire;

own_wire! { ['a, T] &'a T: pass::Reference; }
