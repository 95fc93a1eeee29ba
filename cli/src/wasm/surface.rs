//! Whether a module still imports and exports what it did before a tool has changed it.

use std::collections::{BTreeMap, BTreeSet};

use wasmparser::{ExternalKind, TypeRef};

use crate::escape;
use crate::wasm::module::{Export, Import, Module, kind_name, kind_name_of, signature};

/// What a tool has changed and may not change, as sentences: exports that are gone, new or of another type, and new imports. Imports
/// may go, because what nothing calls is not needed.
pub fn changes(before: &Module<'_>, after: &Module<'_>) -> Vec<String> {
    let (old, new) = (exports(before), exports(after));
    let gone_or_other = old.iter().filter_map(|(name, was)| match new.get(name) {
        None => Some(format!("the export {} is gone", escape::name(name))),
        Some(is) if is == was => None,
        Some(is) => {
            let name = escape::name(name);
            Some(format!("the export {name} was {was} and is {is}"))
        }
    });
    let added = new.keys().filter(|name| !old.contains_key(*name));
    let added = added.map(|name| format!("the export {} is new", escape::name(name)));
    let imported = imports(after);
    let imported = imported
        .difference(&imports(before))
        .cloned()
        .collect::<Vec<_>>();
    gone_or_other.chain(added).chain(imported).collect()
}

fn exports<'a>(module: &Module<'a>) -> BTreeMap<&'a str, String> {
    let of_type = |export: &Export<'_>| match (export.kind, module.function_type(export.index)) {
        (ExternalKind::Func, Some(ty)) => signature(ty.params(), ty.results()),
        (kind, _) => format!("a {}", kind_name(kind)),
    };
    let exports = module.exports.iter();
    exports
        .map(|export| (export.name, of_type(export)))
        .collect()
}

fn imports(module: &Module<'_>) -> BTreeSet<String> {
    let of_type = |ty: &TypeRef| {
        let function = match ty {
            TypeRef::Func(index) => module.types.get(*index as usize),
            _ => None,
        };
        match function {
            Some(Some(ty)) => signature(ty.params(), ty.results()),
            _ => format!("a {}", kind_name_of(ty)),
        }
    };
    let sentence = |import: &Import<'_>| {
        let name = escape::name(&format!("{}.{}", import.module, import.name));
        format!("the import {name}, {}, is new", of_type(&import.ty))
    };
    module.imports.iter().map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(after: &str) -> Vec<String> {
        let before = wat::parse_str(
            r#"(module (import "env" "a" (func)) (memory (export "memory") 1) (func (export "f") (param i32)))"#,
        )
        .unwrap();
        let after = wat::parse_str(after).unwrap();
        changes(
            &Module::parse(&before).unwrap(),
            &Module::parse(&after).unwrap(),
        )
    }

    #[test]
    fn an_import_may_go_and_nothing_else_may_change() {
        let same = r#"(module (memory (export "memory") 9) (func (export "f") (param i32) nop))"#;
        assert_eq!(changed(same), [""; 0]);
        let other = r#"(module (import "env" "a" (func (param f64)))
            (memory 1) (func (export "f") (result i32) i32.const 1) (func (export "g")))"#;
        assert_eq!(
            changed(other),
            [
                "the export `f` was (i32) -> () and is () -> i32",
                "the export `memory` is gone",
                "the export `g` is new",
                "the import `env.a`, (f64) -> (), is new",
            ]
        );
    }
}
