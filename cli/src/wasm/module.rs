//! A WebAssembly module taken apart: what `build`, `check` and `inspect` need to know of it.

use std::collections::HashMap;

use pyext_abi::primitive::WasmType;
use wasmparser::{
    CompositeInnerType, ConstExpr, DataKind, Encoding, ExternalKind, FuncType, FunctionBody,
    GlobalType, MemoryType, Operator, Parser, Payload, TableType, TypeRef, ValType,
};

use super::not_a_module::NotAModule;

/// The parts of a module. Names and bodies are slices of the file.
#[derive(Debug, Default)]
pub struct Module<'a> {
    /// Every section in file order.
    pub sections: Vec<Section<'a>>,
    /// Function types by index; `None` for types that are no functions.
    pub types: Vec<Option<FuncType>>,
    /// Imports.
    pub imports: Vec<Import<'a>>,
    /// Type index of every function, imported ones first.
    pub functions: Vec<u32>,
    /// How many of the functions are imported.
    pub imported_functions: u32,
    /// Tables, imported ones first.
    pub tables: Vec<TableType>,
    /// Memories, imported ones first.
    pub memories: Vec<MemoryType>,
    /// Globals, imported ones first, with the value of those that are a plain `i32.const`.
    pub globals: Vec<(GlobalType, Option<i32>)>,
    /// Exports.
    pub exports: Vec<Export<'a>>,
    /// Place of each export in `exports`, by name.
    export_places: HashMap<&'a str, usize>,
    /// The start function.
    pub start: Option<u32>,
    /// Data segments that are placed at a constant address of memory 0.
    pub data: Vec<(u32, &'a [u8])>,
    /// Custom sections in file order.
    pub custom: Vec<Custom<'a>>,
    /// Bodies of the functions that are not imported.
    pub bodies: Vec<FunctionBody<'a>>,
}

/// One section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    /// What the format calls it; `custom` for all custom sections.
    pub kind: &'static str,
    /// Name of a custom section.
    pub name: Option<&'a str>,
    /// Size of its content in bytes.
    pub size: u64,
}

/// One import.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// Name of the module that it is from.
    pub module: &'a str,
    /// Its name there.
    pub name: &'a str,
    /// What it is.
    pub ty: TypeRef,
}

/// What the names of all modules that a pyext host gives begin with.
const OURS: &str = "pyext:";

impl Import<'_> {
    /// Whether it is a pyext host that is asked for it.
    pub fn is_ours(&self) -> bool {
        self.module.starts_with(OURS)
    }

    /// Whether this is a function.
    pub fn is_function(&self) -> bool {
        matches!(self.ty, TypeRef::Func(_) | TypeRef::FuncExact(_))
    }
}

/// One export.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub kind: ExternalKind,
    /// Index in the space of its kind.
    pub index: u32,
}

/// One custom section.
#[derive(Debug, Clone, Copy)]
pub struct Custom<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its content.
    pub data: &'a [u8],
    /// Where the content starts in the file.
    pub offset: u64,
}

/// The first four bytes of WebAssembly.
const MAGIC: &[u8] = b"\0asm";

/// Whether a file begins as a component does: WebAssembly of layer 1.
pub fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) && bytes.get(6..8) == Some(&[1, 0])
}

