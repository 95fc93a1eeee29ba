//! One function for each reader of foreign bytes: what it must hold for any of them. libFuzzer calls them, and so does the test
//! `cli/tests/corpus.rs` on a stable toolchain.

use cargo_pyext::build::link::{Wanted, link};
use cargo_pyext::check::check;
use cargo_pyext::diff::{Source, compare, lock_text};
use cargo_pyext::inspect::{addresses, extension, inspect, stubs};
use cargo_pyext::manifest::Manifest;
use cargo_pyext::policy::Policy;
use cargo_pyext::wheel::pyproject::Project;
use pyext_abi::interface::{Interface, parse_records};

/// A function, and what it is called.
pub type Target = (&'static str, fn(&[u8]));

/// All of them, by the names of their targets and of the folders of the corpus.
pub const TARGETS: [Target; 8] = [
    ("component", component),
    ("interface", interface),
    ("lock", lock),
    ("manifest", manifest),
    ("module", module),
    ("policy", policy),
    ("pyproject", pyproject),
    ("records", records),
];

/// Any file: check and inspect judge it, and what check accepts inspect can show.
pub fn module(bytes: &[u8]) {
    let accepted = check(bytes, None).findings.is_empty();
    match inspect(bytes) {
        Ok(inspection) => {
            let _ = inspection.text();
            let _ = inspection.json();
            let _ = addresses(bytes, None, &[0, 64, 512, u64::MAX]);
        }
        Err(error) => assert!(!accepted, "{error}"),
    }
    let wanted = Wanted {
        crate_name: "demo",
        module_name: "demo",
        version: "1.0.0",
        keep_names: true,
    };
    if let Ok(linked) = link(bytes, &wanted) {
        assert!(inspect(&linked.wasm).is_ok());
    }
}

/// A component: what is in it is shown, and it is never taken for a module.
pub fn component(bytes: &[u8]) {
    if let Ok(inspection) = inspect(bytes) {
        let _ = inspection.text();
        let _ = inspection.json();
    }
    let inner = extension(bytes);
    assert!(inner.len() <= bytes.len());
    if inner.len() < bytes.len() {
        assert!(inspect(inner).is_ok());
        assert!(!check(bytes, None).findings.is_empty());
    }
}

/// The interface section: whatever is accepted survives the way to text and back, and has stubs.
pub fn interface(bytes: &[u8]) {
    if let Ok(interface) = Interface::parse(bytes) {
        let json = interface.to_json().expect("the model is JSON");
        assert!(!stubs(&interface).is_empty());
        assert_eq!(Interface::parse(json.as_bytes()), Ok(interface));
    }
}

/// The record section, as an untrusted object file could hold it.
pub fn records(bytes: &[u8]) {
    let _ = parse_records(bytes);
}

/// What `diff` compares: a lock file, a wheel or a module. It does not differ from itself, nor from its own lock file.
pub fn lock(bytes: &[u8]) {
    if let Ok(interface) = Source::interface(bytes) {
        assert_eq!(compare(&interface, &interface).level(), None);
        let text = lock_text(&interface).expect("the model is JSON");
        assert_eq!(Source::interface(text.as_bytes()), Ok(interface));
    }
}

/// `[package.metadata.pyext]`, as a table of TOML.
pub fn manifest(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(table) = text.parse::<toml::Table>()
        && let Ok(metadata) = serde_json::to_value(&table)
        && let Ok(manifest) = Manifest::parse("demo", &metadata)
    {
        assert!(manifest.full_name().ends_with(&manifest.module_name));
        assert!(manifest.full_name().starts_with(manifest.top()));
    }
}

/// The file of `check --policy`.
pub fn policy(bytes: &[u8]) {
    if let Ok(policy) = Policy::of_text(&String::from_utf8_lossy(bytes)) {
        let _ = policy.judge(b"\0asm\x01\0\0\0");
    }
}

/// pyproject.toml.
pub fn pyproject(bytes: &[u8]) {
    if let Ok(project) = Project::parse(&String::from_utf8_lossy(bytes)) {
        let _ = project.entry_points_text();
    }
}
