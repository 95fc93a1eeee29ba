//! Documentation as WIT comments.

use pyext_abi::interface::{Case, Function, Type, plain};

use crate::escape;

/// Characters that WIT refuses even in comments, beside those that a terminal acts on: Unicode deprecates or discourages them.
const REFUSED: [char; 8] = [
    '\u{149}', '\u{673}', '\u{f77}', '\u{f79}', '\u{17a3}', '\u{17a4}', '\u{17b4}', '\u{17b5}',
];

/// The text as comment lines.
pub fn comment(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = line.replace('\t', "    ");
        out.push_str("/// ");
        for c in escape::line(&line).to_string().chars() {
            if REFUSED.contains(&c) {
                out.extend(c.escape_unicode());
            } else {
                out.push(c);
            }
        }
        out.push('\n');
    }
    out
}

/// The comment of a function, with what WIT drops of its signature.
pub fn of_function(function: &Function) -> String {
    let is_plain = |p: &pyext_abi::interface::Param| p.kind.is_usual() && p.default.is_none();
    let mut docs = function.docs.clone();
    if !function.arguments().iter().all(is_plain) {
        let params = function.python_parameters(&mut plain).join(", ");
        paragraph(
            &mut docs,
            &format!(
                "In Python: `({params})`. WIT has neither defaults nor kinds of parameters: every argument is given."
            ),
        );
    }
    let params = function.params.iter();
    let changed = names(params.filter(|p| p.writable).map(|p| &p.name));
    if !changed.is_empty() {
        let text = format!("What it changes comes back behind the result: {changed}.");
        paragraph(&mut docs, &text);
    }
    let params = function.params.iter();
    let dropped = names(params.filter(|p| p.ty.layout().size == 0).map(|p| &p.name));
    if !dropped.is_empty() {
        paragraph(
            &mut docs,
            &format!("Left out, for it has no content: {dropped}."),
        );
    }
    comment(&docs)
}

/// The comment of a case, with the names of its fields, which WIT has no place for.
pub fn of_case(case: &Case) -> String {
    let mut docs = case.docs.clone();
    let fields = case.fields.iter().filter(|f| f.ty.layout().size > 0);
    let held = names(fields.map(|f| &f.name));
    if !held.is_empty() {
        paragraph(&mut docs, &format!("Holds {held}."));
    }
    comment(&docs)
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The comment of the record that comes back in place of a result.
pub fn of_raised(error: &Type) -> String {
    let name = match error {
        Type::Named(definition) => format!("the error `{}`", definition.name),
        _ => "an error that is a text".to_string(),
    };
    comment(&format!(
        "What is raised in Python: {name}, with the texts of what caused it, the nearest first."
    ))
}

fn paragraph(docs: &mut String, text: &str) {
    if !docs.is_empty() {
        docs.push_str("\n\n");
    }
    docs.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_refused_in_a_comment() {
        let all: String = (0..=0x2fff)
            .filter_map(char::from_u32)
            .chain(['\u{e0001}', '\u{feff}'])
            .collect();
        let wit = format!("package a:b;\n{}world w {{}}", comment(&all));
        wit_parser::Resolve::default()
            .push_str("a.wit", &wit)
            .unwrap();
    }
}