impl<'a> Module<'a> {
    /// Takes a file apart. It need not be valid: [`features::validate`](super::features::validate) judges that.
    ///
    /// # Errors
    /// What keeps the bytes from being a module.
    pub fn parse(bytes: &'a [u8]) -> Result<Module<'a>, NotAModule> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(NotAModule::Archive);
        }
        if !bytes.starts_with(MAGIC) {
            return Err(NotAModule::NotWasm);
        }
        if is_component(bytes) {
            return Err(NotAModule::Component);
        }
        let mut module = Module::default();
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload?)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), NotAModule> {
        if let Some((id, range)) = payload.as_section() {
            let name = match &payload {
                Payload::CustomSection(c) => Some(c.name()),
                _ => None,
            };
            self.sections.push(Section {
                kind: kind_of(id),
                name,
                size: range.end.saturating_sub(range.start),
            });
        }
        match payload {
            Payload::Version {
                encoding: Encoding::Component,
                ..
            } => return Err(NotAModule::Component),
            Payload::TypeSection(section) => {
                for group in section {
                    for ty in group?.into_types() {
                        self.types.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(ty) => Some(ty),
                            _ => None,
                        });
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                            self.functions.push(ty);
                            self.imported_functions += 1;
                        }
                        TypeRef::Table(ty) => self.tables.push(ty),
                        TypeRef::Memory(ty) => self.memories.push(ty),
                        TypeRef::Global(ty) => self.globals.push((ty, None)),
                        TypeRef::Tag(_) => {}
                    }
                    self.imports.push(Import {
                        module: import.module,
                        name: import.name,
                        ty: import.ty,
                    });
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.memories.push(memory?);
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push((global.ty, constant(&global.init_expr)));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.export_places.insert(export.name, self.exports.len());
                    self.exports.push(Export {
                        name: export.name,
                        kind: export.kind,
                        index: export.index,
                    });
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::DataSection(section) => {
                for data in section {
                    let data = data?;
                    if let DataKind::Active {
                        memory_index: 0,
                        offset_expr,
                    } = data.kind
                        && let Some(at) = constant(&offset_expr)
                    {
                        self.data.push((at.cast_unsigned(), data.data));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => self.custom.push(Custom {
                name: section.name(),
                data: section.data(),
                offset: section.data_offset(),
            }),
            _ => {}
        }
        Ok(())
    }

    /// The export of this name.
    pub fn export(&self, name: &str) -> Option<&Export<'a>> {
        self.exports.get(*self.export_places.get(name)?)
    }

    /// The type of a function.
    pub fn function_type(&self, index: u32) -> Option<&FuncType> {
        let ty = self.functions.get(index as usize)?;
        self.types.get(*ty as usize)?.as_ref()
    }

    /// The body of a function, unless it is imported.
    pub fn body(&self, index: u32) -> Option<&FunctionBody<'a>> {
        self.bodies
            .get(index.checked_sub(self.imported_functions)? as usize)
    }

    /// The custom sections of this name.
    pub fn custom_sections(&self, name: &str) -> impl Iterator<Item = &Custom<'a>> {
        self.custom.iter().filter(move |c| c.name == name)
    }

    /// Whether the function does nothing at all.
    pub fn is_empty_function(&self, index: u32) -> bool {
        let operators = |body: &FunctionBody<'a>| -> Option<bool> {
            let mut reader = body.get_operators_reader().ok()?;
            Some(matches!(reader.read().ok()?, Operator::End))
        };
        self.body(index).and_then(operators).unwrap_or(false)
    }

    /// The `u32` at an address of the initial memory; `None` if no data segment of constant address covers it fully.
    pub fn initial_u32(&self, address: u32) -> Option<u32> {
        let mut bytes = [None; 4];
        for (start, data) in &self.data {
            for (i, byte) in bytes.iter_mut().enumerate() {
                let at = u64::from(address) + i as u64;
                if let Some(offset) = at.checked_sub(u64::from(*start)) {
                    let found = usize::try_from(offset).ok().and_then(|o| data.get(o));
                    *byte = found.copied().or(*byte);
                }
            }
        }
        match bytes {
            [Some(a), Some(b), Some(c), Some(d)] => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        }
    }
}

/// The value of an expression that is a single `i32.const`.
fn constant(expr: &ConstExpr<'_>) -> Option<i32> {
    let mut reader = expr.get_operators_reader();
    match (reader.read().ok()?, reader.read().ok()?) {
        (Operator::I32Const { value }, Operator::End) => Some(value),
        _ => None,
    }
}

fn kind_of(id: u8) -> &'static str {
    const KINDS: [&str; 14] = [
        "custom",
        "type",
        "import",
        "function",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "element",
        "code",
        "data",
        "data count",
        "tag",
    ];
    KINDS.get(usize::from(id)).copied().unwrap_or("unknown")
}

/// A function type as this project writes it: `(i32, i32) -> i32`, `() -> ()`.
pub fn signature(params: &[ValType], results: &[ValType]) -> String {
    let list = |types: &[ValType]| {
        types
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match results {
        [one] => format!("({}) -> {one}", list(params)),
        _ => format!("({}) -> ({})", list(params), list(results)),
    }
}

/// The type in `wasmparser`'s words.
pub fn val_type(ty: WasmType) -> ValType {
    match ty {
        WasmType::I32 => ValType::I32,
        WasmType::I64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}

/// An import's kind.
pub fn kind_name_of(ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => "function",
        TypeRef::Table(_) => "table",
        TypeRef::Memory(_) => "memory",
        TypeRef::Global(_) => "global",
        TypeRef::Tag(_) => "tag",
    }
}

/// An export's kind.
pub fn kind_name(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => "function",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wasm(text: &str) -> Vec<u8> {
        wat::parse_str(text).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn a_component_is_told_from_a_module() {
        let bytes = wasm("(component)");
        assert_eq!(Module::parse(&bytes).err(), Some(NotAModule::Component));
        assert_eq!(Module::parse(b"\x7fELF").err(), Some(NotAModule::NotWasm));
        assert_eq!(
            Module::parse(b"PK\x03\x04").err(),
            Some(NotAModule::Archive)
        );
        assert!(matches!(
            Module::parse(b"\0asm\x01\0").err(),
            Some(NotAModule::Malformed { .. })
        ));
    }

    #[test]
    fn later_data_segments_cover_earlier_ones() -> Result<(), NotAModule> {
        let bytes = wasm(
            r#"(module (memory 1) (data (i32.const 8) "\01\02\03\04\05\06") (data (i32.const 10) "\aa"))"#,
        );
        let module = Module::parse(&bytes)?;
        assert_eq!(module.initial_u32(8), Some(0x04aa_0201));
        assert_eq!(module.initial_u32(12), None);
        assert_eq!(module.initial_u32(u32::MAX), None);
        Ok(())
    }

    #[test]
    fn an_empty_function_is_recognised() -> Result<(), NotAModule> {
        let bytes = wasm("(module (func) (func nop) (func (local i32)))");
        let module = Module::parse(&bytes)?;
        assert_eq!(
            [0, 1, 2, 9].map(|i| module.is_empty_function(i)),
            [true, false, true, false]
        );
        Ok(())
    }
}
