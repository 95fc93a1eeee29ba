//! WebAssembly components: WIT from an interface, and a module wrapped by the Canonical ABI.
//!
//! [`Wit`] says in WIT what an interface says. [`encode`] appends a shim to the core module that makes calls of the
//! Canonical ABI ours, and has `wit-component` put the component together. `docs/components.md` has the mapping.

mod append;
mod arena;
mod changed;
mod docs;
mod given;
mod handles;
mod names;
mod naming;
mod place;
mod replaced;
mod services;
mod shape;
mod shim;
mod spell;
mod wit;
mod writer;

use std::path::PathBuf;

use pyext_abi::interface::Interface;
use wasm_encoder::{CustomSection, Section};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{PackageMetadata, Resolve};

pub use services::Wanted;
pub use wit::Wit;

use crate::build::Built;
use crate::bytes::{gzip_size, thousands};
use crate::check::check;
use crate::error::{Error, Result};
use crate::files;
use crate::shell::Shell;
use crate::wasm::module::Module;

/// Makes a component of what was built and writes it beside that: `NAME.component.wasm`.
///
/// # Errors
/// PX801 to PX804, for what the component model cannot say; PX219 if the file cannot be written.
pub fn write(built: &Built, shell: &Shell) -> Result<PathBuf> {
    let component = encode(&built.bytes, &built.interface)?;
    let path = built.wasm.with_extension("component.wasm");
    files::write(&path, &component)?;
    let sizes = [component.len() as u64, gzip_size(&component)].map(thousands);
    shell.status(
        "Wrapped",
        format_args!("{}: {} bytes, {} gzip", path.display(), sizes[0], sizes[1]),
    );
    Ok(path)
}

/// Makes a component of a finished extension.
///
/// # Errors
/// PX801 to PX804, for what the component model cannot say.
pub fn encode(wasm: &[u8], interface: &Interface) -> Result<Vec<u8>> {
    let services = services(wasm)?;
    let wit = Wit::of(interface, &services)?;
    let mut module = append::append(wasm, interface, &wit.core).map_err(wit::refused)?;
    embed_component_metadata(
        &mut module,
        &wit.resolve,
        wit.world,
        StringEncoding::UTF8,
        false,
    )
    .map_err(wit::refused)?;
    let mut encoder = ComponentEncoder::default();
    encoder
        .validate(true)
        .module(&module)
        .map_err(wit::refused)?;
    let mut component = encoder.encode().map_err(wit::refused)?;
    let docs = wit.component_docs().map_err(wit::refused)?;
    CustomSection {
        name: PackageMetadata::SECTION_NAME.into(),
        data: docs.into(),
    }
    .append_to(&mut component);
    Ok(component)
}

/// The services that a module uses.
///
/// # Errors
/// PX301 to PX303 if the bytes are no module.
pub fn services(wasm: &[u8]) -> Result<Vec<Wanted>> {
    let module = Module::parse(wasm)?;
    Ok(services::of(&module))
}

/// The world of a module, as it is written in WIT: `%` is in front of what would be a keyword.
///
/// # Errors
/// PX801 if WIT has no such name.
pub fn world(module_name: &str) -> Result<String> {
    let name = names::Names::default().take(module_name, "the module")?;
    let text = format!("package a:b;\nworld {name} {{}}\n");
    Ok(match Resolve::default().push_str("world.wit", &text) {
        Ok(_) => name,
        Err(_) => format!("%{name}"),
    })
}

/// The WIT of an extension, as text.
///
/// # Errors
/// The first finding of `cargo pyext check` if there is no interface to be read; PX801 to PX805, for what WIT cannot say.
pub fn text(wasm: &[u8]) -> Result<String> {
    let report = check(wasm, None);
    let interface = report.interface.ok_or_else(|| {
        let first = report.findings.into_iter().next();
        first.unwrap_or_else(|| Error::new("PX306", "the module has no interface"))
    })?;
    Wit::of(&interface, &services(wasm)?)?.text()
}
