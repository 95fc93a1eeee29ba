//! The names in one Python module: its own, those of the runtime, and those that its file uses for itself.

use std::collections::BTreeSet;

use pyext_abi::interface::Type;

use super::layout;
use super::modules::Module;
use crate::wheel::runtime;

/// The exception classes that every package offers.
const ERRORS: [&str; 3] = ["ExtensionError", "PanicError", "TrapError"];

/// The wrapper class for a value inside nested options.
const SOME: &str = "Some";

/// The classes for the two cases of a result that is data.
const RESULT: [&str; 2] = ["Ok", "Err"];

/// The exception classes that packages with classes offer as well.
const CLASS_ERRORS: [&str; 2] = ["BorrowError", "StaleObjectError"];

/// The function that takes what the interface's imports want.
pub const PROVIDE: &str = "provide";

/// The function that overwrites a `bytearray`, for packages that handle secrets.
const WIPE: &str = "wipe";

/// The names that a wheel's package needs for something of its own, so that nothing at its top can have them.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Whether there are classes.
    pub by_classes: bool,
    /// Whether there are imports.
    pub by_imports: bool,
    /// Whether functions handle secrets.
    pub by_secrets: bool,
}

impl Taken {
    /// Whether this is one of them.
    pub fn has(self, name: &str) -> bool {
        ERRORS.contains(&name)
            || RESULT.contains(&name)
            || [SOME, runtime::FOLDER].contains(&name)
            || (self.by_classes && CLASS_ERRORS.contains(&name))
            || (self.by_imports && name == PROVIDE)
            || (self.by_secrets && name == WIPE)
    }
}

/// What a module offers.
#[derive(Debug)]
pub struct Names<'a> {
    exports: BTreeSet<&'a str>,
    /// Names of fields, which hide others in the classes that have them.
    fields: BTreeSet<&'a str>,
    /// Names that only type checkers know: the protocols of imports.
    protocols: BTreeSet<&'a str>,
    runtime: Vec<&'static str>,
}

impl<'a> Names<'a> {
    /// The names of this module.
    pub fn new(module: &Module<'a>) -> Self {
        Names {
            exports: module.exports(),
            fields: module.fields(),
            protocols: module.imports.iter().map(|i| i.name.as_str()).collect(),
            runtime: offered(module),
        }
    }

    /// Its own, sorted.
    pub fn exports(&self) -> &BTreeSet<&'a str> {
        &self.exports
    }

    /// What it offers of the runtime too, sorted. Nothing of its own has the name of one ([`Taken`]).
    pub fn runtime(&self) -> &[&'static str] {
        &self.runtime
    }

    /// The list for `__all__`, laid out and sorted as ruff does.
    pub fn all(&self) -> String {
        let names = self.runtime.iter().chain(&self.exports).copied();
        let mut names: Vec<&str> = names.collect();
        names.sort_by_key(|name| (Case::of(name), *name));
        let quoted: Vec<String> = names.iter().map(|n| format!("\"{n}\"")).collect();
        layout::bracketed(0, "__all__ = [", &quoted, "]")
    }

    /// Whether something of the module's own has the name in the stub.
    pub fn is_declared(&self, name: &str) -> bool {
        self.exports.contains(name) || self.protocols.contains(name)
    }

    /// A name of the file's own that nothing else has: `wanted`, with as many `_` behind it as it takes.
    pub fn private(&self, wanted: &str) -> String {
        let mut name = wanted.to_string();
        while self.is_declared(&name) || self.fields.contains(&*name) {
            name.push('_');
        }
        name
    }
}

/// What the case of a name says that it stands for.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    Constant,
    Class,
    Other,
}

impl Case {
    fn of(name: &str) -> Case {
        let is_lower = |c: char| c.is_ascii_lowercase();
        match name.chars().next() {
            Some('A'..='Z') if name.len() > 1 && !name.contains(is_lower) => Case::Constant,
            Some('A'..='Z') => Case::Class,
            _ => Case::Other,
        }
    }
}

/// The top of the package offers what its users meet or need of the runtime.
fn offered(module: &Module<'_>) -> Vec<&'static str> {
    if !module.is_top() {
        return Vec::new();
    }
    let mut names = ERRORS.to_vec();
    let is_some = |ty: &Type| matches!(ty, Type::Option(t) if t.is_nullable());
    let is_result = |ty: &Type| matches!(ty, Type::Result(..));
    if module.types_in_use().any(|ty| has(ty, is_some)) {
        names.push(SOME);
    }
    if module.types_in_use().any(|ty| has(ty, is_result)) {
        names.extend(RESULT);
    }
    if module.interface.classes().next().is_some() {
        names.extend(CLASS_ERRORS);
    }
    if module.interface.functions.iter().any(|f| f.wipe) {
        names.push(WIPE);
    }
    names.sort_unstable();
    names
}

/// Whether the type, as it is written, has a part of this kind. Fields of definitions are written elsewhere.
fn has(ty: &Type, is_wanted: fn(&Type) -> bool) -> bool {
    let parts = match ty {
        Type::Named(_) => Vec::new(),
        _ => ty.parts(),
    };
    is_wanted(ty) || parts.into_iter().any(|part| has(part, is_wanted))
}
