//! Comparing two interfaces as JSON: what it does not know of counts as breaking, so that a new kind of thing is never
//! passed over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pyext_abi::interface::Interface;
use serde_json::{Map, Value};

use super::{Change, Diff, Event, Level};

/// Lists of the interface whose entries have names: what one entry is called, and what a new one means.
const LISTS: [(&str, &str, Level); 9] = [
    ("modules", "submodule", Level::Minor),
    ("types", "type", Level::Minor),
    ("constants", "constant", Level::Minor),
    ("functions", "function", Level::Minor),
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
    let value = |interface: &Interface| serde_json::to_value(interface).unwrap_or_default();
    let mut changes = changes(&value(old), &value(new));
    changes.sort_by(|a, b| (b.level, &a.place).cmp(&(a.level, &b.place)));
    let version = |i: &Interface| semver::Version::parse(i.version.as_deref()?).ok();
    Diff {
        changes,
        versions: version(old).zip(version(new)),
    }
}

/// The changes from one interface to another, as JSON.
pub(crate) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    if let (Value::Object(old), Value::Object(new)) = (old, new) {
        entry("module", "module", old, new, &mut changes);
    }
    changes
}

/// The lists of an entry that can be told apart by names.
pub(crate) fn named_lists(
    item: &Map<String, Value>,
) -> impl Iterator<Item = (&'static str, Vec<Entry<'_>>)> {
    LISTS
        .iter()
        .map(|(key, ..)| (*key, entries(item.get(*key))))
}

fn entry(
    place: &str,
    word: &'static str,
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
        changes.push(Change {
            level: judge(word, key, before, now),
            place: place.to_string(),
            word,
            event: Event::Key {
                key: key.clone(),
                was: before.map(|value| shown_at(key, value)),
                is: now.map(|value| shown_at(key, value)),
            },
        });
    }
}

/// What the change of a plain key means.
fn judge(word: &str, key: &str, before: Option<&Value>, now: Option<&Value>) -> Level {
    let was = before.and_then(Value::as_str);
    match (key, before, now) {
        ("docs" | "wipe", ..) => Level::Patch,
        ("default", _, Some(_)) | ("vectorize", None, Some(_)) => Level::Minor,
        // Who reads a constant wants the value of the day: a version, a limit.
        ("value", ..) if word == "constant" => Level::Minor,
        ("raises", None, Some(_)) => Level::Minor,
        ("raises", Some(_), None) => Level::Patch,
        // Every class of errors derives from that of an error without one.
        ("raises", ..) if was == Some("unit") => Level::Minor,
        // It can be given in another way as well.
        ("kind", _, None)
            if word == "parameter" && matches!(was, Some("positional" | "keyword")) =>
        {
            Level::Minor
        }
        _ => Level::Major,
    }
}

/// Compares lists by the names in them.
fn list(
    place: &str,
    word: &'static str,
    added: Level,
    old: Option<&Value>,
    new: Option<&Value>,
    changes: &mut Vec<Change>,
) {
    let (old, new) = (entries(old), entries(new));
    let before: BTreeMap<&str, &Map<String, Value>> =
        old.iter().map(|(name, item)| (&**name, *item)).collect();
    let now: BTreeMap<&str, &Map<String, Value>> =
        new.iter().map(|(name, item)| (&**name, *item)).collect();
    let at = |name: &str| match place {
        "module" => format!("{word} {name}"),
        place => format!("{place}, {word} {name}"),
    };
    for (name, item) in &before {
        match now.get(name) {
            Some(other) => entry(&at(name), word, item, other, changes),
            None => changes.push(Change {
                // Who gives something goes on to do so if it is not asked for.
                level: match word == "import" || is_asked_for(place, word) {
                    true => Level::Minor,
                    false => Level::Major,
                },
                place: at(name),
                word,
                event: Event::Gone,
            }),
        }
    }
    for (name, item) in &now {
        if !before.contains_key(name) {
            let level = match is_optional(word, item) {
                true => Level::Minor,
                false if is_asked_for(place, word) => Level::Major,
                false => added,
            };
            changes.push(Change {
                level,
                place: at(name),
                word,
                event: Event::New,
            });
        }
    }
    // What is given by its place has to come first, in the old order.
    if matches!(word, "field" | "parameter") {
        let by_place = |list: &[Entry<'_>]| {
            let by_place = list.iter().filter(|(_, item)| !is_by_name(item));
            by_place
                .map(|(name, _)| name.to_string())
                .collect::<Vec<_>>()
        };
        let mut was = by_place(&old);
        was.retain(|name| now.get(name.as_str()).is_some_and(|item| !is_by_name(item)));
        let mut is = by_place(&new);
        // What is new and has to be given is a change of its own.
        is.retain(|name| {
            let known = before.contains_key(name.as_str());
            known
                || now
                    .get(name.as_str())
                    .is_some_and(|item| is_optional(word, item))
        });
        if !is.starts_with(&was) {
            changes.push(Change {
                level: Level::Major,
                place: place.to_string(),
                word,
                event: Event::Order {
                    was: was.join(", "),
                    is: is.join(", "),
                },
            });
        }
    }
}

