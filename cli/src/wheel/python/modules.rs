//! An interface as Python's modules: what each holds, and the file that it is.

use std::collections::BTreeSet;

use super::names::PROVIDE;
use pyext_abi::interface::{
    Constant, Definition, Function, Import, Interface, Type, local_name, submodule,
};

/// One module of the package: the top, or a submodule.
#[derive(Debug)]
pub struct Module<'a> {
    /// What the whole package offers.
    pub interface: &'a Interface,
    /// The name as it is in the interface, none for the top.
    pub name: Option<&'a str>,
    /// Its documentation.
    pub docs: &'a str,
    /// The names of the submodules in it.
    pub children: Vec<&'a str>,
    /// Its constants.
    pub constants: Vec<&'a Constant>,
    /// Its types.
    pub types: Vec<&'a Definition>,
    /// What it wants to be given: the top only.
    pub imports: &'a [Import],
    /// Its functions, those of classes left out.
    pub functions: Vec<&'a Function>,
}

impl<'a> Module<'a> {
    /// The package itself.
    pub fn top(interface: &'a Interface) -> Module<'a> {
        Module::of(interface, None, &interface.docs)
    }

    /// All of them, the top first.
    pub fn all(interface: &'a Interface) -> Vec<Module<'a>> {
        let top = Module::top(interface);
        let submodules = interface.modules.iter();
        let submodules = submodules.map(|m| Module::of(interface, Some(&m.name), &m.docs));
        std::iter::once(top).chain(submodules).collect()
    }

    fn of(interface: &'a Interface, name: Option<&'a str>, docs: &'a str) -> Module<'a> {
        let is_here = |item: &str| submodule(item) == name;
        Module {
            interface,
            name,
            docs,
            children: interface
                .modules
                .iter()
                .filter(|m| is_here(&m.name))
                .map(|m| local_name(&m.name))
                .collect(),
            constants: interface
                .constants
                .iter()
                .filter(|c| is_here(&c.name))
                .collect(),
            types: interface
                .types
                .iter()
                .filter(|t| is_here(&t.name))
                .map(|t| &**t)
                .collect(),
            imports: match name {
                None => &interface.imports,
                Some(_) => &[],
            },
            functions: interface
                .functions
                .iter()
                .filter(|f| f.role.is_free() && is_here(&f.name))
                .collect(),
        }
    }

    /// Whether it is the package itself.
    pub fn is_top(&self) -> bool {
        self.name.is_none()
    }

    /// The name by which Python imports it.
    pub fn full_name(&self) -> String {
        match self.name {
            Some(name) => format!("{}.{name}", self.interface.name),
            None => self.interface.name.clone(),
        }
    }

    /// Path of its files in the package, without what they end with.
    pub fn path(&self) -> String {
        let path = self.name.map(|name| name.replace('.', "/"));
        match (path, self.is_package()) {
            (Some(path), true) => format!("{path}/__init__"),
            (Some(path), false) => path,
            (None, _) => "__init__".to_string(),
        }
    }

    /// Whether it is a folder.
    fn is_package(&self) -> bool {
        self.is_top() || !self.children.is_empty()
    }

    /// The dots that lead from its file to the package's top in a relative import.
    pub fn dots(&self) -> String {
        let depth = self.name.map_or(0, |name| name.split('.').count());
        ".".repeat(depth + usize::from(self.is_package()))
    }

    /// Every name that it offers of its own.
    pub fn exports(&self) -> BTreeSet<&'a str> {
        let mut names: BTreeSet<&str> = self.children.iter().copied().collect();
        names.extend(self.constants.iter().map(|c| local_name(&c.name)));
        names.extend(self.functions.iter().map(|f| local_name(&f.name)));
        if !self.imports.is_empty() {
            names.insert(PROVIDE);
        }
        for definition in &self.types {
            names.insert(definition.local_name());
            names.extend(definition.cases().iter().map(|case| case.class.as_str()));
        }
        names
    }

    /// Every name of a field or method in it.
    pub fn fields(&self) -> BTreeSet<&'a str> {
        let fields = self.types.iter().flat_map(|t| t.fields());
        let fields = fields.map(|field| field.name.as_str());
        let members = self.interface.functions.iter();
        let members = members.filter(|f| !f.role.is_free() && f.submodule() == self.name);
        let given = self.imports.iter().flat_map(|i| &i.functions);
        fields
            .chain(members.chain(given).map(|f| f.local_name()))
            .collect()
    }

    /// Every type that a signature, field or constant of the package has.
    pub fn types_in_use(&self) -> impl Iterator<Item = &'a Type> {
        let interface = self.interface;
        let functions = interface.functions.iter().chain(interface.given());
        let functions = functions.flat_map(|f| {
            let params = f.params.iter().map(|p| &p.ty);
            params.chain([&f.result])
        });
        let fields = interface.types.iter().flat_map(|t| t.fields());
        let constants = interface.constants.iter().map(|c| &c.ty);
        functions.chain(fields.map(|f| &f.ty)).chain(constants)
    }
}
