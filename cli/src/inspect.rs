//! `cargo pyext inspect`: what a module offers, needs and weighs.

use std::fmt::Write;

use pyext_abi::interface::{Function, Interface, plain};
use serde_json::{Value, json};
use wasmparser::TypeRef;

use crate::build::{gzip_size, thousands};
use crate::check::not_a_module;
use crate::error::Result;
use crate::escape;
use crate::wasm::module::{Module, Section};

/// What there is to say about a module.
pub struct Inspection<'a> {
    module: Module<'a>,
    interface: std::result::Result<Interface, String>,
    size: u64,
    gzip: u64,
}

/// Bytes of a page of linear memory.
const PAGE: u64 = 64 * 1024;

/// Looks into a module. It need not be valid, nor an extension.
///
/// # Errors
/// PX301 to PX303 if the bytes are no module.
pub fn inspect(bytes: &[u8]) -> Result<Inspection<'_>> {
    let module = Module::parse(bytes).map_err(|why| not_a_module(&why))?;
    let section = module
        .custom_sections(pyext_abi::names::INTERFACE_SECTION)
        .next();
    let interface = match section {
        Some(section) => Interface::parse(section.data),
        None => Err("there is no interface section".to_string()),
    };
    Ok(Inspection {
        module,
        interface,
        size: bytes.len() as u64,
        gzip: gzip_size(bytes),
    })
}

impl Inspection<'_> {
    /// For people: Python signatures with their documentation, then imports, memory, sections. Every text of the module is
    /// escaped.
    pub fn text(&self) -> String {
        let mut out = String::new();
        match &self.interface {
            Ok(interface) => interface_text(interface, &mut out),
            Err(why) => line(
                &mut out,
                format_args!("No interface: {}", escape::sentence(why)),
            ),
        }
        line(&mut out, "\nImports");
        if self.module.imports.is_empty() {
            line(
                &mut out,
                "  none: it computes, and reaches nothing outside of itself",
            );
        }
        for import in &self.module.imports {
            let name = format!("{}.{}", import.module, import.name);
            line(
                &mut out,
                format_args!("  {} ({})", escape::name(&name), kind(&import.ty)),
            );
        }
        line(&mut out, "\nMemory");
        if self.module.memories.is_empty() {
            line(&mut out, "  none");
        }
        for memory in &self.module.memories {
            let start = thousands(memory.initial.saturating_mul(PAGE));
            let end = match memory.maximum {
                Some(pages) => format!("at most {} bytes", thousands(pages.saturating_mul(PAGE))),
                None => "grows as needed".to_string(),
            };
            line(
                &mut out,
                format_args!("  {start} bytes at the start, {end}"),
            );
        }
        line(&mut out, "\nSections");
        for section in &self.module.sections {
            let label = label(section);
            line(
                &mut out,
                format_args!("  {label:<24} {:>12}", thousands(section.size)),
            );
        }
        let (size, gzip) = (thousands(self.size), thousands(self.gzip));
        line(
            &mut out,
            format_args!("  {:<24} {size:>12} bytes, {gzip} gzip", "in all"),
        );
        out
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
            "imports": imports,
            "memories": memories,
            "sections": sections,
            "size": self.size,
            "gzip": self.gzip,
        })
    }
}

fn interface_text(interface: &Interface, out: &mut String) {
    let version = interface.version.as_deref().unwrap_or("of no version");
    line(
        out,
        format_args!(
            "{} {} (ABI {}, SDK {})",
            interface.name,
            escape::line(version),
            interface.abi,
            escape::line(&interface.sdk)
        ),
    );
    for text in interface.docs.lines() {
        line(out, escape::line(text));
    }
    for function in &interface.functions {
        line(out, format_args!("\n{}", signature(function)));
        for text in function.docs.lines() {
            line(
                out,
                format_args!("    {}", escape::line(text))
                    .to_string()
                    .trim_end(),
            );
        }
    }
}

/// The function as Python declares it. Its names are identifiers: `Interface::parse` has checked them.
fn signature(function: &Function) -> String {
    let params = function.python_parameters(&mut plain);
    let result = function.result.result_annotation(&mut plain);
    format!("def {}({}) -> {result}", function.name, params.join(", "))
}

fn kind(ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => "function",
        TypeRef::Table(_) => "table",
        TypeRef::Memory(_) => "memory",
        TypeRef::Global(_) => "global",
        TypeRef::Tag(_) => "tag",
    }
}

fn label(section: &Section<'_>) -> String {
    match section.name {
        Some(name) => escape::name(name),
        None => section.kind.to_string(),
    }
}

fn line(out: &mut String, text: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}
