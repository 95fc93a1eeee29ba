//! Comparing two interfaces as JSON: what it does not know of counts as breaking, so that a new kind of thing is never
//! passed over.

use std::collections::BTreeMap;

use pyext_abi::interface::Interface;
use serde_json::{Map, Value};

use super::{Change, Diff, Level};

/// Lists of the interface whose entries have names: what one entry is called, and what a new one means.
const LISTS: [(&str, &str, Level); 10] = [
    ("modules", "submodule", Level::Minor),
    ("types", "type", Level::Minor),
    ("constants", "constant", Level::Minor),
    ("functions", "function", Level::Minor),
    ("methods", "method", Level::Minor),
    ("cases", "case", Level::Minor),
    ("flags", "flag", Level::Minor),
    // A class takes its fields as arguments.
    ("fields", "field", Level::Major),
    ("params", "parameter", Level::Major),
    ("imports", "import", Level::Major),
];

/// Keys that say nothing to users.
const SILENT: [&str; 3] = ["abi", "sdk", "version"];

/// Compares two interfaces.
pub fn compare(old: &Interface, new: &Interface) -> Diff {
    let mut changes = Vec::new();
    let value = |interface: &Interface| serde_json::to_value(interface).unwrap_or_default();
    if let (Value::Object(old), Value::Object(new)) = (value(old), value(new)) {
        entry("module", &old, &new, &mut changes);
    }
    changes.sort_by(|a, b| (b.level, &a.place).cmp(&(a.level, &b.place)));
    let version = |i: &Interface| semver::Version::parse(i.version.as_deref()?).ok();
    Diff {
        changes,
        versions: version(old).zip(version(new)),
    }
}

fn entry(
    place: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    changes: &mut Vec<Change>,
) {
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let (before, now) = (old.get(key), new.get(key));
        if before == now || SILENT.contains(&key.as_str()) {
            continue;
        }
        if let Some((_, word, added)) = LISTS.iter().find(|(list, ..)| list == key) {
            list(place, word, *added, before, now, changes);
            continue;
        }
        let (level, what) = judge(key, before, now);
        changes.push(Change {
            level,
            place: place.to_string(),
            what,
        });
    }
}

/// What the change of a plain key means.
fn judge(key: &str, before: Option<&Value>, now: Option<&Value>) -> (Level, String) {
    let word = match key {
        "raises" => "error",
        "base" => "base class",
        other => other,
    };
    let what = match (before, now) {
        (Some(before), Some(now)) => format!("{word} was {}, is {}", shown(before), shown(now)),
        (None, Some(now)) => format!("{word} is now {}", shown(now)),
        (Some(before), None) => format!("{word} was {}, is none", shown(before)),
        (None, None) => String::new(),
    };
    match (key, before, now) {
        ("docs", ..) => (Level::Patch, "other documentation".to_string()),
        ("wipe", ..) => (Level::Patch, what),
        ("default", _, Some(_)) => (Level::Minor, what),
        ("raises", None, Some(_)) => (Level::Minor, what),
        ("raises", Some(_), None) => (Level::Patch, what),
        _ => (Level::Major, what),
    }
}

/// Compares lists by the names in them.
fn list(
    place: &str,
    word: &str,
    added: Level,
    old: Option<&Value>,
    new: Option<&Value>,
    changes: &mut Vec<Change>,
) {
    let (old, new) = (entries(old), entries(new));
    let before: BTreeMap<&str, &Map<String, Value>> = old.iter().copied().collect();
    let now: BTreeMap<&str, &Map<String, Value>> = new.iter().copied().collect();
    let at = |name: &str| match place {
        "module" => format!("{word} {name}"),
        place => format!("{place}, {word} {name}"),
    };
    for (name, item) in &before {
        match now.get(name) {
            Some(other) => entry(&at(name), item, other, changes),
            None => changes.push(Change {
                level: Level::Major,
                place: at(name),
                what: "is gone".to_string(),
            }),
        }
    }
    for (name, item) in &now {
        if !before.contains_key(name) {
            let level = if is_optional(word, item) {
                Level::Minor
            } else {
                added
            };
            changes.push(Change {
                level,
                place: at(name),
                what: "is new".to_string(),
            });
        }
    }
    // The order of what both have counts where it is that of arguments.
    if matches!(word, "field" | "parameter") {
        let order = |list: &[(&str, &Map<String, Value>)], other: &BTreeMap<&str, _>| {
            let by_place = list.iter().filter(|(_, item)| !is_by_name(item));
            let names = by_place.map(|(name, _)| (*name).to_string());
            names
                .filter(|name| other.contains_key(name.as_str()))
                .collect::<Vec<_>>()
        };
        let (was, is) = (order(&old, &now), order(&new, &before));
        if was != is {
            changes.push(Change {
                level: Level::Major,
                place: place.to_string(),
                what: format!("order was {}, is {}", was.join(", "), is.join(", ")),
            });
        }
    }
}

