//! Everything that is wrong with what an extension offers, all at once.

use std::collections::{BTreeMap, BTreeSet};

use pyext_abi::interface::{Function, Role, Type, check_beside};

use super::collect;
use super::names;
use super::naming::{Found, Offer};
use crate::error::Error;
use crate::escape;
use crate::wasm::module::Module;

/// Judges the offer by itself and beside the exports of the module.
///
/// # Errors
/// PX214 to PX216, PX222, PX223.
pub fn judge(module: &Module<'_>, offer: &Offer, crate_name: &str) -> Result<(), Vec<Error>> {
    let mut errors = rules(offer);
    errors.extend(names::judge(offer));
    errors.extend(
        offer
            .types
            .iter()
            .filter_map(|(name, t)| differing(name, t)),
    );
    errors.extend(strangers(offer, crate_name));
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
        if let Err(why) = function.check()
            && function.types().all(is_sound)
        {
            let mend = "change what the note says in the function's signature";
            refuse(role(function.role), &function.name, place, &why, mend);
        }
    }
    let members: BTreeMap<(&str, Role), &Function> = offer
        .functions
        .iter()
        .map(|f| ((f.item.1.name.as_str(), f.item.1.role), &f.item.1))
        .collect();
    for function in &offer.functions {
        let (place, (_, function)) = (&function.place, &function.item);
        let find = |name: &str, role| members.get(&(name, role)).copied();
        if let Err(why) = check_beside(function, find) {
            let mend = "add what is missing, or rename the function";
            refuse(role(function.role), &function.name, place, &why, mend);
        }
    }
    for import in &offer.imports {
        let (place, import) = (&import.place, &import.item);
        let mut types = import.functions.iter().flat_map(|f| f.types());
        if let Err(why) = import.check()
            && types.all(is_sound)
        {
            let mend = "change what the note says in the trait";
            refuse("import", &import.name, place, &why, mend);
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

/// What people call a function of this role.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Free => "function",
        Role::Static => "static method",
        Role::Class => "class method",
        other => other.name(),
    }
}

/// PX214: classes that are in use, and that the crate does not export.
fn strangers(offer: &Offer, crate_name: &str) -> Vec<Error> {
    let exported: BTreeSet<&str> = offer.classes.iter().map(|c| &*c.item.1.name).collect();
    let classes = offer
        .types
        .values()
        .flatten()
        .filter(|found| found.definition.is_class());
    let strange = classes.filter(|found| !exported.contains(&*found.definition.name));
    strange
        .map(|found| {
            let owner = found.path.split("::").next().unwrap_or_default();
            let (place, user) = (found.place(), &found.user);
            Error::new(
                "PX214",
                format!(
                    "the class {} cannot be exported",
                    escape::name(&found.definition.name)
                ),
            )
            .place(format!(
                "{}, used by {}",
                escape::line(&place),
                escape::line(user)
            ))
            .reason(format!(
                "it is of the crate {}, and only the crate that is built can export classes",
                escape::name(owner)
            ))
            .mend(format!(
                "export a class of `{crate_name}` that holds its value"
            ))
        })
        .collect()
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

/// PX216: functions without exports, and exports without records.
fn exports(module: &Module<'_>, offer: &Offer, crate_name: &str) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut symbols = BTreeSet::new();
    let functions = offer.functions.iter();
    let functions = functions.flat_map(|f| {
        let (symbol, function) = &f.item;
        let wrappers = function.wrappers(symbol).into_iter();
        wrappers.map(|(symbol, _)| (role(function.role), symbol, &function.name, &f.place))
    });
    let classes = offer.classes.iter();
    let classes = classes.map(|c| ("class", c.item.0.clone(), &c.item.1.name, &c.place));
    for (what, symbol, name, place) in functions.chain(classes) {
        let is_missing = module.export(&symbol).is_none();
        symbols.insert(symbol);
        if is_missing {
            errors.push(
                Error::new("PX216", format!("the {what} {} has a record, but no export", escape::name(name)))
                    .place(escape::line(place))
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
