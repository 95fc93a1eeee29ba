//! The classes whose objects stay in the guest, and the protocols of what the user of the extension gives it.

use std::collections::BTreeSet;

use pyext_abi::class::NEW;
use pyext_abi::interface::{Definition, Function, Import, Role, Word};

use super::body::{Body, Item, Sort};
use super::classes::class;
use super::words::Words;
use crate::wheel::python::layout::{guarded, signature};
use crate::wheel::python::modules::Module;
use crate::wheel::python::names::PROVIDE;
use crate::wheel::text::docstring;

/// What every class has, unless the guest has its own: name, parameters behind `self`, documentation.
const CLOSE: &str = "close";
const ENTER: &str = "__enter__";
const EXIT: &str = "__exit__";
/// What iterators have, too.
const ITER: &str = "__iter__";

/// A class of the guest.
pub fn of<'a>(module: &Module<'a>, definition: &'a Definition, words: &mut Words<'a>) -> Item {
    let members = module.interface.members(&definition.name);
    let has = |name: &str| members.iter().any(|f| f.local_name() == name);
    let mut names: BTreeSet<&str> = members.iter().map(|f| f.local_name()).collect();
    names.insert(CLOSE);
    words.inside(names, |words| {
        let mut body = Body::default();
        if has("__eq__") && !has("__hash__") {
            body.add(unhashable(words));
        }
        if members.first().is_none_or(|f| f.role != Role::Constructor) {
            body.add(unmade(words));
        }
        for function in &members {
            body.add(member(function, words));
        }
        if has("__next__") && !has(ITER) {
            let this = words.spell(Word::Imported("Self"));
            body.add(method(ITER, &[], &this, ""));
        }
        let none = "None".to_string();
        if !has(CLOSE) {
            let docs = "Drops the object now. Whatever is done with it then is an error.";
            body.add(method(CLOSE, &[], &none, docs));
        }
        if !has(ENTER) {
            let this = words.spell(Word::Imported("Self"));
            body.add(method(ENTER, &[], &this, ""));
        }
        if !has(EXIT) {
            let exception = format!("*exception: {}", words.spell(Word::Builtin("object")));
            body.add(method(EXIT, &[exception], &none, ""));
        }
        let head = format!("class {}", definition.local_name());
        class(&head, &definition.docs, &body)
    })
}

/// Objects that can be equal and have no hash.
fn unhashable(words: &mut Words<'_>) -> Item {
    let variable = words.spell(Word::Imported("ClassVar"));
    let line = format!("    __hash__: {variable}[None]  # type: ignore[assignment]");
    Item::variable(&line, "", 4)
}

/// What says that no call of the class can be right.
fn unmade(words: &mut Words<'_>) -> Item {
    let never = words.spell(Word::Imported("NoReturn"));
    let this = words.spell(Word::Imported("Self"));
    let params = ["cls".to_string(), format!("_: {never}"), "/".to_string()];
    declared(None, NEW, &params, &this, "")
}

fn member<'a>(function: &'a Function, words: &mut Words<'a>) -> Item {
    let spell = &mut |word: Word<'_>| words.spell(word);
    let params = function.member_parameters(spell);
    let result = function.member_result(spell);
    let decorator = function.decorator(spell);
    declared(
        decorator,
        function.local_name(),
        &params,
        &result,
        &function.docs,
    )
}

/// A method of no function, with these parameters behind `self`.
fn method(name: &str, params: &[String], result: &str, docs: &str) -> Item {
    let params: Vec<String> = ["self".to_string()].iter().chain(params).cloned().collect();
    declared(None, name, &params, result, docs)
}

fn declared(
    decorator: Option<String>,
    name: &str,
    params: &[String],
    result: &str,
    docs: &str,
) -> Item {
    let (ending, body) = match docstring(docs, 8) {
        Some(docs) => (":", format!("\n        {docs}")),
        None => (": ...", String::new()),
    };
    let head = signature(4, name, params, result, ending);
    let head = match decorator {
        Some(decorator) => format!("    @{decorator}\n{head}"),
        None => head,
    };
    Item {
        text: guarded(&head, &body, 4),
        sort: Sort::Function,
        is_documented: !body.is_empty(),
    }
}

/// The protocol of an import. There is none at run time: any object will do that has the functions.
pub fn protocol<'a>(import: &'a Import, words: &mut Words<'a>) -> Item {
    let names = import.functions.iter().map(|f| f.name.as_str()).collect();
    let only = words.spell(Word::Imported("type_check_only"));
    let base = words.spell(Word::Imported("Protocol"));
    words.inside(names, |words| {
        let mut body = Body::default();
        for function in &import.functions {
            let spell = &mut |word: Word<'_>| words.spell(word);
            let params = function.given_parameters(spell);
            let result = function.given_result(spell);
            body.add(declared(
                None,
                &function.name,
                &params,
                &result,
                &function.docs,
            ));
        }
        let head = format!("@{only}\nclass {}({base})", import.name);
        class(&head, &import.docs, &body)
    })
}

/// The function that takes the imports: the object itself if there is one, or a mapping from the names.
pub fn provide(imports: &[Import], words: &mut Words<'_>) -> Vec<Item> {
    let text = words.spell(Word::Builtin("str"));
    let mut items = Vec::new();
    let wanted = match imports {
        [] => return items,
        [only] => {
            let mapping = words.spell(Word::Imported("Mapping"));
            format!("{0} | {mapping}[{text}, {0}]", only.name)
        }
        several => {
            let base = words.spell(Word::Imported("TypedDict"));
            let name = words.private("_Imports");
            let fields = several.iter().map(|i| format!("\"{0}\": {0}", i.name));
            let fields: Vec<String> = fields.collect();
            let head = format!("{name} = {base}(\"{name}\", {{{}}})", fields.join(", "));
            items.push(Item {
                // As a class, whose fields would hide their types.
                text: guarded(&head, "  # noqa: UP013", 0),
                sort: Sort::Class,
                is_documented: false,
            });
            name
        }
    };
    let docs =
        "Gives the extension what it needs of its user. Without it no function can be called.";
    let none = "None";
    let head = signature(0, PROVIDE, &[format!("imports: {wanted}")], none, ":");
    let body = docstring(docs, 4).map(|docs| format!("\n    {docs}"));
    items.push(Item {
        text: guarded(&head, &body.unwrap_or_default(), 0),
        sort: Sort::Function,
        is_documented: true,
    });
    items
}
