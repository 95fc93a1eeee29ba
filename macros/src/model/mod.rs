//! What is exported, free of syntax that only Rust has.

mod class;
mod constant;
mod function;
mod import;
mod literal;
mod module;

pub use class::{Class, Member};
pub use constant::Constant;
pub use function::{Callable, Form, Function, Param, Wrap};
pub use import::{Import, Imported};
pub use literal::{Literal, Shape};
pub use module::{Module, ModuleName};

/// An item under `#[export]`.
pub enum Export {
    /// A function.
    Function(Box<Function>),
    /// A constant.
    Constant(Constant),
    /// A module with its content.
    Module(Module),
    /// A class: the `impl` of its functions.
    Class(Class),
}
