//! The stubs: types and documentation of what a module offers, for type checkers and editors.

mod body;
mod classes;
mod objects;
mod words;

use pyext_abi::interface::{Constant, Function, Word, local_name};

use super::layout::{guarded, signature};
use super::modules::Module;
use super::names::Names;
use crate::wheel::text::docstring;
use body::{Body, Item, Sort};
use words::Words;

/// A stub's text, as ruff formats it.
pub fn stub(module: &Module<'_>) -> String {
    let names = Names::new(module);
    let mut words = Words::new(module, &names);
    let mut body = Body::default();
    for c in &module.constants {
        body.add(constant(c, &mut words));
    }
    for &definition in &module.types {
        for item in classes::of(definition, &mut words) {
            body.add(item);
        }
        if definition.is_class() {
            body.add(objects::of(module, definition, &mut words));
        }
    }
    for import in module.imports {
        body.add(objects::protocol(import, &mut words));
    }
    for item in objects::provide(module.imports, &mut words) {
        body.add(item);
    }
    for f in &module.functions {
        for item in function(f, &mut words) {
            body.add(item);
        }
    }
    for (alias, class) in words.aliases().clone() {
        body.add(classes::alias(&alias, &[class], "", &mut words));
    }

    let extension = module.is_top().then(|| words.extension());

    let mut text = format!(
        "# Types of what {} offers. Written by cargo-pyext.\n",
        module.full_name()
    );
    if let Some(docs) = docstring(module.docs, 0) {
        text.push_str(&format!("{docs}\n\n"));
    }
    let imports = words.imports();
    if !imports.is_empty() {
        text.push_str(&format!("{imports}\n"));
    }
    text.push_str(&format!("{}\n", names.all()));
    if let Some(extension) = extension {
        text.push_str("__version__: str\n");
        text.push_str(&extension);
    }
    text.push_str(&body.text());
    text
}

fn constant<'a>(constant: &'a Constant, words: &mut Words<'a>) -> Item {
    let spell = &mut |word: Word<'_>| words.spell(word);
    let annotation = constant.ty.constant_annotation(spell);
    let wrapper = spell(Word::Imported("Final"));
    let name = local_name(&constant.name);
    let line = format!("{name}: {wrapper}[{annotation}]");
    Item::variable(&line, &constant.docs, 0)
}

/// A function; one that runs on arrays has an overload for them, whose result depends on what kind they are.
fn function<'a>(function: &'a Function, words: &mut Words<'a>) -> Vec<Item> {
    let spell = &mut |word: Word<'_>| words.spell(word);
    let params = function.python_parameters(spell);
    let result = function.result.result_annotation(spell);
    let mut calls = vec![(params, result, function.docs.as_str())];
    let mut decorator = String::new();
    if function.vectorize {
        decorator = format!("@{}\n", spell(Word::Imported("overload")));
        let any = spell(Word::Imported("Any"));
        calls.push((function.array_parameters(spell), any, ""));
    }
    let name = local_name(&function.name);
    let item = |(params, result, docs): (Vec<String>, String, &str)| {
        let (ending, body) = match docstring(docs, 4) {
            Some(docs) => (":", format!("\n    {docs}")),
            None => (": ...", String::new()),
        };
        let head = signature(0, name, &params, &result, ending);
        Item {
            text: guarded(&format!("{decorator}{head}"), &body, 0),
            sort: Sort::Function,
            is_documented: !body.is_empty(),
        }
    };
    calls.into_iter().map(item).collect()
}
