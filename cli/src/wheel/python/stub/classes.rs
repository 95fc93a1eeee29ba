//! The classes of a type: what its definition is in Python.

use std::collections::BTreeSet;

use pyext_abi::interface::{Case, Definition, Error, ErrorShape, Field, Kind, Word};

use super::body::{Body, Item, Sort};
use super::words::Words;
use crate::wheel::python::layout::{bracketed, guarded, signature, union};
use crate::wheel::text::docstring;

/// The classes of a type, those first that others derive from.
pub fn of<'a>(definition: &'a Definition, words: &mut Words<'a>) -> Vec<Item> {
    let name = definition.local_name();
    let docs = &definition.docs;
    match &definition.kind {
        Kind::Record(record) => {
            vec![dataclass(name, docs, record.frozen, &record.fields, words)]
        }
        Kind::Enum(cases) => {
            let members = cases.iter().map(|c| (&*c.name, c.value, &*c.docs));
            vec![enumeration("Enum", name, docs, members, words)]
        }
        Kind::Flags(flags) => {
            let bits = flags.iter().enumerate();
            let members = bits.map(|(i, f)| (&*f.name, 1_i64 << i, &*f.docs));
            vec![enumeration("Flag", name, docs, members, words)]
        }
        Kind::Variant(cases) => {
            let case =
                |case: &'a Case| dataclass(&case.class, &case.docs, true, &case.fields, words);
            let mut items: Vec<Item> = cases.iter().map(case).collect();
            let classes: Vec<String> = cases.iter().map(|case| case.class.clone()).collect();
            items.push(alias(name, &classes, docs, words));
            items
        }
        Kind::Error(error) => errors(definition, error, words),
        // Needs to know what belongs to it.
        Kind::Class => Vec::new(),
    }
}

/// Another name for a class, or for any of several.
pub fn alias(name: &str, classes: &[String], docs: &str, words: &mut Words<'_>) -> Item {
    let alias = words.spell(Word::Imported("TypeAlias"));
    let docs = docstring(docs, 0).map(|docs| format!("\n{docs}"));
    Item {
        text: union(
            &format!("{name}: {alias}"),
            classes,
            &docs.unwrap_or_default(),
        ),
        sort: Sort::Class,
        is_documented: true,
    }
}

fn dataclass<'a>(
    name: &str,
    docs: &str,
    is_frozen: bool,
    fields: &'a [Field],
    words: &mut Words<'a>,
) -> Item {
    let decorator = words.spell(Word::Imported("dataclass"));
    let arguments = if is_frozen { "(frozen=True)" } else { "" };
    let mut body = Body::default();
    add_fields(&mut body, fields, words);
    class(
        &format!("@{decorator}{arguments}\nclass {name}"),
        docs,
        &body,
    )
}

fn enumeration<'d>(
    base: &str,
    name: &str,
    docs: &str,
    members: impl Iterator<Item = (&'d str, i64, &'d str)>,
    words: &mut Words<'_>,
) -> Item {
    let base = words.spell(Word::Imported(base));
    let mut body = Body::default();
    for (member, value, docs) in members {
        body.add(Item::variable(&format!("    {member} = {value}"), docs, 4));
    }
    class(&format!("class {name}({base})"), docs, &body)
}

/// The class of an error, and those of its cases.
fn errors<'a>(definition: &'a Definition, error: &'a Error, words: &mut Words<'a>) -> Vec<Item> {
    let mut bases = words.spell(Word::Imported("ExtensionError"));
    if let Some(base) = &error.base {
        bases = format!("{bases}, {}", words.spell(Word::Builtin(base)));
    }
    let (name, docs) = (definition.local_name(), &definition.docs);
    match &error.shape {
        ErrorShape::Struct(fields) => vec![exception(name, &bases, docs, fields, words)],
        ErrorShape::Enum(cases) => {
            let mut items = vec![exception(name, &bases, docs, &[], words)];
            let case =
                |case: &'a Case| exception(&case.class, name, &case.docs, &case.fields, words);
            items.extend(cases.iter().map(case));
            items
        }
    }
}

fn exception<'a>(
    name: &str,
    bases: &str,
    docs: &str,
    fields: &'a [Field],
    words: &mut Words<'a>,
) -> Item {
    let mut body = Body::default();
    add_fields(&mut body, fields, words);
    if !fields.is_empty() {
        body.add(match_args(fields));
    }
    body.add(words.inside(names(fields), |words| constructor(fields, words)));
    class(&format!("class {name}({bases})"), docs, &body)
}

/// What `case Fault(at)` goes by. Type checkers know it of dataclasses, and have to be told of other classes.
fn match_args(fields: &[Field]) -> Item {
    let names: Vec<String> = fields.iter().map(|f| format!("\"{}\"", f.name)).collect();
    let open = "__match_args__ = (";
    let text = match &names[..] {
        [one] => guarded(&format!("    {open}{one},)"), "", 4),
        _ => bracketed(4, open, &names, ")"),
    };
    Item {
        text,
        sort: Sort::Variable,
        is_documented: false,
    }
}

/// How an error is made in Python: from a text, with the fields by their names.
fn constructor<'a>(fields: &'a [Field], words: &mut Words<'a>) -> Item {
    let mut receiver = "self".to_string();
    while fields.iter().any(|field| field.name == receiver) {
        receiver.push('_');
    }
    let text = words.spell(Word::Builtin("str"));
    let message = format!("message: {text} = \"\"");
    let mut params = vec![receiver, message, "/".to_string()];
    if !fields.is_empty() {
        params.push("*".to_string());
    }
    params.extend(fields.iter().map(|field| annotated(field, words)));
    Item {
        text: guarded(&signature(4, "__init__", &params, "None", ": ..."), "", 4),
        sort: Sort::Function,
        is_documented: false,
    }
}

fn add_fields<'a>(body: &mut Body, fields: &'a [Field], words: &mut Words<'a>) {
    for field in fields {
        let line = words.inside(names(fields), |words| annotated(field, words));
        body.add(Item::variable(&format!("    {line}"), &field.docs, 4));
    }
}

fn names(fields: &[Field]) -> BTreeSet<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

fn annotated(field: &Field, words: &mut Words<'_>) -> String {
    let annotation = field.ty.result_annotation(&mut |word| words.spell(word));
    format!("{}: {annotation}", field.name)
}

/// A class with this head, documentation and content.
pub fn class(head: &str, docs: &str, body: &Body) -> Item {
    let docs = docstring(docs, 4);
    let is_empty = docs.is_none() && body.is_empty();
    let mut text = docs.map_or_else(String::new, |docs| format!("\n    {docs}\n"));
    text.push_str(&body.text());
    let ending = if is_empty { ": ..." } else { ":" };
    Item {
        text: guarded(&format!("{head}{ending}"), text.trim_end(), 0),
        sort: Sort::Class,
        is_documented: true,
    }
}
