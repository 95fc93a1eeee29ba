//! `cargo pyext check`: one small module for every finding, with the whole text of what is said.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::fs;

use cargo_pyext::check::check;
use serde_json::{Value, json};

use support::{Expected, cargo_pyext, folder, linked, modules, outcome};

fn findings(wasm: &[u8]) -> String {
    let findings = check(wasm, None).findings;
    findings.iter().map(|f| format!("{f}\n")).collect()
}

#[test]
fn every_finding_has_its_text() {
    let folder = folder("check");
    let mut expected = Expected::default();
    for (name, wasm) in modules(&folder) {
        expected.compare(&folder.join(format!("{name}.txt")), &findings(&wasm));
    }
    expected.finish();
}

#[test]
fn a_module_has_the_finding_that_it_is_named_after_and_good_ones_have_none() {
    for (name, wasm) in modules(&folder("check")) {
        let found: BTreeSet<&str> = check(&wasm, None).findings.iter().map(|f| f.code).collect();
        if name.starts_with("good") {
            assert!(found.is_empty(), "{name}: {found:?}");
        } else {
            let code = name[..5].to_uppercase();
            assert!(found.contains(&*code), "{name}: {found:?}");
        }
    }
}

#[test]
fn an_extension_with_every_kind_of_type_has_no_findings() {
    let interface = linked::interface(&folder("python").join("everything.json"));
    assert_eq!(check(&linked::finished(&interface), None).findings, []);
}

#[test]
fn every_finding_says_why_and_how_to_mend_it_in_printable_text() {
    for (name, wasm) in modules(&folder("check")) {
        for finding in check(&wasm, None).findings {
            assert!(finding.reason.is_some(), "{name}: {finding}");
            assert!(finding.mend.is_some(), "{name}: {finding}");
            let hidden = finding.to_string().replace('\n', "");
            assert!(!hidden.contains(cargo_pyext::escape::is_unsafe), "{name}");
        }
    }
}

#[test]
fn every_code_of_check_has_a_module_here() {
    let tested: BTreeSet<String> = modules(&folder("check"))
        .iter()
        .filter(|(name, _)| name.starts_with("px"))
        .map(|(name, _)| name[..5].to_uppercase())
        .collect();
    let sources = fs::read_dir(folder("../src/check")).unwrap();
    let sources = sources.map(|file| file.unwrap().path());
    let mut used = BTreeSet::new();
    for file in sources.chain([folder("../src/wasm/not_a_module.rs")]) {
        let text = fs::read_to_string(file).unwrap();
        let codes = text
            .match_indices("\"PX3")
            .map(|(i, _)| text[i + 1..i + 6].to_string());
        used.extend(codes);
    }
    assert_eq!(tested, used);
}

#[test]
fn the_exit_status_is_0_without_findings_1_with_some_and_2_if_there_is_nothing_to_check() {
    let home = tempfile::tempdir().unwrap();
    for (name, wasm) in modules(&folder("check")) {
        fs::write(home.path().join(format!("{name}.wasm")), wasm).unwrap();
    }
    let run = |arguments: &[&str]| outcome(&cargo_pyext(home.path(), arguments).output().unwrap());

    let (status, out, said) = run(&["check", "good.wasm"]);
    assert_eq!((status, out.as_str()), (0, ""));
    assert_eq!(said, "     Checked good.wasm: nothing is wrong\n");

    let (status, out, said) = run(&["validate", "px310_two.wasm"]);
    assert_eq!((status, out.as_str()), (1, ""));
    let text = findings(&fs::read(home.path().join("px310_two.wasm")).unwrap());
    assert_eq!(
        said,
        format!("{text}     Checked px310_two.wasm: 1 finding\n")
    );

    let (status, out, said) = run(&["check", "missing.wasm"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        said.starts_with("error[PX219]: the file cannot be read\n  --> missing.wasm\n"),
        "{said}"
    );

    let (status, _, said) = run(&["check", "--no-such-flag"]);
    assert_eq!(status, 2, "{said}");
}

#[test]
fn json_is_one_object_on_standard_output_and_nothing_else_is_said() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let all = modules(&folder("check"));
        let (_, wasm) = all.iter().find(|(n, _)| n == name).unwrap();
        fs::write(home.path().join(format!("{name}.wasm")), wasm).unwrap();
    };
    write("good");
    write("px316_hostile");
    let run = |file: &str| {
        let arguments = ["check", file, "--message-format", "json"];
        let output = cargo_pyext(home.path(), &arguments).output().unwrap();
        let (status, out, said) = outcome(&output);
        assert_eq!(said, "");
        assert_eq!(out.lines().count(), 1);
        (status, serde_json::from_str::<Value>(&out).unwrap())
    };
    let nothing = json!({"file": "good.wasm", "findings": [], "more": 0});
    assert_eq!(run("good.wasm"), (0, nothing));

    let (status, value) = run("px316_hostile.wasm");
    assert_eq!(status, 1);
    let finding = &value["findings"][0];
    assert_eq!(finding["code"], "PX316");
    for key in ["message", "reason", "mend"] {
        assert!(finding[key].is_string(), "{finding}");
    }
    assert_eq!(finding["place"], Value::Null);
}

#[test]
fn a_file_with_any_number_of_findings_shows_a_hundred_and_counts_the_rest() {
    let home = tempfile::tempdir().unwrap();
    let good = fs::read_to_string(folder("check").join("good.wat")).unwrap();
    let long = "x".repeat(1_000);
    let exports: String = (0..2_000)
        .map(|i| format!("(export \"{i}{long}\" (memory 0))"))
        .collect();
    let text = good.replacen("(func (export", &format!("{exports}(func (export"), 1);
    let wasm = wat::parse_str(text).unwrap();
    fs::write(home.path().join("many.wasm"), wasm).unwrap();
    let run = |arguments: &[&str]| outcome(&cargo_pyext(home.path(), arguments).output().unwrap());

    let (status, _, said) = run(&["check", "many.wasm"]);
    assert_eq!(status, 1);
    assert_eq!(said.matches("error[PX316]").count(), 100);
    assert!(
        said.ends_with("note: and 1900 more\n     Checked many.wasm: 2000 findings\n"),
        "{said}"
    );
    assert!(said.len() < 60_000, "{} bytes", said.len());

    let (status, out, _) = run(&["check", "many.wasm", "--message-format=json"]);
    assert_eq!(status, 1);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["findings"].as_array().unwrap().len(), 100);
    assert_eq!(value["more"], 1900);
    assert!(out.len() < 70_000, "{} bytes", out.len());
}

#[test]
fn a_long_name_in_the_interface_is_cut() {
    let long = "x".repeat(100_000);
    let name = fs::read_to_string(folder("check").join("px308_hostile_name.wat")).unwrap();
    for text in [
        name.replace("\\\"name\\\":\\\"", &format!("\\\"name\\\":\\\"{long}")),
        format!(
            "(module (memory (export \"memory\") 1) (func (export \"{long}\") (export \"{long}\")))"
        ),
    ] {
        let said = findings(&wat::parse_str(text).unwrap());
        assert!(said.len() < 4_000, "{} bytes", said.len());
    }
}
