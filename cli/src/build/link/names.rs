//! What is wrong with the names of an extension: those that are not free, those that stand several times.

use std::collections::BTreeMap;

use pyext_abi::interface::submodule;
use pyext_abi::names::is_reserved;
use pyext_abi::python::is_special;

use super::naming::Offer;
use crate::error::Error;
use crate::escape;
use crate::wheel::python;

/// PX215 and PX222.
pub fn judge(offer: &Offer) -> Vec<Error> {
    let names = Names::of(offer);
    let mut errors = names.taken();
    errors.extend(names.repeated());
    errors.extend(names.in_other_case());
    errors
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
