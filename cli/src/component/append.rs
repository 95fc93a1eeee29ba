//! Appends the shim to a core module: its functions stay as they are, its exports become those of the Canonical ABI.

use pyext_abi::interface::Interface;
use pyext_abi::names;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, TypeSection, ValType,
};
use wasmparser::{ExternalKind, KnownCustom, Parser};

use super::arena::{self, Arena, control_field, word};
use super::shim::{Shim, Target};
use super::writer::val_type;
use crate::wasm::module::Module;

/// What `wit-component` calls the function that allocates arguments.
const REALLOC: &str = "cabi_realloc";
/// What it puts before the name of a function for the one that is called when the result is read.
const POST_RETURN: &str = "cabi_post_";

/// The module with the shim. `core_names` are those of the functions, in the order of the interface.
///
/// # Errors
/// If the module is malformed, or an export of the ABI is missing.
pub fn append(
    wasm: &[u8],
    interface: &Interface,
    core_names: &[String],
) -> Result<Vec<u8>, String> {
    let module = Module::parse(wasm).map_err(|why| why.to_string())?;
    let mut appender = Appender {
        additions: Additions::of(&module, interface, core_names)?,
    };
    let mut out = wasm_encoder::Module::new();
    appender
        .parse_core_module(&mut out, Parser::new(0), wasm)
        .map_err(|e| e.to_string())?;
    Ok(out.finish())
}

/// One function of the shim.
struct Added {
    params: Vec<ValType>,
    results: Vec<ValType>,
    code: Function,
}

/// What the shim adds to a module.
struct Additions {
    /// Number of the types and functions that are there before.
    types: u32,
    functions: u32,
    added: Vec<Added>,
    exports: Vec<(String, ExportKind, u32)>,
}

impl Additions {
    fn of(
        module: &Module<'_>,
        interface: &Interface,
        core_names: &[String],
    ) -> Result<Self, String> {
        let count = |n: usize| u32::try_from(n).map_err(|_| "the module is too large".to_string());
        let mut this = Additions {
            types: count(module.types.len())?,
            functions: count(module.functions.len())?,
            added: Vec::new(),
            exports: Vec::new(),
        };
        let exported = |name: &str| {
            let export = module.export(name).filter(|e| e.kind == ExternalKind::Func);
            export.map(|e| e.index)
        };
        let memory = module
            .export(names::MEMORY)
            .filter(|e| e.kind == ExternalKind::Memory);
        if let Some(memory) = memory {
            this.exports
                .push((names::MEMORY.to_string(), ExportKind::Memory, memory.index));
        }
        if let Some(index) = exported(names::INITIALIZE) {
            this.exports
                .push((names::INITIALIZE.to_string(), ExportKind::Func, index));
        }
        let control = module.export(names::CONTROL);
        let control = control.and_then(|e| module.globals.get(e.index as usize)?.1);
        let arena = Arena {
            control: control
                .ok_or_else(|| format!("the export `{}` is missing", names::CONTROL))?,
            globals: count(module.globals.len())?,
            allocator: exported(names::ALLOC).zip(exported(names::FREE)),
        };
        let release = exported(names::RELEASE);
        let take = this.add(&[ValType::I32; 2], &[ValType::I32], arena.take());
        let mut finishers = [None; 2];
        let mut needs_realloc = false;
        for (function, core_name) in interface.functions.iter().zip(core_names) {
            let export = exported(&function.name)
                .ok_or_else(|| format!("the export {:?} is missing", function.name))?;
            let shim = Shim::new(function);
            let params: Vec<ValType> = shim.params().into_iter().map(val_type).collect();
            let results: Vec<ValType> = shim.result().into_iter().map(val_type).collect();
            let index = this.add(&params, &results, shim.code(Target { export, take }));
            this.exports
                .push((core_name.clone(), ExportKind::Func, index));
            needs_realloc |= shim.needs_realloc();
            if !shim.needs_arena() && !shim.is_pending() {
                continue;
            }
            let finisher = &mut finishers[usize::from(function.wipe)];
            let finish = match *finisher {
                Some(known) => known,
                None => {
                    let give_back = this.add(&[], &[], arena.give_back(function.wipe));
                    let code = finish(arena.control, release, give_back);
                    *finisher.insert(this.add(&[], &[], code))
                }
            };
            let mut code = Function::new([]);
            code.instructions().call(finish).end();
            let index = this.add(&results, &[], code);
            this.exports
                .push((format!("{POST_RETURN}{core_name}"), ExportKind::Func, index));
        }
        if needs_realloc {
            let index = this.add(&[ValType::I32; 4], &[ValType::I32], arena.realloc(take));
            this.exports
                .push((REALLOC.to_string(), ExportKind::Func, index));
        }
        Ok(this)
    }

    /// Adds a function; gives its index.
    fn add(&mut self, params: &[ValType], results: &[ValType], code: Function) -> u32 {
        let index = self.functions + u32::try_from(self.added.len()).unwrap_or(u32::MAX);
        self.added.push(Added {
            params: params.to_vec(),
            results: results.to_vec(),
            code,
        });
        index
    }
}

/// After the result has been read: releases it, gives the memory of the arguments back.
fn finish(control: i32, release: Option<u32>, give_back: u32) -> Function {
    let pending = word(control_field("pending"));
    let token = 0;
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    if let Some(release) = release {
        code.i32_const(control)
            .i32_load(pending)
            .local_tee(token)
            .if_(BlockType::Empty);
        code.i32_const(control).i32_const(0).i32_store(pending);
        code.local_get(token).call(release).end();
    }
    code.call(give_back).end();
    function
}

struct Appender {
    additions: Additions,
}

impl Reencode for Appender {
    type Error = std::convert::Infallible;

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_type_section(self, types, section)?;
        for added in &self.additions.added {
            types
                .ty()
                .function(added.params.iter().copied(), added.results.iter().copied());
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_function_section(self, functions, section)?;
        for (ty, _) in (self.additions.types..).zip(&self.additions.added) {
            functions.function(ty);
        }
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_global_section(self, globals, section)?;
        for _ in 0..arena::GLOBALS {
            let ty = GlobalType {
                val_type: ValType::I32,
                mutable: true,
                shared: false,
            };
            globals.global(ty, &ConstExpr::i32_const(0));
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        _section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error> {
        for (name, kind, index) in &self.additions.exports {
            exports.export(name, *kind, *index);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_code_section(self, code, section)?;
        for added in &self.additions.added {
            code.function(&added.code);
        }
        Ok(())
    }

    /// The interface is said by the component's own types; names stay, for backtraces.
    fn parse_custom_section(
        &mut self,
        module: &mut wasm_encoder::Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        match section.as_known() {
            KnownCustom::Name(_) => utils::parse_custom_section(self, module, section),
            _ => Ok(()),
        }
    }
}
