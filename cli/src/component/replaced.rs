//! The imports of a core module that becomes a component, and what the functions of the module are numbered by then.

use pyext_abi::interface::Interface;
use pyext_abi::names::{HOST_IMPORTS, SDK_IMPORTS};
use wasm_encoder::ValType;

use super::given::Given;
use super::services;
use super::wit::CoreNames;
use crate::wasm::module::Module;

/// What `wit-component` puts before the name of an interface for what it offers about the interface's resources.
const EXPORTED: &str = "[export]";

/// An import of the new module.
#[derive(Debug, Clone)]
pub struct Import {
    pub module: String,
    pub name: String,
    pub params: Vec<ValType>,
    pub results: Vec<ValType>,
}

/// A function that the module calls in place of an import, and that calls one of the new ones.
#[derive(Debug, Clone)]
pub struct Adapter {
    /// The import and its function, by their names in the interface; none for random bytes.
    pub name: Option<(String, String)>,
    /// The new import.
    pub import: u32,
}

/// What becomes of an old import.
enum Fate {
    /// It is this new one.
    Renamed(u32),
    /// A function stands in its place: so many behind the module's own.
    Adapted(u32),
}

/// The imports, old and new.
pub struct Replaced {
    imports: Vec<Import>,
    adapters: Vec<Adapter>,
    /// Of each old import, in order.
    fates: Vec<Fate>,
    /// Number of the module's own functions.
    own: u32,
    /// The names of the classes and the first of three imports for each.
    resources: Vec<(String, u32)>,
}

impl Replaced {
    /// Finds what becomes of each import.
    ///
    /// # Errors
    /// If there is one that no component can have.
    pub fn of(
        module: &Module<'_>,
        interface: &Interface,
        core: &CoreNames,
    ) -> Result<Self, String> {
        let functions = u32::try_from(module.functions.len());
        let functions = functions.map_err(|_| "the module is too large".to_string())?;
        let mut this = Replaced {
            imports: Vec::new(),
            adapters: Vec::new(),
            fates: Vec::new(),
            own: functions.saturating_sub(module.imported_functions),
            resources: Vec::new(),
        };
        for import in &module.imports {
            let fate = this.host(interface, core, import.module, import.name);
            let fate = fate.or_else(|| this.service(core, import.module, import.name));
            let fate = fate.ok_or_else(|| {
                format!("the import {}.{} has no form", import.module, import.name)
            })?;
            this.fates.push(fate);
        }
        let handle = || vec![ValType::I32];
        for (class, resource) in &core.resources {
            let mut first = None;
            for (name, results) in [("new", handle()), ("rep", handle()), ("drop", Vec::new())] {
                let index = this.import(Import {
                    module: format!("{EXPORTED}{}", core.objects),
                    name: format!("[resource-{name}]{resource}"),
                    params: handle(),
                    results,
                });
                first.get_or_insert(index);
            }
            this.resources
                .push((class.clone(), first.unwrap_or_default()));
        }
        Ok(this)
    }

    fn host(
        &mut self,
        interface: &Interface,
        core: &CoreNames,
        module: &str,
        name: &str,
    ) -> Option<Fate> {
        let import = module.strip_prefix(HOST_IMPORTS)?;
        let (to, to_name) = core
            .imports
            .get(&(module.to_string(), name.to_string()))?
            .clone();
        let offered = interface.imports.iter().find(|i| i.name == import)?;
        let function = offered.functions.iter().find(|f| f.name == name)?;
        let given = Given::new(function);
        let index = self.import(Import {
            module: to,
            name: to_name,
            params: given.params(),
            results: given.results(),
        });
        Some(self.adapt(Some((import.to_string(), name.to_string())), index))
    }

    fn service(&mut self, core: &CoreNames, module: &str, name: &str) -> Option<Fate> {
        let module = module.strip_prefix(SDK_IMPORTS)?;
        let mut services = core.services.iter();
        let wanted = services.find(|s| s.service.module == module && s.service.name == name)?;
        let params = wanted.service.params.iter().copied();
        let results = wanted.service.result.into_iter();
        let index = self.import(Import {
            module: services::interface(wanted),
            name: wanted.name.to_string(),
            params: params.map(super::writer::val_type).collect(),
            results: results.map(super::writer::val_type).collect(),
        });
        // Random bytes come as a list, which has the same parameters: count, and where address and length go.
        Some(match module {
            "random" => self.adapt(None, index),
            _ => Fate::Renamed(index),
        })
    }

    fn import(&mut self, import: Import) -> u32 {
        self.imports.push(import);
        u32::try_from(self.imports.len() - 1).unwrap_or(u32::MAX)
    }

    fn adapt(&mut self, name: Option<(String, String)>, import: u32) -> Fate {
        self.adapters.push(Adapter { name, import });
        Fate::Adapted(u32::try_from(self.adapters.len() - 1).unwrap_or(u32::MAX))
    }

    /// The new imports.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// The functions in place of imports, in their order behind the module's own.
    pub fn adapters(&self) -> &[Adapter] {
        &self.adapters
    }

    /// The imports `[resource-new]`, `[resource-rep]`, `[resource-drop]` of a class.
    pub fn resource(&self, class: &str) -> Option<[u32; 3]> {
        let mut resources = self.resources.iter();
        let (_, first) = resources.find(|(name, _)| name == class)?;
        Some([*first, first + 1, first + 2])
    }

    /// Index of the first function that is added.
    pub fn added(&self) -> u32 {
        u32::try_from(self.imports.len()).unwrap_or(u32::MAX) + self.own
    }

    /// The new index of an old function.
    pub fn function(&self, old: u32) -> u32 {
        let imports = u32::try_from(self.imports.len()).unwrap_or(u32::MAX);
        match self.fates.get(old as usize) {
            Some(Fate::Renamed(new)) => *new,
            Some(Fate::Adapted(place)) => self.added() + place,
            None => imports + old - u32::try_from(self.fates.len()).unwrap_or(u32::MAX),
        }
    }
}
