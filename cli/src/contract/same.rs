//! Types that are the same by what is in them, whatever two interfaces call them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diff::compare::named_lists;

/// The plugin's names of types, each with that of the contract's type in whose place it stands.
pub type Names = BTreeMap<String, String>;

/// Finds them: by the functions, constants and imports that both have.
pub fn names(contract: &Value, plugin: &Value) -> Names {
    let mut pairs = Pairs {
        ours: definitions(contract),
        theirs: definitions(plugin),
        names: Names::new(),
    };
    if let (Value::Object(contract), Value::Object(plugin)) = (contract, plugin) {
        pairs.entries(contract, plugin);
    }
    pairs.names
}

/// The definitions of what has fields, cases or flags: a class is more than what is in it.
fn definitions(interface: &Value) -> BTreeMap<&str, &Map<String, Value>> {
    let types = interface["types"].as_array().into_iter().flatten();
    types
        .filter(|ty| ty["kind"] != "class")
        .filter_map(|ty| Some((ty["name"].as_str()?, ty.as_object()?)))
        .collect()
}

struct Pairs<'a> {
    ours: BTreeMap<&'a str, &'a Map<String, Value>>,
    theirs: BTreeMap<&'a str, &'a Map<String, Value>>,
    names: Names,
}

impl Pairs<'_> {
    fn entries(&mut self, a: &Map<String, Value>, b: &Map<String, Value>) {
        for key in ["type", "result", "raises"] {
            if let (Some(a), Some(b)) = (a.get(key), b.get(key)) {
                self.types(a, b);
            }
        }
        for ((key, ours), (_, theirs)) in named_lists(a).zip(named_lists(b)) {
            let theirs: BTreeMap<_, _> = theirs.into_iter().collect();
            for (name, entry) in ours {
                if let Some(other) = theirs.get(&name).filter(|_| key != "types") {
                    self.entries(entry, other);
                }
            }
        }
    }

    fn types(&mut self, a: &Value, b: &Value) {
        match (a, b) {
            (Value::Object(a), Value::Object(b)) => {
                if let (Some(Value::String(a)), Some(Value::String(b))) =
                    (a.get("named"), b.get("named"))
                {
                    self.bind(a, b);
                }
                for (key, part) in a {
                    if let Some(other) = b.get(key) {
                        self.types(part, other);
                    }
                }
            }
            (Value::Array(a), Value::Array(b)) => {
                for (a, b) in a.iter().zip(b) {
                    self.types(a, b);
                }
            }
            _ => {}
        }
    }

    /// One type stands for one.
    fn bind(&mut self, a: &str, b: &str) {
        let (Some(ours), Some(theirs)) = (self.ours.get(a).copied(), self.theirs.get(b).copied())
        else {
            return;
        };
        let taken = self.names.values().any(|name| name == a);
        if !taken && !self.names.contains_key(b) {
            self.names.insert(b.to_string(), a.to_string());
            self.entries(ours, theirs);
        }
    }
}

/// The interface with types called as the contract does, and without what only guests see.
pub fn told(interface: &Value, names: &Names, contract: &Value) -> Value {
    let others: Vec<&str> = contract["types"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|ty| ty["name"].as_str())
        .collect();
    let name = |own: &str| match names.get(own) {
        Some(name) => name.clone(),
        // One of the name that the contract has for another type is no entry of that.
        None if others.contains(&own) && names.values().any(|name| name == own) => {
            format!("{own}'")
        }
        None => own.to_string(),
    };
    let mut told = interface.clone();
    renamed(&mut told, &name);
    for definition in told["types"].as_array_mut().into_iter().flatten() {
        if let Some(own) = definition["name"].as_str().map(&name) {
            definition["name"] = Value::String(own);
        }
    }
    told
}

fn renamed(value: &mut Value, name: &dyn Fn(&str) -> String) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| renamed(item, name)),
        Value::Object(object) => {
            for (key, inner) in object {
                match key.as_str() {
                    "type" | "result" | "raises" => of_type(inner, name),
                    // It is a value, and not a description.
                    "default" | "value" => {}
                    _ => renamed(inner, name),
                }
            }
        }
        _ => {}
    }
}

fn of_type(ty: &mut Value, name: &dyn Fn(&str) -> String) {
    match ty {
        Value::Array(parts) => parts.iter_mut().for_each(|part| of_type(part, name)),
        Value::Object(object) => {
            // Whether the guest takes an exception of what it calls is its own affair.
            object.remove("raises");
            for (key, part) in object {
                match part {
                    Value::String(own) if key == "named" => *own = name(own),
                    part => of_type(part, name),
                }
            }
        }
        _ => {}
    }
}
