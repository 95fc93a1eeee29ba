//! From the linker's output to an extension: records become the interface, symbols become names, the rest goes.

use std::collections::{BTreeMap, HashMap};

use pyext_abi::interface::{self, Function, Interface};
use pyext_abi::names;

use crate::error::Error;
use crate::escape;
use crate::wasm::features;
use crate::wasm::module::Module;
use crate::wasm::optimize::target_features;
use crate::wasm::prune::{Plan, prune};
use crate::wasm::sections::replace_custom;
use crate::wheel::python;

/// What the linker's output is to become.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Name of the crate that was built, as Rust paths have it.
    pub crate_name: &'a str,
    /// Name of the Python module.
    pub module_name: &'a str,
    /// Version of the package.
    pub version: &'a str,
    /// Whether functions keep their names, for backtraces.
    pub keep_names: bool,
}

/// A linked extension, not yet optimised.
#[derive(Debug)]
pub struct Linked {
    /// The module without any custom section but the names, if they are kept.
    pub wasm: Vec<u8>,
    /// What it offers.
    pub interface: Interface,
    /// WebAssembly features that the compiler says it used.
    pub features: Vec<String>,
    /// What the author should know.
    pub warnings: Vec<String>,
}

/// One function with the place that it comes from.
struct Item {
    symbol: String,
    module: String,
    sdk: String,
    function: Function,
}

/// Makes an extension of what the linker wrote.
///
/// # Errors
/// All that is wrong: PX212 to PX216, PX222, and PX220 if the module cannot be read.
pub fn link(raw: &[u8], wanted: &Wanted<'_>) -> Result<Linked, Vec<Error>> {
    let module = Module::parse(raw).map_err(|e| vec![unreadable(&e.to_string())])?;
    if let Err(invalid) = features::validate(raw) {
        let needs = invalid
            .feature
            .map(|f| format!(" (it needs {f})"))
            .unwrap_or_default();
        return Err(vec![unreadable(&format!(
            "{} at byte {}{needs}",
            invalid.why, invalid.offset
        ))]);
    }
    let mut warnings = Vec::new();
    let items = own_items(&module, wanted.crate_name, &mut warnings)?;
    judge(&module, &items, wanted.crate_name)?;

    let sdk = items
        .iter()
        .map(|i| i.sdk.as_str())
        .max()
        .unwrap_or_default()
        .to_string();
    let mut exports: HashMap<&str, String> = HashMap::new();
    for item in &items {
        // The key has to live as long as the module: its own copy of the name.
        if let Some(export) = module.export(&item.symbol) {
            exports.insert(export.name, item.function.name.clone());
        }
    }
    let mut functions: Vec<Function> = items.into_iter().map(|i| i.function).collect();
    functions.sort_by(|a, b| a.name.cmp(&b.name));
    let interface = Interface {
        abi: names::ABI_VERSION,
        sdk,
        requires: Vec::new(),
        name: wanted.module_name.to_string(),
        version: Some(wanted.version.to_string()),
        docs: String::new(),
        modules: Vec::new(),
        types: Vec::new(),
        constants: Vec::new(),
        functions,
    };
    for (name, needed) in [
        (names::MEMORY, true),
        (names::CONTROL, true),
        (names::ALLOC, interface.needs_allocator()),
        (names::FREE, interface.needs_allocator()),
        (names::RELEASE, interface.needs_release()),
    ] {
        if needed {
            exports.insert(name, name.to_string());
        }
    }
    if let Some(constructors) = module.export(names::LINKER_CONSTRUCTORS)
        && !module.is_empty_function(constructors.index)
    {
        exports.insert(names::LINKER_CONSTRUCTORS, names::INITIALIZE.to_string());
    }
    let plan = Plan {
        exports,
        keep_names: wanted.keep_names,
    };
    let pruned = prune(raw, &module, &plan).map_err(|e| vec![unreadable(&e)])?;
    let wasm =
        replace_custom(&pruned, |name| name == "name", &[]).map_err(|e| vec![unreadable(&e)])?;
    let features = module
        .custom_sections("target_features")
        .flat_map(|s| target_features(s.data))
        .collect();
    Ok(Linked {
        wasm,
        interface,
        features,
        warnings,
    })
}

/// Puts the interface on and takes off what the optimiser may have left: the bytes of the final file.
///
/// # Errors
/// PX220 if the module cannot be read.
pub fn finish(wasm: &[u8], interface: &Interface, keep_names: bool) -> Result<Vec<u8>, Error> {
    let json = interface
        .to_json()
        .map_err(|e| unreadable(&e.to_string()))?;
    let added: [(&str, &[u8]); 1] = [(names::INTERFACE_SECTION, json.as_bytes())];
    replace_custom(wasm, |name| keep_names && name == "name", &added).map_err(|e| unreadable(&e))
}

