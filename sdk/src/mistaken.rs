//! What stands for a type whose definition has mistakes, so that each is reported once and not at every use.

use pyext_abi::layout::Layout;
use pyext_abi::text::Text;

use crate::lower::Lowers;
use crate::pass;
use crate::pending::Log;
use crate::slice::InPlace;
use crate::value::{Describes, Key, Wire};

/// A wire that carries everything, and never does, because no program with it compiles. That it lifts a type, too, is said where that is
/// defined, where its lifetimes are known.
pub enum Mistaken {}

impl Wire for Mistaken {
    type Pass = pass::Address;
    type Reference = pass::Reference;
}

// SAFETY: nothing with it ever runs.
unsafe impl Describes for Mistaken {
    const TYPE: &'static Text = &Text::Literal("");
    const LAYOUT: Layout = Layout { size: 1, align: 1 };
    const KEY: Key = Key::Yes;
    type Slice = InPlace;
}

// SAFETY: nothing with it ever runs.
unsafe impl<T> Lowers<T> for Mistaken {
    unsafe fn lower(_: T, _: *mut u8, _: &mut Log) {}
}
