//! `cargo pyext check --policy` and `size` on files of others.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;

use serde_json::Value;

use support::linked::{finished, interface};
use support::{cargo_pyext, folder, outcome};

#[test]
fn a_policy_judges_files_of_others_with_status_1() {
    let home = tempfile::tempdir().unwrap();
    let wasm = finished(&interface(&folder("python").join("everything.json")));
    fs::write(home.path().join("a.wasm"), &wasm).unwrap();
    let run = |policy: &str, more: &[&str]| {
        fs::write(home.path().join("limits.toml"), policy).unwrap();
        let arguments = [&["check", "a.wasm", "--policy", "limits.toml"], more].concat();
        outcome(&cargo_pyext(home.path(), &arguments).output().unwrap())
    };
    let (status, _, said) = run("max-size = \"1 MB\"\nallowed-imports = []\n", &[]);
    assert_eq!(status, 0, "{said}");
    let (status, out, said) = run("max-size = 100\n", &[]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(
        said.starts_with("error[PX330]: the module is too large: "),
        "{said}"
    );
    assert!(said.ends_with("Checked a.wasm: 1 finding\n"), "{said}");
    let (status, out, _) = run("max-size = 100\n", &["--message-format=json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (status, &answer["findings"][0]["code"]),
        (1, &Value::from("PX330"))
    );

    let (status, _, said) = run("max-sise = 100\n", &[]);
    assert_eq!(
        (status, said.as_str()),
        (
            2,
            "error[PX325]: the file is no policy\n  --> limits.toml\n  = note: it has the unknown key `max-sise`\n  \
             = help: its keys are `allowed-imports`, `max-gzip-size`, `max-memory`, `max-size`, `wasmtime`\n"
        )
    );
    assert!(
        run("max-size", &[])
            .2
            .starts_with("error[PX325]: the file is no policy\n")
    );
    assert!(
        run("max-size = true", &[])
            .2
            .starts_with("error[PX402]: `max-size` ")
    );
}

#[test]
fn size_tells_sections_and_functions_of_any_module() {
    let home = tempfile::tempdir().unwrap();
    let text =
        "(module (func $_ZN4core3fmt5write17h0123456789abcdefE nop) (func (export \"f\") nop nop))";
    fs::write(home.path().join("a.wasm"), wat::parse_str(text).unwrap()).unwrap();
    let (status, out, said) = outcome(
        &cargo_pyext(home.path(), &["size", "a.wasm"])
            .output()
            .unwrap(),
    );
    assert_eq!((status, said.as_str()), (0, ""));
    for part in [
        "\nSections\n",
        "\nCode by crate\n",
        "  core::fmt::write\n",
        "  f\n",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    fs::write(home.path().join("a.wasm"), "text").unwrap();
    let (status, out, said) = outcome(
        &cargo_pyext(home.path(), &["size", "a.wasm"])
            .output()
            .unwrap(),
    );
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        said.starts_with("error[PX301]: the file is not WebAssembly\n  --> a.wasm\n"),
        "{said}"
    );
}

#[test]
fn a_policy_says_how_old_a_wasmtime_may_be() {
    let home = tempfile::tempdir().unwrap();
    let all = support::modules(&folder("check"));
    let (_, wasm) = all
        .iter()
        .find(|(name, _)| name == "px304_wide_arithmetic")
        .unwrap();
    fs::write(home.path().join("a.wasm"), wasm).unwrap();
    let run = |policy: &str| {
        fs::write(home.path().join("limits.toml"), policy).unwrap();
        let arguments = ["check", "a.wasm", "--policy", "limits.toml"];
        outcome(&cargo_pyext(home.path(), &arguments).output().unwrap())
    };
    assert_eq!(run("wasmtime = \">=49\"").0, 0);
    for policy in ["", "wasmtime = \">=48\""] {
        let (status, _, said) = run(policy);
        assert_eq!(status, 1);
        assert!(said.starts_with("error[PX304]: "), "{said}");
    }
    let (status, _, said) = run("wasmtime = 47");
    assert_eq!(status, 2);
    assert!(said.starts_with("error[PX402]: `wasmtime` in "), "{said}");
}
