//! What of a module is still needed when only some of its exports stay.
//!
//! The linker keeps what any export reaches, and it exports more than an extension offers: the SDK's allocator exports are in
//! every module that links it.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, ElementSection};
use wasmparser::{ConstExpr, ElementKind, ExternalKind, Operator, Parser, Payload, TypeRef};

use super::module::Module;

/// Indices that are needed, for each space that can shrink.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Live {
    /// Types.
    pub types: Set,
    /// Functions, imported ones first.
    pub functions: Set,
    /// Tables.
    pub tables: Set,
    /// Globals.
    pub globals: Set,
    /// Element segments.
    pub elements: Set,
    /// Functions that code takes references to, and that nothing which stays declares: a segment of their own has to.
    pub undeclared: Vec<u32>,
}

/// A set of indices.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Set(Vec<bool>);

impl Set {
    /// Adds an index; says whether it is new.
    pub fn insert(&mut self, index: u32) -> bool {
        let index = index as usize;
        if self.0.len() <= index {
            self.0.resize(index + 1, false);
        }
        !std::mem::replace(&mut self.0[index], true)
    }

    /// Whether the index is in it.
    pub fn contains(&self, index: u32) -> bool {
        self.0.get(index as usize).copied().unwrap_or(false)
    }

    /// The indices in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..)
            .zip(&self.0)
            .filter(|(_, live)| **live)
            .map(|(i, _)| i)
    }

    /// The place of every index when all that is not in the set is gone.
    pub fn ranks(&self) -> Vec<Option<u32>> {
        let mut next = 0;
        let rank = |live: &bool| {
            live.then(|| {
                next += 1;
                next - 1
            })
        };
        self.0.iter().map(rank).collect()
    }
}

/// The parts of a module that [`Module`] does not keep.
#[derive(Default)]
struct Parts<'a> {
    globals: Vec<Option<ConstExpr<'a>>>,
    tables: Vec<Option<ConstExpr<'a>>>,
    elements: Vec<wasmparser::Element<'a>>,
}

/// Finds what the exports that `keep` accepts need, in a valid module.
///
/// # Errors
/// If the module is malformed.
pub fn live(bytes: &[u8], module: &Module<'_>, keep: impl Fn(&str) -> bool) -> Result<Live, Error> {
    let mut parts = Parts::default();
    let mut marker = Marker::default();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::TypeSection(section) => {
                // Groups and subtypes refer to one another: then all types stay.
                let plain = section
                    .clone()
                    .into_iter_err_on_gc_types()
                    .all(|ty| ty.is_ok());
                if !plain {
                    (0..u32::try_from(module.types.len()).unwrap_or(u32::MAX)).for_each(|i| {
                        marker.live.types.insert(i);
                    });
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    match import?.ty {
                        TypeRef::Global(_) => {
                            marker.global_index(
                                u32::try_from(parts.globals.len()).unwrap_or(u32::MAX),
                            )?;
                            parts.globals.push(None);
                        }
                        TypeRef::Table(_) => {
                            marker.table_index(
                                u32::try_from(parts.tables.len()).unwrap_or(u32::MAX),
                            )?;
                            parts.tables.push(None);
                        }
                        TypeRef::Tag(tag) => {
                            marker.type_index(tag.func_type_idx)?;
                        }
                        TypeRef::Func(_) | TypeRef::FuncExact(_) | TypeRef::Memory(_) => {}
                    }
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    parts.globals.push(Some(global?.init_expr));
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    parts.tables.push(match table?.init {
                        wasmparser::TableInit::Expr(e) => Some(e),
                        wasmparser::TableInit::RefNull => None,
                    });
                }
            }
            Payload::TagSection(section) => {
                for tag in section {
                    marker.type_index(tag?.func_type_idx)?;
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    parts.elements.push(element?);
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    if let wasmparser::DataKind::Active { offset_expr, .. } = data?.kind {
                        utils::const_expr(&mut marker, offset_expr)?;
                    }
                }
            }
            _ => {}
        }
    }
    for export in module.exports.iter().filter(|e| keep(e.name)) {
        match export.kind {
            ExternalKind::Tag | ExternalKind::Memory => {}
            kind => {
                marker.external_index(kind, export.index)?;
            }
        }
    }
    if let Some(start) = module.start {
        // Calls it, and declares nothing.
        marker.need_function(start);
    }
    marker.follow(module, &parts)?;
    let Marker {
        mut live,
        referred,
        declared,
        ..
    } = marker;
    live.undeclared = referred.iter().filter(|i| !declared.contains(*i)).collect();
    Ok(live)
}

