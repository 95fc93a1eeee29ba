//! Rewrites a module: chosen exports under chosen names, and nothing that they do not need.

use std::collections::HashMap;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ElementSection, Elements, ExportSection, FunctionSection, GlobalSection,
    ImportSection, NameMap, NameSection, SectionId, TableSection, TypeSection,
};
use wasmparser::{KnownCustom, Name, Parser, TypeRef};

use super::live::{Live, Set, live};
use super::module::Module;

/// What to make of a module.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// The exports that stay: from the name that the linker gave to the final one.
    pub exports: HashMap<&'a str, String>,
    /// Whether the names of functions stay, for backtraces.
    pub keep_names: bool,
}

/// Rewrites a valid module by the plan. All custom sections go, but for the names if wanted.
///
/// # Errors
/// If the module is malformed.
pub fn prune(bytes: &[u8], module: &Module<'_>, plan: &Plan<'_>) -> Result<Vec<u8>, String> {
    let needed =
        live(bytes, module, |name| plan.exports.contains_key(name)).map_err(|e| reason(&e))?;
    let mut pruner = Pruner::new(&needed, plan);
    let mut out = wasm_encoder::Module::new();
    pruner
        .parse_core_module(&mut out, Parser::new(0), bytes)
        .map_err(|e| reason(&e))?;
    Ok(out.finish())
}

fn reason<E: std::fmt::Display>(error: &Error<E>) -> String {
    match error {
        Error::ParseError(e) => format!("{} at byte {}", e.message(), e.offset()),
        other => other.to_string(),
    }
}

/// New indices of what stays, by space.
struct Pruner<'p> {
    plan: &'p Plan<'p>,
    live: &'p Live,
    functions: Vec<Option<u32>>,
    globals: Vec<Option<u32>>,
    tables: Vec<Option<u32>>,
    elements: Vec<Option<u32>>,
    types: Vec<Option<u32>>,
    seen: Seen,
    /// Whether the segment for what nothing else declares is written.
    has_declared: bool,
}

/// How many entries of each space have passed.
#[derive(Default)]
struct Seen {
    functions: u32,
    bodies: u32,
    globals: u32,
    tables: u32,
}

impl<'p> Pruner<'p> {
    fn new(live: &'p Live, plan: &'p Plan<'p>) -> Self {
        Pruner {
            plan,
            live,
            functions: live.functions.ranks(),
            globals: live.globals.ranks(),
            tables: live.tables.ranks(),
            elements: live.elements.ranks(),
            types: live.types.ranks(),
            seen: Seen::default(),
            has_declared: false,
        }
    }

    /// Adds the segment that declares the functions of [`Live::undeclared`], behind all others, whose indices stay.
    fn declare(&mut self, elements: &mut ElementSection) -> Result<(), Error<String>> {
        self.has_declared = true;
        if self.live.undeclared.is_empty() {
            return Ok(());
        }
        let functions = self.live.undeclared.iter();
        let functions: Vec<u32> = functions
            .map(|i| self.function_index(*i))
            .collect::<Result<_, _>>()?;
        elements.declared(Elements::Functions(functions.into()));
        Ok(())
    }
}

/// The new index. That there is one is what `live` has established.
fn new_index(space: &[Option<u32>], what: &'static str, old: u32) -> Result<u32, Error<String>> {
    let new = space.get(old as usize).copied().flatten();
    new.ok_or_else(|| Error::UserError(format!("{what} {old} is needed but was removed")))
}

/// Counts an entry; says whether it stays.
fn passes(counter: &mut u32, set: &Set) -> bool {
    let index = *counter;
    *counter += 1;
    set.contains(index)
}

