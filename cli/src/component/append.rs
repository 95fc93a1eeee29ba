//! Appends the shim to a core module: its functions stay as they are, its imports and exports become those of the Canonical
//! ABI.

use pyext_abi::class::drop_name;
use pyext_abi::interface::{Interface, ResultKind, Type};
use pyext_abi::names;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, SectionId, TypeSection, ValType,
};
use wasmparser::{ExternalKind, KnownCustom, Parser};

use super::arena::{self, Arena, control_field, word};
use super::given::{self, Given, Memory};
use super::handles::{Exchange, Handles, Way};
use super::replaced::Replaced;
use super::shim::{Shim, Target};
use super::wit::CoreNames;
use super::writer::val_type;
use crate::wasm::module::Module;

/// What `wit-component` calls the function that allocates arguments.
const REALLOC: &str = "cabi_realloc";
/// What it puts before the name of a function for the one that is called when the result is read.
const POST_RETURN: &str = "cabi_post_";

/// The module with the shim. `core` has the names of everything.
///
/// # Errors
/// If the module is malformed, or an export of the ABI is missing.
pub fn append(wasm: &[u8], interface: &Interface, core: &CoreNames) -> Result<Vec<u8>, String> {
    let module = Module::parse(wasm).map_err(|why| why.to_string())?;
    let mut appender = Appender {
        additions: Additions::of(&module, interface, core)?,
        has_imports: false,
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
pub struct Additions {
    /// Number of the types that are there before.
    types: u32,
    /// The imports, in place of those that are there.
    replaced: Replaced,
    added: Vec<Added>,
    exports: Vec<(String, ExportKind, u32)>,
}

impl Additions {
    fn of(module: &Module<'_>, interface: &Interface, core: &CoreNames) -> Result<Self, String> {
        let count = |n: usize| u32::try_from(n).map_err(|_| "the module is too large".to_string());
        let mut this = Additions {
            types: count(module.types.len())?,
            replaced: Replaced::of(module, interface, core)?,
            added: Vec::new(),
            exports: Vec::new(),
        };
        let exported = |this: &Additions, name: &str| {
            let export = module.export(name).filter(|e| e.kind == ExternalKind::Func);
            export.map(|e| this.replaced.function(e.index))
        };
        let memory = module
            .export(names::MEMORY)
            .filter(|e| e.kind == ExternalKind::Memory);
        if let Some(memory) = memory {
            this.exports
                .push((names::MEMORY.to_string(), ExportKind::Memory, memory.index));
        }
        if let Some(index) = exported(&this, names::INITIALIZE) {
            this.exports
                .push((names::INITIALIZE.to_string(), ExportKind::Func, index));
        }
        let control = module.export(names::CONTROL);
        let control = control.and_then(|e| module.globals.get(e.index as usize)?.1);
        let control =
            control.ok_or_else(|| format!("the export `{}` is missing", names::CONTROL))?;
        let arena = Arena {
            control,
            globals: count(module.globals.len())?,
            allocator: exported(&this, names::ALLOC).zip(exported(&this, names::FREE)),
        };
        let release = exported(&this, names::RELEASE);
        // First: what replaces imports has its place already.
        let mut needs = this.given(interface, arena)?;
        let take = match needs.take {
            Some(known) => known,
            None => this.add(&[ValType::I32; 2], &[ValType::I32], arena.take()),
        };
        let mut handles = Handles::default();
        for class in interface.classes() {
            let drop = exported(&this, &drop_name(&class.name))
                .ok_or_else(|| format!("what drops a {:?} is missing", class.name))?;
            let exchange = this.resource(&class.name, drop, core, arena)?;
            handles.classes.insert(class.name.clone(), exchange);
        }
        let mut finishers = [None; 2];
        for (function, core_name) in interface.functions.iter().zip(&core.functions) {
            let export = exported(&this, &function.export_name())
                .ok_or_else(|| format!("the export {:?} is missing", function.export_name()))?;
            let shim = Shim::new(function);
            let params: Vec<ValType> = shim.params().into_iter().map(val_type).collect();
            let results: Vec<ValType> = shim.result().into_iter().map(val_type).collect();
            let target = Target {
                export,
                take,
                mark: needs.mark,
                control,
                params: function
                    .params
                    .iter()
                    .map(|p| match (&p.ty, shim.is_indirect()) {
                        (Type::Own(class), false) => handles.exchange(&class.name, Way::In),
                        (Type::List(_) | Type::Set(_) | Type::Map(..), false) => {
                            handles.of_elements(&p.ty, Way::In, &mut this)
                        }
                        (ty, _) => handles.in_memory(ty, Way::In, &mut this),
                    })
                    .collect(),
                result: match (&function.result, function.result_kind()) {
                    (Type::Own(class), ResultKind::Scalar(_)) => {
                        handles.exchange(&class.name, Way::Out)
                    }
                    (ty, _) => handles.in_memory(ty, Way::Out, &mut this),
                },
            };
            let index = this.add(&params, &results, shim.code(&target));
            this.exports
                .push((core_name.clone(), ExportKind::Func, index));
            needs.realloc |= shim.needs_realloc();
            if !shim.needs_arena() && !shim.is_pending() && needs.mark.is_none() {
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
        if needs.realloc {
            let index = this.add(&[ValType::I32; 4], &[ValType::I32], arena.realloc(take));
            this.exports
                .push((REALLOC.to_string(), ExportKind::Func, index));
        }
        Ok(this)
    }

    /// Adds what the module calls in place of its imports, in the order that [`Replaced`] has given them.
    fn given(&mut self, interface: &Interface, arena: Arena) -> Result<Needs, String> {
        let adapters = self.replaced.adapters().to_vec();
        if adapters.is_empty() {
            return Ok(Needs::default());
        }
        let behind = u32::try_from(adapters.len()).map_err(|_| "too many imports".to_string())?;
        let first = self.replaced.added() + behind;
        let memory = Memory {
            take: first,
            rewind: first + 1,
        };
        let mut needs = Needs {
            realloc: false,
            take: Some(first),
            mark: Some(first + 2),
        };
        for adapter in adapters {
            let function = adapter.name.as_ref().and_then(|(import, name)| {
                let import = interface.imports.iter().find(|i| i.name == *import)?;
                import.functions.iter().find(|f| f.name == *name)
            });
            match function {
                Some(function) => {
                    let given = Given::new(function);
                    let (params, results) = given.own_type();
                    needs.realloc |= given.needs_realloc();
                    self.add(&params, &results, given.code(adapter.import, memory));
                }
                None => {
                    needs.realloc = true;
                    self.add(&[ValType::I32; 2], &[], given::fill(adapter.import, memory));
                }
            }
        }
        self.add(&[ValType::I32; 2], &[ValType::I32], arena.take());
        self.add(&[], &[], arena.rewind());
        self.add(&[], &[], arena.mark());
        Ok(needs)
    }

    /// Adds what a resource needs.
    fn resource(
        &mut self,
        class: &str,
        drop: u32,
        core: &CoreNames,
        arena: Arena,
    ) -> Result<Exchange, String> {
        let intrinsics = self.replaced.resource(class);
        let [give, represent, forget] =
            intrinsics.ok_or_else(|| format!("the class {class:?} has no resource"))?;
        let taking = arena.globals + arena::GLOBALS - 1;
        // The host drops what it has given: the object lives on, in the guest.
        let (handle, representation) = (0, 1);
        let mut code = Function::new([(1, ValType::I32)]);
        code.instructions()
            .local_get(handle)
            .call(represent)
            .local_set(representation)
            .i32_const(1)
            .global_set(taking)
            .local_get(handle)
            .call(forget)
            .i32_const(0)
            .global_set(taking)
            .local_get(representation)
            .end();
        let take = self.add(&[ValType::I32], &[ValType::I32], code);
        let mut code = Function::new([]);
        code.instructions()
            .global_get(taking)
            .i32_eqz()
            .if_(BlockType::Empty)
            .local_get(handle)
            .call(drop)
            .end()
            .end();
        let index = self.add(&[ValType::I32], &[], code);
        let resource = core.resources.get(class).map_or("", |name| name);
        self.exports.push((
            format!("{}#[dtor]{resource}", core.objects),
            ExportKind::Func,
            index,
        ));
        Ok(Exchange { take, give })
    }

    /// Adds a function; gives its index.
    pub fn add(&mut self, params: &[ValType], results: &[ValType], code: Function) -> u32 {
        let index = self.replaced.added() + u32::try_from(self.added.len()).unwrap_or(u32::MAX);
        self.added.push(Added {
            params: params.to_vec(),
            results: results.to_vec(),
            code,
        });
        index
    }
}

/// What the functions of imports make the rest need.
#[derive(Default)]
struct Needs {
    /// `cabi_realloc`.
    realloc: bool,
    /// `(align, size) -> address`, where it has been added already.
    take: Option<u32>,
    /// `() -> ()`, before each call of the guest.
    mark: Option<u32>,
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
    /// Whether the imports are written.
    has_imports: bool,
}

impl Appender {
    fn write_imports(&mut self, imports: &mut ImportSection) {
        self.has_imports = true;
        let first =
            self.additions.types + u32::try_from(self.additions.added.len()).unwrap_or(u32::MAX);
        for (ty, import) in (first..).zip(self.additions.replaced.imports()) {
            imports.import(&import.module, &import.name, EntityType::Function(ty));
        }
    }
}

impl Reencode for Appender {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, i: u32) -> Result<u32, Error> {
        Ok(self.additions.replaced.function(i))
    }

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
        for import in self.additions.replaced.imports() {
            types.ty().function(
                import.params.iter().copied(),
                import.results.iter().copied(),
            );
        }
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        _section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        self.write_imports(imports);
        Ok(())
    }

    /// A module without imports has no section for them.
    fn intersperse_section_hook(
        &mut self,
        module: &mut wasm_encoder::Module,
        _after: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<(), Error> {
        let is_before = matches!(
            before,
            Some(SectionId::Custom | SectionId::Type | SectionId::Import)
        );
        if !is_before && !self.has_imports {
            let mut imports = ImportSection::new();
            self.write_imports(&mut imports);
            if !imports.is_empty() {
                module.section(&imports);
            }
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
