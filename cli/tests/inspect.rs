//! `cargo pyext inspect`: what it shows of a module, and that nothing in a module reaches the terminal as it is.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;

use cargo_pyext::escape::is_unsafe;
use cargo_pyext::inspect::inspect;
use cargo_pyext::manifest::Instances;
use pyext_abi::interface::Interface;
use serde_json::{Value, json};

use support::linked::{finished, interface};
use support::{Expected, cargo_pyext, folder, modules, outcome};

/// An extension with every kind of type, constants, submodules, errors.
fn everything() -> Vec<u8> {
    finished(&interface(&folder("python").join("everything.json")))
}

#[test]
fn every_kind_of_type_and_signature_is_shown() {
    let mut expected = Expected::default();
    let text = inspect(&everything()).unwrap().text();
    let (declarations, _) = text.split_once("\nImports\n").unwrap();
    expected.compare(&folder("inspect").join("everything.txt"), declarations);
    expected.finish();
}

#[test]
fn classes_imports_and_what_they_reach_are_shown() {
    let mut expected = Expected::default();
    let wasm = finished(&interface(&folder("python").join("objects.json")));
    let inspected = inspect(&wasm).unwrap();
    let text = inspected.text();
    let (shown, _) = text.split_once("\nMemory\n").unwrap();
    expected.compare(&folder("inspect").join("objects.txt"), shown);
    expected.finish();
    let value = inspected.json();
    let signatures = value["signatures"].as_array().unwrap();
    let add = "def Counter.add(self, by: int, /, twice: bool = False) -> int";
    assert!(signatures.contains(&json!(add)), "{value}");
    let names = |wasm: &[u8]| {
        let value = inspect(wasm).unwrap().json();
        let all = value["capabilities"].as_array().unwrap().clone();
        all.iter().map(|c| c["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&wasm), ["host/Store"]);
    let services = modules(&folder("check"));
    let (_, services) = services
        .iter()
        .find(|(name, _)| name == "good_classes")
        .unwrap();
    let all = [
        "clock.monotonic",
        "clock.now",
        "host/Store",
        "log",
        "random",
        "stdout",
    ];
    assert_eq!(names(services), all);
}

#[test]
fn documentation_is_escaped_wherever_it_stands() {
    let path = folder("python").join("everything.json");
    let mut json: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    fn spoil(value: &mut Value) -> usize {
        match value {
            Value::Object(object) => {
                let docs = object
                    .get_mut("docs")
                    .map(|docs| *docs = json!("\u{1b}[31m\u{202e}"));
                usize::from(docs.is_some()) + object.values_mut().map(spoil).sum::<usize>()
            }
            Value::Array(items) => items.iter_mut().map(spoil).sum(),
            _ => 0,
        }
    }
    let spoilt = spoil(&mut json);
    let interface = Interface::parse(json.to_string().as_bytes()).unwrap();
    let text = inspect(&finished(&interface)).unwrap().text();
    assert!(!text.replace('\n', "").contains(is_unsafe), "{text}");
    assert_eq!(text.matches(r"\u{1b}[31m\u{202e}").count(), spoilt);
}

#[test]
fn json_has_the_interface_with_its_types_constants_and_submodules() {
    let wasm = everything();
    let value = inspect(&wasm).unwrap().json();
    let interface = &value["interface"];
    assert_eq!(
        interface["modules"][0],
        json!({"name": "geometry", "docs": "Points and shapes."})
    );
    assert_eq!(interface["types"][1]["base"], "ValueError");
    assert_eq!(interface["constants"][0]["value"], 100);
    assert_eq!(
        interface["functions"][3]["raises"],
        json!({"named": "LookupFault"})
    );
    let signature = "def join(*words: str, separator: str = \" \", **replaced: str) -> str";
    assert!(
        value["signatures"]
            .as_array()
            .unwrap()
            .contains(&json!(signature)),
        "{value}"
    );
}

#[test]
fn the_text_is_as_expected() {
    let folder = folder("inspect");
    let mut expected = Expected::default();
    for (name, wasm) in modules(&folder) {
        let text = inspect(&wasm).unwrap().text();
        expected.compare(&folder.join(format!("{name}.txt")), &text);
    }
    expected.finish();
}

#[test]
fn no_character_that_a_terminal_acts_on_is_shown() {
    for (name, wasm) in modules(&folder("inspect")) {
        let text = inspect(&wasm).unwrap().text().replace('\n', "");
        assert!(!text.contains(is_unsafe), "{name}: {text:?}");
    }
}

#[test]
fn the_real_program_escapes_too_and_says_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    for (name, wasm) in modules(&folder("inspect")) {
        fs::write(home.path().join("any.wasm"), &wasm).unwrap();
        let output = cargo_pyext(home.path(), &["inspect", "any.wasm"]).output();
        let (status, out, said) = outcome(&output.unwrap());
        assert_eq!((status, said.as_str()), (0, ""), "{name}");
        assert_eq!(out, inspect(&wasm).unwrap().text(), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error_but_a_reader_that_left_is_none() {
    let home = tempfile::tempdir().unwrap();
    fs::write(
        home.path().join("any.wasm"),
        &modules(&folder("inspect"))[0].1,
    )
    .unwrap();
    for format in ["human", "json"] {
        let mut command = cargo_pyext(
            home.path(),
            &["inspect", "any.wasm", "--message-format", format],
        );
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let (status, _, said) = outcome(&command.stdout(full).output().unwrap());
        assert_eq!(status, 2);
        assert!(
            said.starts_with("error[PX219]: the file cannot be written\n  --> standard output\n"),
            "{said}"
        );

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (status, _, said) = outcome(&command.stdout(writer).output().unwrap());
        assert_eq!((status, said.as_str()), (0, ""));
    }
}

#[test]
fn json_holds_everything_in_one_line_that_is_safe_to_print() {
    let home = tempfile::tempdir().unwrap();
    let run = |wasm: &[u8]| {
        fs::write(home.path().join("any.wasm"), wasm).unwrap();
        let arguments = ["inspect", "any.wasm", "--message-format=json"];
        let (status, out, said) = outcome(&cargo_pyext(home.path(), &arguments).output().unwrap());
        assert_eq!((status, said.as_str()), (0, ""));
        assert!(!out.trim_end().contains(is_unsafe), "{out:?}");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let all = modules(&folder("inspect"));
    let wasm = |name: &str| &all.iter().find(|(n, _)| n == name).unwrap().1;

    let value = run(wasm("extension"));
    assert_eq!(
        value["signatures"],
        json!([
            "def find(numbers: Buffer | Sequence[int], wanted: int) -> int | None",
            "def scale(values: Buffer, factor: float) -> None"
        ])
    );
    assert_eq!(value["interface"]["functions"][0]["name"], "find");
    assert_eq!(value["imports"], json!([]));
    let memory = json!([{"initial_pages": 17, "maximum_pages": 256}]);
    assert_eq!(value["memories"], memory);
    assert_eq!(value["size"], wasm("extension").len());
    assert!(value["gzip"].as_u64().unwrap() > 0);
    let sections = value["sections"].as_array().unwrap();
    assert_eq!(sections[0]["kind"], "type");
    assert_eq!(sections.last().unwrap()["name"], "pyext");

    let value = run(wasm("no_extension"));
    assert_eq!(value["interface"], Value::Null);
    assert_eq!(
        value["imports"][0],
        json!({"module": "wasi_snapshot_preview1", "name": "proc_exit", "kind": "function"})
    );

    // Programs get the names as they are.
    let value = run(wasm("hostile"));
    assert_eq!(value["imports"][0]["name"], "\u{202e}name");
}

#[test]
fn what_is_no_module_is_an_error_that_names_the_file() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("any.wasm"), "hello").unwrap();
    let output = cargo_pyext(home.path(), &["inspect", "any.wasm"]).output();
    let (status, out, said) = outcome(&output.unwrap());
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        said.starts_with("error[PX301]: the file is not WebAssembly\n  --> any.wasm\n"),
        "{said}"
    );
}

/// Runs `inspect` on a file in a folder of its own.
fn run(wasm: &[u8], options: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("any.wasm"), wasm).unwrap();
    let arguments = [&["inspect", "any.wasm"], options].concat();
    outcome(&cargo_pyext(home.path(), &arguments).output().unwrap())
}

fn module(name: &str) -> Vec<u8> {
    let all = modules(&folder("inspect"));
    all.into_iter().find(|(n, _)| n == name).unwrap().1
}

#[test]
fn the_stubs_are_those_of_the_wheel_each_behind_its_name_if_there_are_several() {
    let (status, out, said) = run(&everything(), &["--python"]);
    assert_eq!((status, said.as_str()), (0, ""));
    let interface = interface(&folder("python").join("everything.json"));
    let version = interface.version.clone().unwrap();
    let files = cargo_pyext::wheel::python::files(&interface, &version, Instances::Shared);
    let stubs: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".pyi"))
        .collect();
    assert!(stubs.len() > 1);
    for (path, text) in stubs {
        assert!(out.contains(&format!("# {path}\n{text}")), "{path}: {out}");
    }
    let (_, out, _) = run(&module("extension"), &["--python"]);
    assert!(out.starts_with("# Types of what "), "{out}");
    let (status, told, _) = run(&module("extension"), &["--python", "--message-format=json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((status, told), (0, json!({"python": out})));
}

#[test]
#[cfg(feature = "component")]
fn wit_is_what_the_command_of_that_name_says_also_of_the_extension_in_a_component() {
    let wasm = module("extension");
    let (status, out, said) = run(&wasm, &["--wit"]);
    assert_eq!((status, said.as_str()), (0, ""));
    assert_eq!(out, cargo_pyext::component::text(&wasm).unwrap());
    let (_, told, _) = run(&wasm, &["--wit", "--message-format=json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told, json!({"wit": out}));
    let (status, out, said) = run(&module("component"), &["--wit"]);
    assert_eq!((status, said.as_str()), (0, ""));
    assert!(out.contains("world demo"), "{out}");
}

#[test]
fn what_has_no_interface_has_neither_stubs_nor_wit() {
    for option in ["--python", "--wit"] {
        let (status, out, said) = run(&module("no_extension"), &[option]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(
            said.starts_with("error[PX306]: the module has no interface\n  --> any.wasm\n"),
            "{said}"
        );
    }
}

#[test]
fn offsets_become_functions_and_one_in_none_is_status_1() {
    let named =
        wat::parse_str("(module (func $_ZN6fastmd5parse17h0123456789abcdefE nop nop))").unwrap();
    let at = named
        .windows(2)
        .position(|two| two == [0x01, 0x01])
        .unwrap();
    let offset = format!("{at:#x}");
    let (status, out, said) = run(&named, &["--addr", &offset]);
    assert_eq!((status, said.as_str()), (0, ""));
    assert_eq!(
        out,
        format!("{offset}  `fastmd::parse` (crate `fastmd`) +0x1, function 0\n")
    );
    let (status, out, _) = run(&named, &["--addr", &offset, "0x1", "--message-format=json"]);
    assert_eq!(status, 1);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        value,
        json!({"addresses": [
            {"offset": at, "in": {"index": 0, "function": "fastmd::parse", "crate": "fastmd", "offset": 1}},
            {"offset": 1, "in": null}]})
    );
    let bare = wat::parse_str("(module (func nop nop))").unwrap();
    let (_, _, said) = run(&bare, &["--addr", &offset]);
    assert!(
        said.starts_with("note: the module has no names of functions; "),
        "{said}"
    );
    let (status, _, said) = run(&named, &["--addr", "parse"]);
    assert_eq!(status, 2);
    assert!(
        said.contains("an offset is a number such as 0x1a2b"),
        "{said}"
    );
}

#[test]
fn one_kind_of_output_is_chosen() {
    let (status, _, said) = run(&everything(), &["--python", "--addr", "1"]);
    assert_eq!(status, 2);
    assert!(said.contains("cannot be used with"), "{said}");
}