/// Walks through code as if to copy it, and notes every index that it meets: so no instruction can be forgotten.
#[derive(Default)]
struct Marker {
    live: Live,
    work: Vec<Item>,
    /// Whether what is walked through is a function's body.
    in_body: bool,
    /// Functions that `ref.func` names in bodies. Each has to be declared outside of them.
    referred: Set,
    /// Functions that are named outside of bodies.
    declared: Set,
}

enum Item {
    Function(u32),
    Global(u32),
    Table(u32),
    Element(u32),
}

impl Marker {
    fn need_function(&mut self, i: u32) {
        if self.live.functions.insert(i) {
            self.work.push(Item::Function(i));
        }
    }

    fn follow(&mut self, module: &Module<'_>, parts: &Parts<'_>) -> Result<(), Error> {
        while let Some(item) = self.work.pop() {
            match item {
                Item::Function(i) => {
                    if let Some(ty) = module.functions.get(i as usize) {
                        self.type_index(*ty)?;
                    }
                    if let Some(body) = module.body(i) {
                        self.in_body = true;
                        utils::parse_function_body(self, &mut CodeSection::new(), body.clone())?;
                        self.in_body = false;
                    }
                }
                Item::Global(i) => {
                    if let Some(Some(init)) = parts.globals.get(i as usize) {
                        utils::const_expr(self, init.clone())?;
                    }
                }
                Item::Table(i) => {
                    if let Some(Some(init)) = parts.tables.get(i as usize) {
                        utils::const_expr(self, init.clone())?;
                    }
                    for (n, element) in parts.elements.iter().enumerate() {
                        let fills = matches!(element.kind,
                            ElementKind::Active { table_index, .. } if table_index.unwrap_or(0) == i);
                        if fills {
                            self.element_index(u32::try_from(n).unwrap_or(u32::MAX))?;
                        }
                    }
                }
                Item::Element(i) => {
                    if let Some(element) = parts.elements.get(i as usize) {
                        utils::parse_element(self, &mut ElementSection::new(), element.clone())?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Reencode for Marker {
    type Error = Infallible;

    fn instruction<'a>(
        &mut self,
        operator: Operator<'a>,
    ) -> Result<wasm_encoder::Instruction<'a>, Error> {
        if let (true, Operator::RefFunc { function_index }) = (self.in_body, &operator) {
            self.referred.insert(*function_index);
        }
        utils::instruction(self, operator)
    }

    fn function_index(&mut self, i: u32) -> Result<u32, Error> {
        if !self.in_body {
            self.declared.insert(i);
        }
        self.need_function(i);
        Ok(i)
    }

    fn global_index(&mut self, i: u32) -> Result<u32, Error> {
        if self.live.globals.insert(i) {
            self.work.push(Item::Global(i));
        }
        Ok(i)
    }

    fn table_index(&mut self, i: u32) -> Result<u32, Error> {
        if self.live.tables.insert(i) {
            self.work.push(Item::Table(i));
        }
        Ok(i)
    }

    fn element_index(&mut self, i: u32) -> Result<u32, Error> {
        if self.live.elements.insert(i) {
            self.work.push(Item::Element(i));
        }
        Ok(i)
    }

    fn type_index(&mut self, i: u32) -> Result<u32, Error> {
        self.live.types.insert(i);
        Ok(i)
    }
}