fn entries(list: Option<&Value>) -> Vec<(&str, &Map<String, Value>)> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    let named = items.filter_map(|item| {
        let item = item.as_object()?;
        Some((item.get("name")?.as_str()?, item))
    });
    named.collect()
}

fn is_by_name(item: &Map<String, Value>) -> bool {
    matches!(
        item.get("kind").and_then(Value::as_str),
        Some("keyword" | "keywords" | "variadic")
    )
}

/// Whether callers need not know of the new entry.
fn is_optional(word: &str, item: &Map<String, Value>) -> bool {
    let kind = item.get("kind").and_then(Value::as_str);
    word == "parameter"
        && (item.contains_key("default") || matches!(kind, Some("variadic" | "keywords")))
}

/// A value or type for people: `list[u8]`, `Point`.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) if object.len() == 1 => {
            let (kind, part) = match object.iter().next() {
                Some(pair) => pair,
                None => return String::new(),
            };
            match (kind.as_str(), part) {
                ("named", Value::String(name)) => name.clone(),
                (_, Value::Array(parts)) => {
                    let parts: Vec<String> = parts.iter().map(shown).collect();
                    format!("{kind}[{}]", parts.join(", "))
                }
                _ => format!("{kind}[{}]", shown(part)),
            }
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(functions: &str, types: &str) -> Interface {
        let text = format!(
            r#"{{"abi":1,"sdk":"0.1.0","name":"a","types":[{types}],"functions":[{functions}]}}"#
        );
        Interface::parse(text.as_bytes()).unwrap()
    }

    fn functions(old: &str, new: &str) -> Vec<(Level, String)> {
        let diff = compare(&interface(old, ""), &interface(new, ""));
        let text = |c: Change| (c.level, format!("{}: {}", c.place, c.what));
        diff.changes.into_iter().map(text).collect()
    }

    const F: &str = r#"{"name":"f","params":[{"name":"a","type":"u8"}]}"#;

    #[test]
    fn each_change_has_its_level() {
        let wanted = |level, text: &str| vec![(level, text.to_string())];
        for (new, level, text) in [
            ("", Level::Major, "function f: is gone"),
            (
                r#"{"name":"f","docs":"Hi","params":[{"name":"a","type":"u8"}]}"#,
                Level::Patch,
                "function f: other documentation",
            ),
            (
                r#"{"name":"f","params":[{"name":"a","type":{"list":"u8"}}]}"#,
                Level::Major,
                "function f, parameter a: type was u8, is list[u8]",
            ),
            (
                r#"{"name":"f","params":[{"name":"a","type":"u8"}],"result":"string"}"#,
                Level::Major,
                "function f: result is now string",
            ),
            (
                r#"{"name":"f","params":[{"name":"a","type":"u8","default":3}]}"#,
                Level::Minor,
                "function f, parameter a: default is now 3",
            ),
            (
                r#"{"name":"f","params":[{"name":"a","type":"u8"},{"name":"b","type":"u8","default":1}]}"#,
                Level::Minor,
                "function f, parameter b: is new",
            ),
            (
                r#"{"name":"f","params":[{"name":"a","type":"u8"},{"name":"b","type":"u8"}]}"#,
                Level::Major,
                "function f, parameter b: is new",
            ),
            (
                r#"{"name":"f","params":[{"name":"a","type":"u8"}],"raises":"unit"}"#,
                Level::Minor,
                "function f: error is now unit",
            ),
        ] {
            assert_eq!(functions(F, new), wanted(level, text));
        }
        assert_eq!(functions("", F), wanted(Level::Minor, "function f: is new"));
        assert_eq!(functions(F, F), []);
    }

    #[test]
    fn parameters_that_change_places_break_callers() {
        let of = |a, b| {
            format!(
                r#"{{"name":"f","params":[{{"name":"{a}","type":"u8"}},{{"name":"{b}","type":"u8"}}]}}"#
            )
        };
        let found = functions(&of("a", "b"), &of("b", "a"));
        assert_eq!(
            found,
            [(
                Level::Major,
                "function f: order was a, b, is b, a".to_string()
            )]
        );
    }
}
