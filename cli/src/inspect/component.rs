//! What there is to say about a component: what it imports and exports, and the extension that it was made of.

use serde_json::{Value, json};

use super::declarations::Lines;
use super::module;
use crate::bytes::{gzip_size, thousands};
use crate::error::Result;
use crate::escape;
use crate::wasm::component::{Component, Item};

/// A component, looked into.
pub struct Inside<'a> {
    component: Component<'a>,
    /// The module in it that is an extension, if one is.
    extension: Option<module::Inside<'a>>,
    size: u64,
    gzip: u64,
}

/// Looks into a component.
///
/// # Errors
/// PX303 if it cannot be read.
pub fn inspect(bytes: &[u8]) -> Result<Inside<'_>> {
    let component = Component::parse(bytes)?;
    let modules = component.modules.iter();
    let mut extensions = modules.filter_map(|module| module::inspect(module).ok());
    Ok(Inside {
        extension: extensions.find(module::Inside::is_extension),
        component,
        size: bytes.len() as u64,
        gzip: gzip_size(bytes),
    })
}

/// The module in a component that is an extension.
pub fn extension(bytes: &[u8]) -> Option<&[u8]> {
    let modules = Component::parse(bytes).ok()?.modules;
    let is_extension = |module: &&[u8]| module::inspect(module).is_ok_and(|m| m.is_extension());
    modules.into_iter().find(is_extension)
}

impl Inside<'_> {
    /// What a finding says about it.
    pub fn summary(&self) -> String {
        let names = |items: &[Item]| match items {
            [] => "nothing".to_string(),
            items => escape::names(items.iter().map(|item| item.name.as_str())),
        };
        let extension = self.extension.as_ref().and_then(module::Inside::name);
        let wraps = match (extension, self.component.modules.len()) {
            (Some(name), _) => format!("it wraps the extension {}", escape::name(name)),
            (None, 1) => "it wraps a module that is no extension".to_string(),
            (None, n) => format!("it wraps {n} modules, none of them an extension"),
        };
        format!(
            "{wraps}; it exports {} and imports {}",
            names(&self.component.exports),
            names(&self.component.imports)
        )
    }

    pub fn text(&self) -> String {
        let mut out = Lines::default();
        let (size, gzip) = (thousands(self.size), thousands(self.gzip));
        out.add(format_args!("A component of {size} bytes, {gzip} gzip"));
        for (title, items) in [
            ("Imports", &self.component.imports),
            ("Exports", &self.component.exports),
        ] {
            out.add("");
            out.add(title);
            if items.is_empty() {
                out.add("  none");
            }
            for Item { name, kind } in items {
                out.add(format_args!("  {} ({kind})", escape::name(name)));
            }
        }
        out.add("");
        out.add("Modules");
        if self.component.modules.is_empty() {
            out.add("  none");
        }
        for module in &self.component.modules {
            out.add(format_args!("  {} bytes", thousands(module.len() as u64)));
        }
        let mut text = out.text();
        if let Some(extension) = &self.extension {
            text.push_str("\nThe extension in it\n\n");
            text.push_str(&extension.text());
        }
        text
    }

    pub fn json(&self) -> Value {
        let sizes: Vec<usize> = self.component.modules.iter().map(|m| m.len()).collect();
        json!({
            "kind": "component",
            "imports": self.component.imports,
            "exports": self.component.exports,
            "modules": sizes,
            "extension": self.extension.as_ref().map(|e| e.json()),
            "size": self.size,
            "gzip": self.gzip,
        })
    }
}
