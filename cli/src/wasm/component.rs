//! A WebAssembly component taken apart: what it imports and exports, and the core modules in it.

use wasmparser::{ComponentExternalKind, Parser, Payload};

use super::not_a_module::NotAModule;

/// The parts of a component. Those of components inside of it are left out, except for their modules.
#[derive(Debug, Default)]
pub struct Component<'a> {
    /// Imports.
    pub imports: Vec<Item>,
    /// Exports.
    pub exports: Vec<Item>,
    /// The files of the core modules, in order.
    pub modules: Vec<&'a [u8]>,
}

/// An import or export.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: &'static str,
}

impl<'a> Component<'a> {
    /// Takes a component apart. It need not be valid.
    ///
    /// # Errors
    /// What keeps the bytes from being read.
    pub fn parse(bytes: &'a [u8]) -> Result<Component<'a>, NotAModule> {
        let mut component = Component::default();
        // How many components and modules the payload lies in.
        let mut depth = 0_usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ModuleSection {
                    unchecked_range: range,
                    ..
                } => {
                    let place = |at: u64| usize::try_from(at).ok();
                    let range = place(range.start).zip(place(range.end));
                    let inside = range.and_then(|(start, end)| bytes.get(start..end));
                    component.modules.extend(inside);
                    depth += 1;
                }
                Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ComponentImportSection(section) if depth == 0 => {
                    for import in section {
                        let import = import?;
                        component.imports.push(Item {
                            name: import.name.full_name().into_owned(),
                            kind: kind(import.ty.kind()),
                        });
                    }
                }
                Payload::ComponentExportSection(section) if depth == 0 => {
                    for export in section {
                        let export = export?;
                        component.exports.push(Item {
                            name: export.name.full_name().into_owned(),
                            kind: kind(export.kind),
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(component)
    }
}

fn kind(kind: ComponentExternalKind) -> &'static str {
    match kind {
        ComponentExternalKind::Module => "module",
        ComponentExternalKind::Func => "function",
        ComponentExternalKind::Value => "value",
        ComponentExternalKind::Type => "type",
        ComponentExternalKind::Instance => "interface",
        ComponentExternalKind::Component => "component",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_deeper_is_left_out_but_for_modules() {
        let text = r#"(component
            (import "log" (func))
            (core module (memory 1))
            (component (import "deep" (func)) (core module (func)))
            (type (component))
            (export "t" (type 0)))"#;
        let bytes = wat::parse_str(text).unwrap();
        let component = Component::parse(&bytes).unwrap();
        let item = |name: &str, kind| Item {
            name: name.to_string(),
            kind,
        };
        assert_eq!(component.imports, [item("log", "function")]);
        assert_eq!(component.exports, [item("t", "type")]);
        assert_eq!(component.modules.len(), 2);
        assert!(component.modules.iter().all(|m| m.starts_with(b"\0asm")));
        assert!(Component::parse(&bytes[..bytes.len() - 3]).is_err());
    }
}
