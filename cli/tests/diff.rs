//! `cargo pyext diff`: what it says of two interfaces, and with which status.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::Path;

use pyext_abi::interface::Interface;
use serde_json::Value;

use support::linked::{finished, interface};
use support::{Expected, cargo_pyext, folder, outcome};

/// An extension with every kind of thing, and a later version of it.
fn two_versions(home: &Path) -> (Interface, Interface) {
    let old = interface(&folder("python").join("everything.json"));
    let text = old.to_json().unwrap();
    let mut new = text.replace("\"version\":\"0.1.0\"", "\"version\":\"0.1.1\"");
    for (before, after) in [
        ("Nearly black.", "Nearly dark."),
        (
            r#"{"name":"GREEN","value":1}"#,
            r#"{"name":"GREEN","value":2}"#,
        ),
        (
            r#""name":"LIMIT","docs":"The most results.","type":"u32","value":100"#,
            r#""name":"LIMIT","docs":"The most results.","type":"u64","value":100"#,
        ),
        (
            r#""name":"fail","type":"bool""#,
            r#""name":"fail","type":"bool","default":false"#,
        ),
        (r#""base":"KeyError""#, r#""base":"ValueError""#),
        (
            r#"{"name":"wait","params":[{"name":"time","type":"duration"}],"result":"duration"}"#,
            r#"{"name":"wake","params":[{"name":"time","type":"duration"}],"result":"duration"}"#,
        ),
        (
            r#"{"name":"at","docs":"Where it is.","type":"u32"}"#,
            r#"{"name":"at","docs":"Where it is.","type":{"option":"u32"}}"#,
        ),
    ] {
        assert!(new.contains(before), "{before}");
        new = new.replace(before, after);
    }
    let new = Interface::parse(new.as_bytes()).unwrap();
    fs::write(home.join("old.wasm"), finished(&old)).unwrap();
    fs::write(
        home.join("new.lock"),
        cargo_pyext::diff::lock_text(&new).unwrap(),
    )
    .unwrap();
    (old, new)
}

#[test]
fn every_change_is_shown_with_its_level_and_the_version_that_it_asks_for() {
    let home = tempfile::tempdir().unwrap();
    two_versions(home.path());
    let run = |arguments: &[&str]| outcome(&cargo_pyext(home.path(), arguments).output().unwrap());
    let (status, out, said) = run(&["diff", "old.wasm", "new.lock"]);
    assert_eq!((status, said.as_str()), (1, ""));
    let mut expected = Expected::default();
    expected.compare(&folder("diff").join("everything.txt"), &out);
    expected.finish();

    let (status, out, _) = run(&["diff", "old.wasm", "new.lock", "--message-format=json"]);
    assert_eq!(status, 1);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["level"], "major");
    assert_eq!(value["wanted_version"], "0.2.0");
    assert_eq!(value["version_is_enough"], false);

    for (reason, status) in [("version", 1), ("any", 1), ("major", 1)] {
        assert_eq!(
            run(&["diff", "old.wasm", "new.lock", "--fail-on", reason]).0,
            status
        );
        let (status, out, _) = run(&["diff", "old.wasm", "old.wasm", "--fail-on", reason]);
        assert_eq!(
            (status, out.as_str()),
            (0, "The interfaces are the same.\n")
        );
    }
}

#[test]
fn what_holds_no_interface_or_another_extension_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let (old, _) = two_versions(home.path());
    let other = old
        .to_json()
        .unwrap()
        .replace("\"name\":\"everything\"", "\"name\":\"other\"");
    fs::write(home.path().join("other.lock"), other).unwrap();
    fs::write(home.path().join("broken.lock"), "{]").unwrap();
    fs::write(home.path().join("broken.whl"), "PK").unwrap();
    fs::write(home.path().join("app.py"), "class Plugin: ...").unwrap();
    let said = |file: &str| {
        let output = cargo_pyext(home.path(), &["diff", "old.wasm", file]).output();
        let (status, out, said) = outcome(&output.unwrap());
        assert_eq!((status, out.as_str()), (2, ""));
        said
    };
    assert_eq!(
        said("other.lock"),
        "error[PX922]: these are two extensions: `everything` and `other`\n  --> old.wasm\n      other.lock\n  \
         = help: compare two versions of one extension\n"
    );
    assert!(said("broken.lock").starts_with(
        "error[PX921]: the file holds no interface that can be read\n  --> broken.lock\n  = note: "
    ));
    assert!(said("broken.whl").contains("error[PX921]"));
    assert!(said("app.py").starts_with(
        "error[PX921]: the file holds no interface that can be read\n  --> app.py\n  \
         = note: it does not begin as WebAssembly, a ZIP archive or JSON does\n  = help: give a .wasm, a wheel, "
    ));
    assert!(said("no.wasm").starts_with("error[PX219]: the file cannot be read\n  --> no.wasm\n"));
}
