//! What there is to say about a module: what it offers, needs and weighs.

use pyext_abi::interface::Interface;
use serde_json::{Value, json};

use super::capabilities;
use super::declarations::{Lines, declare, signature};
use crate::bytes::{gzip_size, thousands};
use crate::error::Result;
use crate::escape;
use crate::wasm::features;
use crate::wasm::module::{Module, Section, kind_name_of as kind};

/// A module, looked into.
pub struct Inside<'a> {
    module: Module<'a>,
    interface: std::result::Result<Interface, String>,
    features: Vec<&'static str>,
    size: u64,
    gzip: u64,
}

/// Bytes of a page of linear memory.
const PAGE: u64 = 64 * 1024;

/// Looks into a module. It need not be valid, nor an extension.
///
/// # Errors
/// PX301 to PX303 if the bytes are no module.
pub fn inspect(bytes: &[u8]) -> Result<Inside<'_>> {
    let module = Module::parse(bytes)?;
    let section = module
        .custom_sections(pyext_abi::names::INTERFACE_SECTION)
        .next();
    let interface = match section {
        Some(section) => Interface::parse(section.data),
        None => Err("there is no interface section".to_string()),
    };
    Ok(Inside {
        module,
        interface,
        features: features::optional(bytes),
        size: bytes.len() as u64,
        gzip: gzip_size(bytes),
    })
}

impl Inside<'_> {
    /// For people: Python signatures with their documentation, then imports, memory, sections. Every text of the module is
    /// escaped.
    pub fn text(&self) -> String {
        let mut out = Lines::default();
        match &self.interface {
            Ok(interface) => declare(interface, &mut out),
            Err(why) => out.add(format_args!("No interface: {}", escape::sentence(why))),
        }
        out.add("");
        out.add("Capabilities");
        let capabilities = capabilities::of(&self.module);
        let has_others = self.has_other_imports();
        if capabilities.is_empty() && !has_others {
            out.add("  none: it computes, and reaches nothing outside of itself");
        }
        for capability in &capabilities {
            out.add(format_args!(
                "  {}: {}",
                escape::line(&capability.name),
                capability.reaches
            ));
        }
        if has_others {
            out.add("  unknown ones: it has imports that no pyext host gives");
        }
        out.add("");
        out.add("Imports");
        if self.module.imports.is_empty() {
            out.add("  none");
        }
        for import in &self.module.imports {
            let name = format!("{}.{}", import.module, import.name);
            out.add(format_args!(
                "  {} ({})",
                escape::name(&name),
                kind(&import.ty)
            ));
        }
        if !self.features.is_empty() {
            out.add("");
            out.add("Features of WebAssembly, beyond those of every build");
            out.add(format_args!("  {}", self.features.join(", ")));
        }
        out.add("");
        out.add("Memory");
        if self.module.memories.is_empty() {
            out.add("  none");
        }
        for memory in &self.module.memories {
            let start = thousands(memory.initial.saturating_mul(PAGE));
            let end = match memory.maximum {
                Some(pages) => format!("at most {} bytes", thousands(pages.saturating_mul(PAGE))),
                None => "grows as needed".to_string(),
            };
            out.add(format_args!("  {start} bytes at the start, {end}"));
        }
        out.add("");
        out.add("Sections");
        for section in &self.module.sections {
            let label = label(section);
            out.add(format_args!(
                "  {label:<24} {:>12}",
                thousands(section.size)
            ));
        }
        let (size, gzip) = (thousands(self.size), thousands(self.gzip));
        out.add(format_args!(
            "  {:<24} {size:>12} bytes, {gzip} gzip",
            "in all"
        ));
        out.text()
    }

    /// The name of the extension.
    #[cfg(feature = "component")]
    pub fn name(&self) -> Option<&str> {
        self.interface.as_ref().ok().map(|i| i.name.as_str())
    }

    /// Whether it has an interface that can be read.
    #[cfg(feature = "component")]
    pub fn is_extension(&self) -> bool {
        self.interface.is_ok()
    }

    /// Whether it has imports of which nothing is known here.
    fn has_other_imports(&self) -> bool {
        let mut imports = self.module.imports.iter();
        imports.any(|i| !i.is_ours())
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let imports: Vec<Value> = self
            .module
            .imports
            .iter()
            .map(|i| json!({"module": i.module, "name": i.name, "kind": kind(&i.ty)}))
            .collect();
        let memories: Vec<Value> = self
            .module
            .memories
            .iter()
            .map(|m| json!({"initial_pages": m.initial, "maximum_pages": m.maximum}))
            .collect();
        let sections: Vec<Value> = self
            .module
            .sections
            .iter()
            .map(|s| json!({"kind": s.kind, "name": s.name, "size": s.size}))
            .collect();
        json!({
            "interface": self.interface.as_ref().ok(),
            "signatures": self.interface.as_ref().map_or_else(|_| Vec::new(), |i| i.functions.iter().map(signature).collect::<Vec<_>>()),
            "capabilities": capabilities::of(&self.module),
            "features": self.features,
            "imports": imports,
            "memories": memories,
            "sections": sections,
            "size": self.size,
            "gzip": self.gzip,
        })
    }
}

fn label(section: &Section<'_>) -> String {
    match section.name {
        Some(name) => escape::name(name),
        None => section.kind.to_string(),
    }
}
