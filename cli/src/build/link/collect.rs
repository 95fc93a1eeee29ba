//! The records of a module: what the crate that was built offers, and what others have left in it.

use std::sync::Arc;

use pyext_abi::interface::{
    Constant, Definition, Function, Import, Item, Module as Submodule, Origin, parse_records,
};
use pyext_abi::names;

use crate::error::Error;
use crate::escape;
use crate::wasm::module::Module;

/// What the records of a crate describe.
#[derive(Debug, Default)]
pub struct Records {
    /// Its functions.
    pub functions: Vec<Recorded<Exported>>,
    /// Its classes.
    pub classes: Vec<Recorded<Class>>,
    /// What it, or a crate that it uses, wants to be given.
    pub imports: Vec<Recorded<Import>>,
    /// Its constants.
    pub constants: Vec<Recorded<Constant>>,
    /// Its Rust modules that are submodules in Python.
    pub modules: Vec<Recorded<Submodule>>,
    /// The newest SDK that wrote one of them.
    pub sdk: String,
    /// What is said about those of other crates.
    foreign: Vec<String>,
}

/// A function with its wrapper.
#[derive(Debug)]
pub struct Exported {
    /// The wrapper's symbol.
    pub symbol: String,
    /// The function.
    pub function: Function,
    /// The class that it belongs to, as the record has it.
    pub class: Option<Arc<Definition>>,
}

/// A class with what drops its objects.
#[derive(Debug)]
pub struct Class {
    /// The symbol of that function.
    pub symbol: String,
    /// The class.
    pub definition: Arc<Definition>,
}

/// An item with the path of the Rust module that it stands in.
#[derive(Debug)]
pub struct Recorded<T> {
    /// Path of the Rust module; of a module, its own.
    pub module: String,
    /// The item.
    pub item: T,
}

impl Records {
    /// The records of the crate `crate_name`.
    ///
    /// # Errors
    /// PX213 if a record cannot be read, PX216 if those of the crate are lost, PX212 if it has none.
    pub fn of(module: &Module<'_>, crate_name: &str) -> Result<Records, Vec<Error>> {
        let mut records = Records::default();
        for section in module.custom_sections(names::RECORD_SECTION) {
            let read = parse_records(section.data).map_err(|why| vec![unreadable(&why)])?;
            for (origin, item) in read {
                records.add(origin, item, crate_name);
            }
        }
        let has_none = records.functions.is_empty() && records.classes.is_empty();
        if has_none && records.constants.is_empty() {
            return Err(vec![
                lost(module, crate_name, |_| false).unwrap_or_else(|| nothing(crate_name)),
            ]);
        }
        Ok(records)
    }

    fn add(&mut self, origin: Origin, item: Item, crate_name: &str) {
        let owner = origin.module.split("::").next().unwrap_or_default();
        // A function can take what another crate describes. Whether one does shows in the module.
        if owner != crate_name && !matches!(item, Item::Import(_)) {
            self.foreign.extend(left_out(&item, owner, crate_name));
            return;
        }
        self.sdk = self.sdk.clone().max(origin.sdk);
        let module = origin.module;
        match item {
            Item::Function {
                symbol,
                function,
                class,
            } => {
                let item = Exported {
                    symbol,
                    function,
                    class,
                };
                self.functions.push(Recorded { module, item });
            }
            Item::Class { symbol, class } => {
                let definition = class;
                let item = Class { symbol, definition };
                self.classes.push(Recorded { module, item });
            }
            Item::Import(item) => self.imports.push(Recorded { module, item }),
            Item::Constant(item) => self.constants.push(Recorded { module, item }),
            Item::Module(item) => self.modules.push(Recorded { module, item }),
        }
    }

    /// The symbols of the functions that are to be exported.
    pub fn symbols(&self) -> impl Iterator<Item = String> {
        let functions = self.functions.iter().map(|f| &f.item);
        let functions = functions.flat_map(|f| f.function.wrappers(&f.symbol));
        let classes = self.classes.iter().map(|c| c.item.symbol.clone());
        functions.map(|(symbol, _)| symbol).chain(classes)
    }

    /// What the author should know: only the crate that is built can export.
    pub fn warnings(&self) -> Vec<String> {
        self.foreign.clone()
    }
}

fn left_out(item: &Item, owner: &str, crate_name: &str) -> Option<String> {
    let (name, mend) = match item {
        // The class is named by itself.
        Item::Function { class: Some(_), .. } | Item::Import(_) => return None,
        Item::Class { class, .. } => (
            &class.name,
            format!("export a class of `{crate_name}` that holds its value"),
        ),
        Item::Function { function, .. } => (
            &function.name,
            format!("export a function of `{crate_name}` that calls it"),
        ),
        Item::Constant(constant) => (
            &constant.name,
            format!("export a constant of `{crate_name}` that has its value"),
        ),
        Item::Module(module) => (
            &module.name,
            format!("mark a module of `{crate_name}` with #[pyext::export]"),
        ),
    };
    Some(format!(
        "{} of the crate {} is left out: only the crate that is built can export\n  = help: {mend}",
        escape::name(name),
        escape::name(owner),
    ))
}

fn unreadable(why: &str) -> Error {
    // The reader of JSON has a limit of its own, and says so in these words.
    if why.contains("recursion limit exceeded") {
        return Error::new("PX214", "a type cannot be exported")
            .reason(format_args!(
                "types in it nest deeper than {}",
                names::MAX_TYPE_DEPTH
            ))
            .mend("put several levels of fields into one type, or cross as text");
    }
    Error::new("PX213", "a record of the SDK cannot be read")
        .place(format!("section `{}`", names::RECORD_SECTION))
        .reason(escape::line(why))
        .mend("use a cargo-pyext that is at least as new as the `pyext` crate")
}

/// The code of an extension without functions.
pub const NOTHING: &str = "PX212";

/// [`NOTHING`]: no function is exported.
pub fn nothing(crate_name: &str) -> Error {
    Error::new(NOTHING, format!("the crate `{crate_name}` exports nothing"))
        .place("src/lib.rs")
        .reason("no function has the attribute #[pyext::export], or the feature or `cfg` that it depends on is off")
        .mend("#[pyext::export]\npub fn greet(name: &str) -> String { … }")
}

/// PX216 if a wrapper of the crate has no record.
pub fn lost(
    module: &Module<'_>,
    crate_name: &str,
    is_recorded: impl Fn(&str) -> bool,
) -> Option<Error> {
    let mut exports = module.exports.iter().map(|e| e.name);
    let symbol = exports.find(|name| is_own_symbol(name, crate_name) && !is_recorded(name))?;
    Some(
        Error::new(
            "PX216",
            format!("{} is exported, but its record is missing", escape::name(symbol)),
        )
        .reason("the linker dropped the section that describes it, or a tool stripped it")
        .mend("build with the settings of `cargo pyext build`: remove `strip` and linker arguments from [profile.pyext]"),
    )
}

fn is_own_symbol(symbol: &str, crate_name: &str) -> bool {
    let rest = symbol
        .strip_prefix(names::SYMBOL_PREFIX)
        .and_then(|s| s.strip_prefix(crate_name));
    rest.is_some_and(|rest| rest.starts_with("::"))
}