impl Reencode for Pruner<'_> {
    type Error = String;

    fn function_index(&mut self, i: u32) -> Result<u32, Error<String>> {
        new_index(&self.functions, "function", i)
    }

    fn global_index(&mut self, i: u32) -> Result<u32, Error<String>> {
        new_index(&self.globals, "global", i)
    }

    fn table_index(&mut self, i: u32) -> Result<u32, Error<String>> {
        new_index(&self.tables, "table", i)
    }

    fn element_index(&mut self, i: u32) -> Result<u32, Error<String>> {
        new_index(&self.elements, "element segment", i)
    }

    fn type_index(&mut self, i: u32) -> Result<u32, Error<String>> {
        new_index(&self.types, "type", i)
    }

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        let mut index = 0;
        for group in section {
            let group = group?;
            // Either every group is a single type, or all types are live.
            let stays = self.live.types.contains(index);
            index += u32::try_from(group.types().len()).unwrap_or(u32::MAX);
            if stays {
                self.parse_recursive_type_group(types.ty(), group)?;
            }
        }
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for import in section.into_imports() {
            let import = import?;
            let stays = match import.ty {
                TypeRef::Func(_) | TypeRef::FuncExact(_) => {
                    passes(&mut self.seen.functions, &self.live.functions)
                }
                TypeRef::Global(_) => passes(&mut self.seen.globals, &self.live.globals),
                TypeRef::Table(_) => passes(&mut self.seen.tables, &self.live.tables),
                TypeRef::Memory(_) | TypeRef::Tag(_) => true,
            };
            if stays {
                self.parse_import(imports, import)?;
            }
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        // The bodies follow in the same order, later.
        self.seen.bodies = self.seen.functions;
        for ty in section {
            let ty = ty?;
            if passes(&mut self.seen.functions, &self.live.functions) {
                functions.function(self.type_index(ty)?);
            }
        }
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: wasmparser::TableSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for table in section {
            let table = table?;
            if passes(&mut self.seen.tables, &self.live.tables) {
                self.parse_table(tables, table)?;
            }
        }
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for global in section {
            let global = global?;
            if passes(&mut self.seen.globals, &self.live.globals) {
                self.parse_global(globals, global)?;
            }
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        let mut kept = Vec::new();
        for export in section {
            let export = export?;
            if let Some(name) = self.plan.exports.get(export.name) {
                kept.push((name, export));
            }
        }
        // The linker's order depends on symbol hashes, which depend on where the sources lie.
        kept.sort_by_key(|(name, _)| *name);
        for (name, export) in kept {
            let index = self.external_index(export.kind, export.index)?;
            exports.export(name, self.export_kind(export.kind)?, index);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: wasmparser::ElementSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for (index, element) in (0..).zip(section) {
            let element = element?;
            if self.live.elements.contains(index) {
                self.parse_element(elements, element)?;
            }
        }
        self.declare(elements)
    }

    /// A module whose exports declared all functions has no element section.
    fn intersperse_section_hook(
        &mut self,
        module: &mut wasm_encoder::Module,
        _after: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<(), Error<String>> {
        let is_behind = matches!(
            before,
            None | Some(SectionId::DataCount | SectionId::Code | SectionId::Data)
        );
        if is_behind && !self.has_declared {
            let mut elements = ElementSection::new();
            self.declare(&mut elements)?;
            if !elements.is_empty() {
                module.section(&elements);
            }
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for body in section {
            let body = body?;
            if passes(&mut self.seen.bodies, &self.live.functions) {
                self.parse_function_body(code, body)?;
            }
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        module: &mut wasm_encoder::Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        if let (true, KnownCustom::Name(names)) = (self.plan.keep_names, section.as_known()) {
            module.section(&self.custom_name_section(names)?);
        }
        Ok(())
    }

    /// Backtraces need the functions' names; the others would only have to be renumbered too.
    fn parse_custom_name_subsection(
        &mut self,
        names: &mut NameSection,
        subsection: Name<'_>,
    ) -> Result<(), Error<String>> {
        if let Name::Function(functions) = subsection {
            let mut map = NameMap::new();
            for naming in functions {
                let naming = naming?;
                if let Some(Some(index)) = self.functions.get(naming.index as usize) {
                    map.append(*index, naming.name);
                }
            }
            names.functions(&map);
        }
        Ok(())
    }

    fn const_expr(
        &mut self,
        expr: wasmparser::ConstExpr<'_>,
    ) -> Result<wasm_encoder::ConstExpr, Error<String>> {
        utils::const_expr(self, expr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::features::validate_any;

    /// What is left for the export `f`.
    fn pruned(text: &str) -> (Vec<u8>, String) {
        let bytes = wat::parse_str(text).unwrap_or_else(|e| panic!("{e}"));
        let module = Module::parse(&bytes).unwrap_or_else(|e| panic!("{e}"));
        let plan = Plan {
            exports: HashMap::from([("f", "f".to_string())]),
            keep_names: false,
        };
        let pruned = prune(&bytes, &module, &plan).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(validate_any(&pruned), Ok(()), "{text}");
        let functions = Module::parse(&pruned).map(|m| m.functions.len());
        (pruned, format!("{functions:?}"))
    }

    #[test]
    fn a_function_that_code_refers_to_stays_declared_whatever_declared_it() {
        let refers = r#"(func (export "f") (drop (ref.func $g)))"#;
        for declares in [
            r#"(func $dead) (func $g (export "g"))"#,
            "(func $dead) (func $g) (table $t 1 funcref) (elem (table $t) (i32.const 0) func $g)",
            "(func $dead) (func $g) (elem func $dead $g)",
            "(func $dead) (func $g) (elem declare func $dead $g)",
            "(func $dead) (func $g) (global funcref (ref.func $g))",
        ] {
            for code in [format!("{declares}{refers}"), format!("{refers}{declares}")] {
                let (_, functions) = pruned(&format!(
                    "(module (memory 1) {code} (data (i32.const 0) \"x\"))"
                ));
                assert_eq!(functions, "Ok(2)", "{code}");
            }
        }
    }

    #[test]
    fn what_is_declared_already_gets_no_segment() {
        let (bytes, _) = pruned(
            r#"(module (func $g) (global $x funcref (ref.func $g))
                (func (export "f") (drop (ref.func $g)) (drop (global.get $x))))"#,
        );
        let module = Module::parse(&bytes).unwrap();
        assert!(module.sections.iter().all(|s| s.kind != "element"));
    }

    #[test]
    fn a_segment_that_code_names_keeps_its_place() {
        let (_, functions) = pruned(
            r#"(module (table 1 funcref) (func $g) (func $dead) (elem declare func $dead) (elem $used func $g)
                (func (export "f") (elem.drop $used) (drop (ref.func $g))))"#,
        );
        assert_eq!(functions, "Ok(2)");
    }
}
