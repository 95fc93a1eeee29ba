//! The names that the generated Python files use for their own purposes, kept apart from the names of the exports.

use pyext_abi::interface::{Interface, Type};

use crate::wheel::runtime;

/// The exception classes that a wheel offers beside its functions.
pub const ERRORS: [&str; 3] = ["ExtensionError", "PanicError", "TrapError"];

/// The wrapper class for a value inside nested options.
pub const SOME: &str = "Some";

/// The classes for the two cases of a result that is data.
pub const RESULT: [&str; 2] = ["Ok", "Err"];

/// Whether a wheel's package needs the name for something of its own, so that nothing at its top can have it.
pub fn is_taken(name: &str) -> bool {
    ERRORS.contains(&name) || RESULT.contains(&name) || [SOME, runtime::FOLDER].contains(&name)
}

/// Longest line that ruff leaves alone.
pub const LINE_LENGTH: usize = 88;

/// What a wheel's package offers.
#[derive(Debug)]
pub struct Names<'a> {
    interface: &'a Interface,
}

impl<'a> Names<'a> {
    /// The names of the package around `interface`.
    pub fn new(interface: &'a Interface) -> Self {
        Names { interface }
    }

    /// Whether an exported function has the name.
    pub fn is_export(&self, name: &str) -> bool {
        self.interface.functions.iter().any(|f| f.name == name)
    }

    /// The runtime's classes that the package offers, sorted. No function has the name of one ([`is_taken`]).
    pub fn runtime(&self) -> Vec<&'static str> {
        let mut names = ERRORS.to_vec();
        if self
            .interface
            .functions
            .iter()
            .any(|f| f.params.iter().any(|p| has_some(&p.ty)) || has_some(&f.result))
        {
            names.push(SOME);
        }
        names.sort_unstable();
        names
    }

    /// The list for `__all__`, laid out as ruff does.
    pub fn all(&self) -> String {
        let functions = self.interface.functions.iter().map(|f| f.name.as_str());
        let quoted: Vec<String> = self
            .runtime()
            .into_iter()
            .chain(functions)
            .map(|n| format!("\"{n}\""))
            .collect();
        let line = format!("__all__ = [{}]\n", quoted.join(", "));
        // The line break does not count.
        if line.len() <= LINE_LENGTH + 1 {
            return line;
        }
        let lines: String = quoted.iter().map(|name| format!("    {name},\n")).collect();
        format!("__all__ = [\n{lines}]\n")
    }

    /// A name of the file's own that no export has: `wanted`, with as many `_` behind it as it takes.
    pub fn private(&self, wanted: &str) -> String {
        let mut name = wanted.to_string();
        while self.is_export(&name) {
            name.push('_');
        }
        name
    }
}

/// Whether the annotation of the type uses `Some`.
fn has_some(ty: &Type) -> bool {
    let is_some = matches!(ty, Type::Option(t) if t.is_nullable());
    is_some || ty.parts().into_iter().any(has_some)
}
