//! How names are spelled in one stub, so that they mean there what they should, and what it imports for them.

use std::collections::{BTreeMap, BTreeSet};

use pyext_abi::interface::{Word, local_name, submodule};
use pyext_abi::python::EXCEPTIONS;

use crate::wheel::python::imports::Imports;
use crate::wheel::python::modules::Module;
use crate::wheel::python::names::Names;
use crate::wheel::runtime;

/// Where the words come from that stubs import, and what they are called there. Others are the runtime's.
const SOURCES: [(&str, &str, &str); 20] = [
    ("AbstractSet", "collections.abc", "Set"),
    ("Any", "typing", "Any"),
    ("Callable", "collections.abc", "Callable"),
    ("ClassVar", "typing", "ClassVar"),
    ("Enum", "enum", "Enum"),
    ("Final", "typing", "Final"),
    ("Flag", "enum", "Flag"),
    ("Generator", "collections.abc", "Generator"),
    ("Iterable", "collections.abc", "Iterable"),
    ("Mapping", "collections.abc", "Mapping"),
    ("NoReturn", "typing", "NoReturn"),
    ("Protocol", "typing", "Protocol"),
    // Python has it since 3.11; type checkers have this module always.
    ("Self", "typing_extensions", "Self"),
    ("Sequence", "collections.abc", "Sequence"),
    // Python has it since 3.10; type checkers have this module always.
    ("TypeAlias", "typing_extensions", "TypeAlias"),
    ("TypedDict", "typing", "TypedDict"),
    ("dataclass", "dataclasses", "dataclass"),
    ("overload", "typing", "overload"),
    ("timedelta", "datetime", "timedelta"),
    ("type_check_only", "typing", "type_check_only"),
];

/// The builtins that stubs use, exceptions left out.
const BUILTINS: [&str; 14] = [
    "bool",
    "bytes",
    "classmethod",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "object",
    "property",
    "set",
    "staticmethod",
    "str",
    "tuple",
];

/// The names of a stub while it is written.
pub struct Words<'a> {
    module: &'a Module<'a>,
    names: &'a Names<'a>,
    imports: Imports,
    /// What the imported names stand for: a module's name.
    imported: BTreeMap<String, (String, String)>,
    /// Further names of classes in this module.
    aliases: BTreeMap<String, String>,
    /// The fields and methods of the class that is being written: in it, each hides what has its name outside.
    fields: BTreeSet<&'a str>,
}

impl<'a> Words<'a> {
    /// The names at the beginning: those that the module offers.
    pub fn new(module: &'a Module<'a>, names: &'a Names<'a>) -> Self {
        let mut words = Words {
            module,
            names,
            imports: Imports::default(),
            imported: BTreeMap::new(),
            aliases: BTreeMap::new(),
            fields: BTreeSet::new(),
        };
        for child in &module.children {
            words.imports.add_offered(".", child);
        }
        for &name in names.runtime() {
            let runtime = words.runtime();
            words.imports.add_offered(&runtime, name);
            let source = (runtime, name.to_string());
            words.imported.insert(name.to_string(), source);
        }
        words
    }

    /// Writes something inside of a class with fields and methods of these names.
    pub fn inside<T>(&mut self, names: BTreeSet<&'a str>, write: impl FnOnce(&mut Self) -> T) -> T {
        self.fields = names;
        let written = write(self);
        self.fields.clear();
        written
    }

    /// How the word is spelled here.
    pub fn spell(&mut self, word: Word<'_>) -> String {
        match word {
            Word::Builtin(name) if self.is_hidden(name) => {
                let builtins = self.names.private("_builtins");
                self.imports.add_whole("builtins", &builtins);
                format!("{builtins}.{name}")
            }
            Word::Builtin(name) => name.to_string(),
            Word::Imported("Buffer") => {
                let hints = format!("{}.hints", self.runtime());
                self.import(&hints, "Buffer", "Buffer")
            }
            Word::Imported(name) => match SOURCES.iter().find(|(word, ..)| *word == name) {
                Some((_, module, original)) => self.import(module, original, name),
                None => self.import(&self.runtime(), name, name),
            },
            Word::Class(name) => self.class(name),
        }
    }

    /// The blocks of imports for all that was spelled.
    pub fn imports(&self) -> String {
        self.imports.text()
    }

    /// The further names of classes that were spelled, each with the class.
    pub fn aliases(&self) -> &BTreeMap<String, String> {
        &self.aliases
    }

    fn class(&mut self, name: &str) -> String {
        let local = local_name(name);
        if submodule(name) != self.module.name {
            let module = submodule(name).unwrap_or_default();
            let module = format!("{}{module}", self.module.dots());
            return self.import(&module, local, local);
        }
        if !self.fields.contains(local) {
            return local.to_string();
        }
        let mut alias = self.names.private(&format!("_{local}"));
        while self.imported.contains_key(&alias)
            || self.aliases.get(&alias).is_some_and(|class| class != local)
        {
            alias = self.names.private(&format!("{alias}_"));
        }
        self.aliases.insert(alias.clone(), local.to_string());
        alias
    }

    /// The name under which the stub has this name of a module: `wanted`, if that is free.
    fn import(&mut self, module: &str, name: &str, wanted: &str) -> String {
        let source = (module.to_string(), name.to_string());
        let mut local = wanted.to_string();
        if self.is_hidden(wanted) || is_builtin(wanted) {
            local = self.names.private(&format!("_{wanted}"));
        }
        loop {
            match self.imported.get(&local) {
                Some(known) if *known == source => return local,
                None if !self.aliases.contains_key(&local) => break,
                _ => local = self.names.private(&format!("_{local}")),
            }
        }
        self.imports.add(module, name, &local);
        self.imported.insert(local.clone(), source);
        local
    }

    /// A name of the stub's own that nothing else has.
    pub fn private(&self, wanted: &str) -> String {
        let mut name = self.names.private(wanted);
        while self.imported.contains_key(&name) || self.aliases.contains_key(&name) {
            name = self.names.private(&format!("{name}_"));
        }
        name
    }

    /// The declaration of what the package has loaded, which libraries ask for arrays.
    pub fn extension(&mut self) -> String {
        let class = self.import(&self.runtime(), "Extension", "_Extension");
        format!("{}: {class}\n", self.names.private("_extension"))
    }

    fn is_hidden(&self, name: &str) -> bool {
        self.names.is_declared(name) || self.fields.contains(name)
    }

    fn runtime(&self) -> String {
        format!("{}{}", self.module.dots(), runtime::FOLDER)
    }
}

fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(&name) || EXCEPTIONS.contains(&name)
}
