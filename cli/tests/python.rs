//! The Python files of a wheel, from interfaces made by hand. `tests/test_typing.py` shows them to ruff, mypy and pyright.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::manifest::Instances;
use cargo_pyext::wheel::python::files;

use support::linked::interface;
use support::{Expected, folder};

/// The files of the package around the interface in `cli/tests/python/NAME.json`.
fn package(name: &str) -> Vec<(String, String)> {
    let interface = interface(&folder("python").join(format!("{name}.json")));
    files(&interface, "0.1.0", Instances::Shared)
}

fn paths(folder: &Path) -> BTreeSet<PathBuf> {
    let mut paths = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => paths.append(&mut self::paths(&path)),
            false => drop(paths.insert(path)),
        }
    }
    paths
}

fn the_files_are_as_expected(name: &str) {
    let folder = folder("python").join(name);
    let mut expected = Expected::default();
    let mut written = BTreeSet::new();
    for (path, text) in package(name) {
        expected.compare(&folder.join(&path), &text);
        written.insert(folder.join(path));
    }
    expected.finish();
    assert_eq!(paths(&folder), written);
}

#[test]
fn every_kind_of_type_and_signature_has_its_place_in_the_files() {
    the_files_are_as_expected("everything");
}

#[test]
fn classes_iterators_imports_and_callables_have_their_place_in_the_files() {
    the_files_are_as_expected("objects");
}

#[test]
fn names_of_members_hide_nothing_that_annotations_need() {
    the_files_are_as_expected("classes_and_names");
}

#[test]
fn any_name_keeps_its_meaning_whatever_the_files_use_for_themselves() {
    the_files_are_as_expected("names");
}

#[test]
fn a_setting_gives_each_thread_an_instance() {
    for (name, file, package) in [
        ("classes_and_names", "__init__.py", "__name__"),
        ("everything", "_extension.py", "__package__"),
    ] {
        let interface = interface(&folder("python").join(format!("{name}.json")));
        let files = files(&interface, "0.1.0", Instances::PerThread);
        let all: Vec<&String> = files.iter().map(|(path, _)| path).collect();
        let text = files.iter().find(|(path, _)| path == file);
        let (_, text) = text.unwrap_or_else(|| panic!("{all:?}"));
        let expected = format!("    name={package},\n    instances=\"per-thread\",\n)\n");
        assert!(text.contains(&expected), "{text}");
    }
}