/// An entry, and what tells it from the others.
pub(crate) type Entry<'a> = (Cow<'a, str>, &'a Map<String, Value>);

fn entries(list: Option<&Value>) -> Vec<Entry<'_>> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    let named = items.filter_map(|item| {
        let item = item.as_object()?;
        let name = item.get("name")?.as_str()?;
        // A property has a getter and a setter of one name.
        let is_setter = item.get("role").and_then(Value::as_str) == Some("setter");
        let name = match is_setter {
            true => Cow::Owned(format!("{name} (setter)")),
            false => Cow::Borrowed(name),
        };
        Some((name, item))
    });
    named.collect()
}

/// Whether this is a function of an import, which who uses the extension has to give it.
fn is_asked_for(place: &str, word: &str) -> bool {
    word == "function" && place.starts_with("import ")
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

/// What stands at a key, for people. A text that is a value is quoted, so that it is no type and can be seen if it is empty.
fn shown_at(key: &str, value: &Value) -> String {
    match (key, value) {
        ("default" | "value", Value::String(_)) => value.to_string(),
        _ => shown(value),
    }
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
        let text = |c: Change| (c.level, format!("{}: {}", c.place, c.what()));
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
        let vectorized = F.replace(
            "\"params\"",
            "\"vectorize\":true,\"result\":\"u8\",\"params\"",
        );
        let plain = vectorized.replace("\"vectorize\":true,", "");
        assert_eq!(
            functions(&plain, &vectorized),
            wanted(Level::Minor, "function f: runs on arrays now")
        );
        assert_eq!(
            functions(&vectorized, &plain),
            wanted(Level::Major, "function f: does not run on arrays any more")
        );
        assert_eq!(functions("", F), wanted(Level::Minor, "function f: is new"));
        assert_eq!(functions(F, F), []);
    }

    #[test]
    fn another_value_of_a_constant_is_shown_in_quotes_and_breaks_nobody() {
        let of = |constant: &str| {
            let text = format!(
                r#"{{"abi":1,"sdk":"0.1.0","name":"a","constants":[{{"name":"C",{constant}}}],"functions":[]}}"#
            );
            Interface::parse(text.as_bytes()).unwrap()
        };
        let found = |old: &str, new: &str| {
            let changes = compare(&of(old), &of(new)).changes;
            changes
                .iter()
                .map(|c| format!("{} {}", c.level, c.what()))
                .collect::<Vec<_>>()
        };
        let text = r#""type":"string","value":"""#;
        assert_eq!(
            found(text, r#""type":"string","value":"u8""#),
            [r#"minor value was "", is "u8""#]
        );
        assert_eq!(
            found(text, r#""type":"u8","value":1"#),
            [
                "major type was string, is u8",
                r#"minor value was "", is 1"#
            ]
        );
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