fn unreadable(why: &str) -> Error {
    Error::new(
        "PX220",
        "what the compiler wrote cannot be read as WebAssembly",
    )
    .reason(escape::line(why))
    .mend("remove unusual linker arguments and target features, then build again")
}

/// The records of the crate that was built. Those of other crates are left out with a warning.
fn own_items(
    module: &Module<'_>,
    crate_name: &str,
    warnings: &mut Vec<String>,
) -> Result<Vec<Item>, Vec<Error>> {
    let mut items = Vec::new();
    for section in module.custom_sections(names::RECORD_SECTION) {
        let records = interface::parse_records(section.data).map_err(|why| {
            vec![
                Error::new("PX213", "a record of the SDK cannot be read")
                    .place(format!("section `{}`", names::RECORD_SECTION))
                    .reason(escape::line(&why))
                    .mend("use a cargo-pyext that is at least as new as the `pyext` crate"),
            ]
        })?;
        for (origin, item) in records {
            if let interface::Item::Function { symbol, function } = item {
                items.push(Item {
                    symbol,
                    module: origin.module,
                    sdk: origin.sdk,
                    function,
                });
            }
        }
    }
    let is_own = |item: &Item| item.module.split("::").next() == Some(crate_name);
    let (own, foreign): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_own);
    for item in foreign {
        warnings.push(format!(
            "{} of the crate {} is left out: only the crate that is built can export\n  = help: export a function of `{crate_name}` that calls it",
            escape::name(&item.function.name),
            escape::name(item.module.split("::").next().unwrap_or_default()),
        ));
    }
    if own.is_empty() {
        let lost = module
            .exports
            .iter()
            .any(|e| is_own_symbol(e.name, crate_name));
        return Err(vec![if lost {
            lost_record(module, crate_name)
        } else {
            nothing(crate_name)
        }]);
    }
    Ok(own)
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

fn lost_record(module: &Module<'_>, crate_name: &str) -> Error {
    let symbols: Vec<&str> = module
        .exports
        .iter()
        .map(|e| e.name)
        .filter(|n| is_own_symbol(n, crate_name))
        .collect();
    Error::new("PX216", format!("{} is exported, but its record is missing", escape::name(symbols.first().unwrap_or(&""))))
        .reason("the linker dropped the section that describes it, or a tool stripped it")
        .mend("build with the settings of `cargo pyext build`: remove `strip` and linker arguments from [profile.pyext]")
}

fn is_own_symbol(symbol: &str, crate_name: &str) -> bool {
    let rest = symbol
        .strip_prefix(names::SYMBOL_PREFIX)
        .and_then(|s| s.strip_prefix(crate_name));
    rest.is_some_and(|rest| rest.starts_with("::"))
}

/// Everything that is wrong with the records, beside each other and beside the exports.
fn judge(module: &Module<'_>, items: &[Item], crate_name: &str) -> Result<(), Vec<Error>> {
    let mut errors = Vec::new();
    let mut by_name: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in items {
        by_name.entry(&item.function.name).or_default().push(item);
        let place = format!(
            "{}::{}",
            escape::line(&item.module),
            escape::line(&item.function.name)
        );
        if let Err(why) = item.function.check() {
            errors.push(
                Error::new(
                    "PX214",
                    format!(
                        "the function {} cannot be exported",
                        escape::name(&item.function.name)
                    ),
                )
                .place(&place)
                .reason(escape::line(&why))
                .mend("change what the note says in the function's signature"),
            );
        }
        if python::is_taken(&item.function.name) {
            errors.push(
                Error::new(
                    "PX222",
                    format!(
                        "no function can be exported as {}",
                        escape::name(&item.function.name)
                    ),
                )
                .place(&place)
                .reason("the Python package that a wheel makes offers something of its own under this name")
                .mend("rename the function"),
            );
        }
        if module.export(&item.symbol).is_none() {
            errors.push(
                Error::new("PX216", format!("the function {} has a record, but no export", escape::name(&item.function.name)))
                    .place(&place)
                    .reason("the linker dropped its wrapper")
                    .mend("remove linker arguments such as `--gc-sections`, `--version-script` or `--export-dynamic` from your configuration"),
            );
        }
    }
    for (name, same) in by_name {
        if same.len() > 1 {
            let places: Vec<String> = same
                .iter()
                .map(|i| format!("{}::{}", escape::line(&i.module), escape::line(name)))
                .collect();
            errors.push(
                Error::new(
                    "PX215",
                    format!(
                        "{} functions are exported as {}",
                        same.len(),
                        escape::name(name)
                    ),
                )
                .place(places.join("\n"))
                .reason("the functions of one Python module need different names")
                .mend("rename one of them"),
            );
        }
    }
    let recorded = |symbol: &str| items.iter().any(|i| i.symbol == symbol);
    for export in module
        .exports
        .iter()
        .filter(|e| is_own_symbol(e.name, crate_name))
    {
        if !recorded(export.name) {
            errors.push(lost_record(module, crate_name));
            break;
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}
