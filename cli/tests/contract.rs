//! Contracts: what `check --interface` finds, and what `new --interface` begins.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use support::linked::{finished, interface};
use support::{Expected, cargo_pyext, folder, outcome};

fn run(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    outcome(&cargo_pyext(home, arguments).output().unwrap())
}

#[test]
fn a_plugin_that_does_not_keep_its_contract_has_a_finding_for_each_difference() {
    let home = tempfile::tempdir().unwrap();
    let contract = folder("contract").join("plugin.json");
    let text = fs::read_to_string(&contract).unwrap();
    fs::write(home.path().join("app.json"), &text).unwrap();
    fs::write(
        home.path().join("good.wasm"),
        finished(&interface(&contract)),
    )
    .unwrap();
    let (status, _, said) = run(
        home.path(),
        &["check", "good.wasm", "--interface", "app.json"],
    );
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("nothing is wrong"), "{said}");

    let mut other: Value = serde_json::from_str(&text).unwrap();
    other["functions"]
        .as_array_mut()
        .unwrap()
        .retain(|f| f["name"] != "texts");
    other["functions"][2]["params"][1]["type"] = json!("u16");
    other["functions"][0]["params"][0]["name"] = json!("g");
    fs::write(home.path().join("other.json"), other.to_string()).unwrap();
    let plugin = finished(&interface(&home.path().join("other.json")));
    fs::write(home.path().join("bad.wasm"), plugin).unwrap();
    // Another extension is a contract as good as any.
    for file in ["app.json", "good.wasm"] {
        let arguments = [
            "check",
            "bad.wasm",
            "--interface",
            file,
            "--message-format=json",
        ];
        let (status, out, _) = run(home.path(), &arguments);
        assert_eq!(status, 1);
        let found: Value = serde_json::from_str(&out).unwrap();
        let found: Vec<&str> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["code"].as_str().unwrap())
            .collect();
        assert_eq!(found, ["PX341", "PX342", "PX343", "PX340"]);
    }
    let (status, _, said) = run(
        home.path(),
        &["check", "bad.wasm", "--interface", "app.json"],
    );
    assert_eq!(status, 1);
    let mut expected = Expected::default();
    expected.compare(&folder("contract").join("findings.txt"), &said);
    expected.finish();

    fs::write(home.path().join("none.json"), "{]").unwrap();
    let (status, _, said) = run(
        home.path(),
        &["check", "bad.wasm", "--interface", "none.json"],
    );
    assert_eq!(status, 2);
    assert!(said.starts_with("error[PX921]"), "{said}");
}

#[test]
fn a_plugin_is_begun_with_all_that_the_contract_asks_for() {
    let home = tempfile::tempdir().unwrap();
    let contract = folder("contract").join("plugin.json");
    let path = contract.display().to_string();
    let (status, _, said) = run(
        home.path(),
        &["new", "loud", "--interface", &path, "--vcs=none"],
    );
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("cargo pyext check --interface contract.json"),
        "{said}"
    );
    let mut expected = Expected::default();
    for (file, kept) in [
        ("src/lib.rs", "lib.txt"),
        ("tests/test_loud.py", "test.txt"),
    ] {
        let text = fs::read_to_string(home.path().join("loud").join(file)).unwrap();
        expected.compare(&folder("contract").join(kept), &text);
    }
    expected.finish();
    let copy = interface(&home.path().join("loud/contract.json"));
    assert_eq!(copy, interface(&contract));
}

#[test]
fn what_rust_has_no_beginning_for_is_an_error_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let method = json!({"name": "C.m", "role": "method", "params": [{"name": "self", "type": {"borrow": "C"}, "kind": "positional"}]});
    let function =
        |params: Value, result: Value| json!({"name": "f", "params": params, "result": result});
    for (types, functions, constants, why) in [
        (
            json!([{"name": "C", "kind": "class"}]),
            method,
            json!([]),
            "classes",
        ),
        (
            json!([]),
            function(json!([{"name": "crate", "type": "u8"}]), json!("u8")),
            json!([]),
            "Rust has no name",
        ),
        (
            json!([]),
            function(json!([]), json!({"set": "f64"})),
            json!([]),
            "floats",
        ),
        (
            json!([]),
            function(json!([]), json!({"result": ["u8", "u8"]})),
            json!([]),
            "cannot fail",
        ),
        (
            json!([{"name": "E", "kind": "enum", "cases": [{"name": "A", "value": 0}]}]),
            function(json!([]), json!("u8")),
            json!([{"name": "X", "type": {"named": "E"}, "value": "A"}]),
            "no constants of the type of X",
        ),
    ] {
        let contract = json!({"abi": 1, "sdk": "test", "name": "a", "types": types, "constants": constants, "functions": [functions]});
        fs::write(home.path().join("app.json"), contract.to_string()).unwrap();
        let (status, _, said) = run(home.path(), &["new", "loud", "--interface", "app.json"]);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.starts_with("error[PX510]: ") && said.contains(why),
            "{said}"
        );
        assert!(!home.path().join("loud").exists());
    }
    let arguments = [
        "new",
        "loud",
        "--interface",
        "app.json",
        "--template",
        "plugin",
    ];
    assert_eq!(run(home.path(), &arguments).0, 2);
}
