//! `cargo pyext inspect`: what a file of WebAssembly offers, needs and weighs.

mod addresses;
mod capabilities;
#[cfg(feature = "component")]
mod component;
mod declarations;
mod module;
mod stubs;

use serde_json::Value;

use crate::error::Result;
pub use addresses::{Addresses, addresses, offset};
pub use declarations::signature;
pub use stubs::stubs;

/// What there is to say about a file.
pub enum Inspection<'a> {
    /// It is a module.
    Module(Box<module::Inside<'a>>),
    /// It is a component.
    #[cfg(feature = "component")]
    Component(Box<component::Inside<'a>>),
}

/// Looks into a module or a component. It need not be valid, nor an extension.
///
/// # Errors
/// PX301 to PX303 if the bytes are neither.
pub fn inspect(bytes: &[u8]) -> Result<Inspection<'_>> {
    #[cfg(feature = "component")]
    if crate::wasm::module::is_component(bytes) {
        let inside = component::inspect(bytes)?;
        return Ok(Inspection::Component(Box::new(inside)));
    }
    let inside = module::inspect(bytes)?;
    Ok(Inspection::Module(Box::new(inside)))
}

/// The module that is meant by a file: itself, or the extension in a component, if it has one.
pub fn extension(bytes: &[u8]) -> &[u8] {
    #[cfg(feature = "component")]
    if crate::wasm::module::is_component(bytes)
        && let Some(module) = component::extension(bytes)
    {
        return module;
    }
    bytes
}

/// What a component has in it, in a sentence.
///
/// # Errors
/// PX303 if it cannot be read.
#[cfg(feature = "component")]
pub(crate) fn summary(bytes: &[u8]) -> Result<String> {
    component::inspect(bytes).map(|inside| inside.summary())
}

impl Inspection<'_> {
    /// For people: Python signatures with their documentation, then imports, memory, sections. Every text of the file is
    /// escaped.
    pub fn text(&self) -> String {
        match self {
            Inspection::Module(inside) => inside.text(),
            #[cfg(feature = "component")]
            Inspection::Component(inside) => inside.text(),
        }
    }

    /// For programs.
    pub fn json(&self) -> Value {
        match self {
            Inspection::Module(inside) => inside.json(),
            #[cfg(feature = "component")]
            Inspection::Component(inside) => inside.json(),
        }
    }
}
