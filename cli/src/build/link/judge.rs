//! Everything that is wrong with what an extension offers, all at once.

use std::collections::{BTreeMap, BTreeSet};

use pyext_abi::interface::{Type, submodule};
use pyext_abi::names::is_reserved;
use pyext_abi::python::is_special;

use super::collect;
use super::naming::{Found, Offer};
use crate::error::Error;
use crate::escape;
use crate::wasm::module::Module;
use crate::wheel::python;

/// Judges the offer by itself and beside the exports of the module.
///
/// # Errors
/// PX214 to PX216, PX222, PX223.
pub fn judge(module: &Module<'_>, offer: &Offer, crate_name: &str) -> Result<(), Vec<Error>> {
    let names = Names::of(offer);
    let mut errors = rules(offer);
    errors.extend(names.taken());
    errors.extend(names.repeated());
    errors.extend(names.in_other_case());
    errors.extend(
        offer
            .types
            .iter()
            .filter_map(|(name, t)| differing(name, t)),
    );
    errors.extend(exports(module, offer, crate_name));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// PX214 for what only the whole interface shows.
pub fn against_the_rules(why: &str) -> Error {
    Error::new("PX214", "the extension breaks a rule of the ABI")
        .reason(escape::line(why))
        .mend("change what the note names")
}

/// PX214: what the ABI's rules say of each item.
fn rules(offer: &Offer) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut refuse = |what: &str, name: &str, place: &str, why: &str, mend: &str| {
        errors.push(
            Error::new(
                "PX214",
                format!("the {what} {} cannot be exported", escape::name(name)),
            )
            .place(escape::line(place))
            .reason(escape::line(why))
            .mend(mend),
        );
    };
    let mut broken = BTreeSet::new();
    for found in offer.types.values().flatten() {
        let definition = &found.definition;
        if let Err(why) = definition.check() {
            broken.insert(definition.name.as_str());
            let mend = "change what the note says in the type";
            refuse("type", &definition.name, &found.place(), &why, mend);
        }
    }
    // What is wrong with a type would be said again of each item that uses it.
    let is_sound = |ty: &Type| {
        let mut sound = true;
        ty.each_definition(&mut |d| sound &= !broken.contains(d.name.as_str()));
        sound
    };
    for constant in &offer.constants {
        let (place, constant) = (&constant.place, &constant.item);
        if let Err(why) = constant.check()
            && is_sound(&constant.ty)
        {
            let mend = "change what the note says in the constant's type or value";
            refuse("constant", &constant.name, place, &why, mend);
        }
    }
    for function in &offer.functions {
        let (place, (_, function)) = (&function.place, &function.item);
        let types = function.params.iter().map(|p| &p.ty);
        let mut types = types.chain([&function.result]).chain(&function.raises);
        if let Err(why) = function.check()
            && types.all(is_sound)
        {
            let mend = "change what the note says in the function's signature";
            refuse("function", &function.name, place, &why, mend);
        }
    }
    for module in &offer.modules {
        if !module.place.contains("::") {
            let why = "it is the crate's root, which is the Python module itself";
            let mend = "remove the mark";
            refuse("submodule", &module.item.name, &module.place, why, mend);
        }
    }
    errors
}

impl Found {
    /// The type's path in Rust.
    fn place(&self) -> String {
        format!("{}::{}", self.path, self.definition.local_name())
    }
}

/// PX223: one name for different Rust types.
fn differing(name: &str, types: &[Found]) -> Option<Error> {
    let [first, others @ ..] = types else {
        return None;
    };
    if others.is_empty() {
        return None;
    }
    let places = types.iter().map(|t| {
        let (place, user) = (t.place(), &t.user);
        format!("{}, used by {}", escape::line(&place), escape::line(user))
    });
    let places: Vec<String> = places.collect();
    let reason = if others.iter().any(|t| t.path == first.path) {
        "they stand in one Rust module and differ: a generic type was made with two types of one name, or they are defined inside functions"
    } else if others.iter().all(|t| t.definition == first.definition) {
        "they look the same, but are different Rust types, and one class of Python cannot be both"
    } else {
        "they are different Rust types, and one class of Python cannot be both"
    };
    Some(
        Error::new(
            "PX223",
            format!(
                "{} types are called {} in Python",
                types.len(),
                escape::name(name)
            ),
        )
        .place(places.join("\n"))
        .reason(reason)
        .mend("give one of them another name: #[pyext(name = \"…\")]"),
    )
}

/// Every name that the extension offers, with what has it.
struct Names(BTreeMap<String, Vec<Named>>);

struct Named {
    what: &'static str,
    place: String,
    rename: &'static str,
}

const FUNCTION: &str = "function";
const SUBMODULE: &str = "submodule";

