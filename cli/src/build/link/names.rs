//! What is wrong with the names of an extension: those that are not free, those that stand several times.

use std::collections::BTreeMap;

use pyext_abi::interface::{Role, submodule};
use pyext_abi::names::is_reserved;
use pyext_abi::python::is_special;

use super::judge::role;
use super::naming::Offer;
use crate::error::Error;
use crate::escape;
use crate::wheel::python::Taken;

/// PX215 and PX222.
pub fn judge(offer: &Offer) -> Vec<Error> {
    let names = Names::of(offer);
    let mut errors = names.taken();
    errors.extend(names.repeated());
    errors.extend(names.in_other_case());
    errors
}

/// Every name that the extension offers, with what has it.
struct Names {
    all: BTreeMap<String, Vec<Named>>,
    taken: Taken,
}

struct Named {
    what: &'static str,
    place: String,
    rename: &'static str,
}

impl Named {
    /// Whether it is a function, of a class or not.
    fn is_function(&self) -> bool {
        let roles = [Role::Free].into_iter().chain(Role::ALL);
        roles.map(role).any(|what| what == self.what)
    }

    /// Whether it is one half of a property.
    fn is_accessor(&self) -> bool {
        [Role::Getter, Role::Setter]
            .map(Role::name)
            .contains(&self.what)
    }
}

const CONSTRUCTOR: &str = "constructor";
const SUBMODULE: &str = "submodule";

impl Names {
    fn of(offer: &Offer) -> Names {
        let mut names = Names {
            all: BTreeMap::new(),
            taken: Taken {
                by_classes: !offer.classes.is_empty(),
                by_imports: !offer.imports.is_empty(),
                by_secrets: offer.functions.iter().any(|f| f.item.1.wipe),
            },
        };
        let renamed = "give it another name: #[export(name = \"…\")]";
        for function in &offer.functions {
            let (place, function) = (&function.place, &function.item.1);
            let rename = match function.role {
                Role::Free => renamed,
                Role::Constructor => "leave `#[new]` at one, and make the others static methods",
                _ => "give it another name: #[pyext(name = \"…\")]",
            };
            names.add(&function.name, role(function.role), place, rename);
        }
        for import in &offer.imports {
            let rename = "give it another name: #[pyext::import(name = \"…\")]";
            names.add(&import.item.name, "import", &import.place, rename);
        }
        for constant in &offer.constants {
            names.add(&constant.item.name, "constant", &constant.place, renamed);
        }
        for module in &offer.modules {
            let rename = "rename the Rust module";
            names.add(&module.item.name, SUBMODULE, &module.place, rename);
        }
        for (name, types) in &offer.types {
            // Several of one name are another mistake.
            let Some(found) = types.first() else { continue };
            let renamed = match found.definition.is_class() {
                true => renamed,
                false => "give it another name: #[pyext(name = \"…\")]",
            };
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
        self.all.entry(name.to_string()).or_default().push(Named {
            what,
            place: escape::line(place).to_string(),
            rename,
        });
    }

    /// PX222: names that the Python package has for something of its own.
    fn taken(&self) -> Vec<Error> {
        let mut errors = Vec::new();
        for (name, all) in &self.all {
            let reason = if submodule(name).is_none() && self.taken.has(name) {
                "the Python package that a wheel makes offers something of its own under this name"
            } else if is_special(name) {
                "Python gives names of this form a meaning of its own"
            } else {
                continue;
            };
            // Of a function that the ABI's rules refuse, they have said so.
            let told = |named: &&Named| named.is_function() && is_reserved(name);
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
        let is_property = |all: &[Named]| matches!(all, [a, b] if a.is_accessor() && b.is_accessor() && a.what != b.what);
        let repeated = self
            .all
            .iter()
            .filter(|(_, all)| all.len() > 1 && !is_property(all));
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
                .reason("a name in a Python module or class stands for one thing")
                .mend(match all[0].what {
                    CONSTRUCTOR => all[0].rename,
                    _ => "rename one of them",
                })
            })
            .collect()
    }

    /// PX215: submodules that are one file where case does not count.
    fn in_other_case(&self) -> Vec<Error> {
        let mut folded: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
        for (name, all) in &self.all {
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