impl Names {
    fn of(offer: &Offer) -> Names {
        let mut names = Names(BTreeMap::new());
        let renamed = "give it another name: #[export(name = \"…\")]";
        for function in &offer.functions {
            names.add(&function.item.1.name, FUNCTION, &function.place, renamed);
        }
        for constant in &offer.constants {
            names.add(&constant.item.name, "constant", &constant.place, renamed);
        }
        for module in &offer.modules {
            let renamed = "rename the Rust module";
            names.add(&module.item.name, SUBMODULE, &module.place, renamed);
        }
        let renamed = "give it another name: #[pyext(name = \"…\")]";
        for (name, types) in &offer.types {
            // Several of one name are another mistake.
            let Some(found) = types.first() else { continue };
            names.add(name, "type", &found.place(), renamed);
            for case in found.definition.cases() {
                let class = match submodule(name) {
                    Some(module) => format!("{module}.{}", case.class),
                    None => case.class.clone(),
                };
                let place = format!("{}::{}", found.place(), case.name);
                names.add(&class, "class of a case", &place, renamed);
            }
        }
        names
    }

    fn add(&mut self, name: &str, what: &'static str, place: &str, rename: &'static str) {
        self.0.entry(name.to_string()).or_default().push(Named {
            what,
            place: escape::line(place).to_string(),
            rename,
        });
    }

    /// PX222: names that the Python package has for something of its own.
    fn taken(&self) -> Vec<Error> {
        let mut errors = Vec::new();
        for (name, all) in &self.0 {
            let reason = if submodule(name).is_none() && python::is_taken(name) {
                "the Python package that a wheel makes offers something of its own under this name"
            } else if is_special(name) {
                "Python gives names of this form a meaning of its own"
            } else {
                continue;
            };
            // Of a function that the ABI's rules refuse, they have said so.
            let told = |named: &&Named| named.what == FUNCTION && is_reserved(name);
            for named in all.iter().filter(|named| !told(named)) {
                errors.push(
                    Error::new(
                        "PX222",
                        format!(
                            "no {} can be exported as {}",
                            named.what,
                            escape::name(name)
                        ),
                    )
                    .place(&named.place)
                    .reason(reason)
                    .mend(named.rename),
                );
            }
        }
        errors
    }

    /// PX215: names that stand several times.
    fn repeated(&self) -> Vec<Error> {
        let repeated = self.0.iter().filter(|(_, all)| all.len() > 1);
        repeated
            .map(|(name, all)| {
                let what = all[0].what;
                let (whose, places): (String, Vec<String>) =
                    if all.iter().all(|named| named.what == what) {
                        let places = all.iter().map(|named| named.place.clone());
                        (plural(what), places.collect())
                    } else {
                        let place = |named: &Named| format!("{} ({})", named.place, named.what);
                        ("things".to_string(), all.iter().map(place).collect())
                    };
                Error::new(
                    "PX215",
                    format!(
                        "{} {whose} are exported as {}",
                        all.len(),
                        escape::name(name)
                    ),
                )
                .place(places.join("\n"))
                .reason("a name in a Python module stands for one thing")
                .mend("rename one of them")
            })
            .collect()
    }

    /// PX215: submodules that are one file where case does not count.
    fn in_other_case(&self) -> Vec<Error> {
        let mut folded: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
        for (name, all) in &self.0 {
            if let Some(module) = all.iter().find(|named| named.what == SUBMODULE) {
                let same = folded.entry(name.to_lowercase()).or_default();
                same.push((name, &module.place));
            }
        }
        let clashing = folded.into_values().filter(|same| same.len() > 1);
        clashing
            .map(|same| {
                let names: Vec<String> = same.iter().map(|(name, _)| escape::name(name)).collect();
                let places: Vec<&str> = same.iter().map(|(_, place)| *place).collect();
                Error::new(
                    "PX215",
                    format!("the submodules {} differ in case only", names.join(" and ")),
                )
                .place(places.join("\n"))
                .reason(
                    "they would be one file where file names have no case: on Windows and macOS",
                )
                .mend("rename one of them")
            })
            .collect()
    }
}

fn plural(what: &str) -> String {
    match what.split_once(' ') {
        Some((first, rest)) => format!("{first}es {rest}"),
        None => format!("{what}s"),
    }
}

/// PX216: functions without exports, and exports without records.
fn exports(module: &Module<'_>, offer: &Offer, crate_name: &str) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut symbols = BTreeSet::new();
    for function in &offer.functions {
        let (symbol, item) = &function.item;
        symbols.insert(symbol.as_str());
        if module.export(symbol).is_none() {
            errors.push(
                Error::new("PX216", format!("the function {} has a record, but no export", escape::name(&item.name)))
                    .place(escape::line(&function.place))
                    .reason("the linker dropped its wrapper")
                    .mend("remove linker arguments such as `--gc-sections`, `--version-script` or `--export-dynamic` from your configuration"),
            );
        }
    }
    errors.extend(collect::lost(module, crate_name, |symbol| {
        symbols.contains(symbol)
    }));
    errors
}
