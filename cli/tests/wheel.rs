//! Wheels: what is in them, byte for byte, from a hand-made interface and a crate made for the test.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cargo_metadata::Metadata;
use cargo_pyext::manifest::Manifest;
use cargo_pyext::shell::{Shell, Verbosity};
use cargo_pyext::wheel::distribution::Distribution;
use cargo_pyext::wheel::{Input, Wheel, pack};
use pyext_abi::interface::Interface;
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

const WASM: &[u8] = b"\0asm\x01\0\0\0";

const INTERFACE: &str = r#"{"abi":1,"sdk":"0.1.0","name":"fast_md","version":"1.0.0-beta.1","docs":"Markdown, fast.",
    "functions":[
    {"name":"find","docs":"Finds a number.\n\nGives `None` if \"\"\" there is none.","params":[
        {"name":"numbers","type":{"list":"s64"}},{"name":"wanted","type":"s64"}],
        "result":{"option":"u32"}},
    {"name":"to_html","params":[{"name":"markdown","type":"string"}],"result":"string","raises":"unit"}]}"#;

/// A crate with one dependency that is linked and one that is not.
fn write_crate(home: &Path) {
    let write = |path: &str, text: &str| {
        let path = home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "main/Cargo.toml",
        r#"
[package]
name = "Fast-MD"
version = "1.0.0-beta.1"
edition = "2024"
authors = ["Ada <ada@example.org>", "Nobody"]
description = """Markdown,
  fast.
Name: evil"""
license = "MIT/Apache-2.0"
readme = "README.md"
keywords = ["markdown", "html"]
repository = "https://example.org/fast-md"

[package.metadata.pyext]
module-name = "fast_md"

[dependencies]
linked = { path = "../linked" }

[build-dependencies]
tool = { path = "../tool" }

[workspace]
"#,
    );
    write("main/src/lib.rs", "");
    write("main/build.rs", "fn main() {}");
    write("main/LICENSE-MIT", "MIT text");
    write("main/README.md", "# Fast\r\n\r\nText, Grüße\r\n");
    for name in ["linked", "tool"] {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.3.0\"\nedition = \"2024\"\nlicense = \"BSD-3-Clause\"\n[workspace]\n"
        );
        write(&format!("{name}/Cargo.toml"), &manifest);
        write(&format!("{name}/src/lib.rs"), "");
        write(&format!("{name}/COPYING"), &format!("text of {name}"));
        write(&format!("{name}/LICENSE"), "MIT text");
    }
}

fn metadata(home: &Path) -> Metadata {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--format-version",
            "1",
            "--filter-platform",
        ])
        .args(["wasm32-unknown-unknown", "--manifest-path"])
        .arg(home.join("main/Cargo.toml"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn pack_in(home: &Path) -> Wheel {
    write_crate(home);
    let metadata = metadata(home);
    let package = metadata.root_package().unwrap();
    let manifest = Manifest::read(package).unwrap();
    let distribution =
        Distribution::read(package, &manifest, &Shell::new(Verbosity::Quiet)).unwrap();
    let interface = Interface::parse(INTERFACE.as_bytes()).unwrap();
    let input = Input {
        wasm: WASM,
        interface: &interface,
        package,
        metadata: &metadata,
        distribution: &distribution,
    };
    pack(&input).unwrap()
}

/// A wheel, unpacked in the order of its archive.
struct Unpacked {
    files: Vec<(String, String)>,
}

impl Unpacked {
    fn of_a_test_crate() -> Unpacked {
        let home = tempfile::tempdir().unwrap();
        let wheel = pack_in(home.path());
        let mut zip = ZipArchive::new(Cursor::new(wheel.bytes)).unwrap();
        let files = (0..zip.len())
            .map(|i| {
                let mut file = zip.by_index(i).unwrap();
                let mut content = Vec::new();
                file.read_to_end(&mut content).unwrap();
                (file.name().to_string(), String::from_utf8(content).unwrap())
            })
            .collect();
        Unpacked { files }
    }

    fn text(&self, path: &str) -> &str {
        let file = self.files.iter().find(|(name, _)| name == path);
        file.map_or_else(|| panic!("{path} is missing"), |(_, text)| text)
    }
}

#[test]
fn the_file_name_has_the_normal_forms_of_name_and_version() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(
        pack_in(home.path()).file_name,
        "fast_md-1.0.0b1-py3-none-any.whl"
    );
}

#[test]
fn the_same_sources_give_the_same_bytes_also_in_another_folder() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let wheel = pack_in(one.path());
    assert_eq!(wheel, pack_in(one.path()));
    assert_eq!(wheel, pack_in(two.path()));
    let folder = one.path().file_name().unwrap().to_str().unwrap().as_bytes();
    assert!(
        !wheel
            .bytes
            .windows(folder.len())
            .any(|window| window == folder)
    );
}

#[test]
fn a_wheel_holds_the_package_the_runtime_and_the_metadata_and_nothing_else() {
    let wheel = Unpacked::of_a_test_crate();
    let names: Vec<&str> = wheel.files.iter().map(|(name, _)| name.as_str()).collect();
    let (package, dist_info): (Vec<&str>, Vec<&str>) =
        names.iter().partition(|name| name.starts_with("fast_md/"));
    let (runtime, package): (Vec<&str>, Vec<&str>) = package
        .iter()
        .partition(|name| name.starts_with("fast_md/_pyext_host/"));
    assert_eq!(
        package,
        [
            "fast_md/__init__.py",
            "fast_md/__init__.pyi",
            "fast_md/fast_md.wasm",
            "fast_md/py.typed"
        ]
    );
    assert!(runtime.contains(&"fast_md/_pyext_host/__init__.py"));
    assert!(runtime.contains(&"fast_md/_pyext_host/py.typed"));
    assert!(
        runtime
            .iter()
            .all(|name| name.ends_with(".py") || name.ends_with("/py.typed")),
        "{runtime:?}"
    );
    assert_eq!(
        dist_info,
        [
            "fast_md-1.0.0b1.dist-info/METADATA",
            "fast_md-1.0.0b1.dist-info/WHEEL",
            "fast_md-1.0.0b1.dist-info/licenses/LICENSE-MIT",
            "fast_md-1.0.0b1.dist-info/licenses/LINKED-PACKAGES.txt",
            "fast_md-1.0.0b1.dist-info/licenses/linked-0.3.0/COPYING",
            "fast_md-1.0.0b1.dist-info/sboms/fast_md.cdx.json",
            "fast_md-1.0.0b1.dist-info/RECORD",
        ]
    );
    assert!(
        names
            .iter()
            .take_while(|name| name.starts_with("fast_md/"))
            .count()
            == names.len() - dist_info.len()
    );
    assert_eq!(wheel.text("fast_md/fast_md.wasm").as_bytes(), WASM);
    assert_eq!(
        wheel.text("fast_md-1.0.0b1.dist-info/licenses/linked-0.3.0/COPYING"),
        "text of linked"
    );
}

#[test]
fn a_licence_text_stands_once_and_a_list_says_whose_it_is() {
    let wheel = Unpacked::of_a_test_crate();
    assert_eq!(
        wheel.text("fast_md-1.0.0b1.dist-info/licenses/LINKED-PACKAGES.txt"),
        "Packages that are linked into the module of Fast-MD, and their licences.

linked 0.3.0: BSD-3-Clause
    linked-0.3.0/COPYING
    LICENSE-MIT
"
    );
}

#[test]
fn the_runtime_is_that_of_the_repository() {
    let wheel = Unpacked::of_a_test_crate();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.file_name().unwrap().to_str().unwrap();
            let vendored = wheel.text(&format!("fast_md/_pyext_host/{name}"));
            let original = fs::read_to_string(&path).unwrap();
            // What users meet is whole; the rest is the same program without what readers need.
            let public = [
                "__init__.py",
                "errors.py",
                "extension.py",
                "limits.py",
                "outcome.py",
                "wiping.py",
            ];
            if public.contains(&name) {
                assert_eq!(vendored, original);
            } else {
                assert!(vendored.len() < original.len(), "{name}");
                assert!(!vendored.contains("\n#"), "{name}");
            }
        }
    }
}

#[test]
fn every_file_has_the_same_time_and_mode() {
    let home = tempfile::tempdir().unwrap();
    let mut zip = ZipArchive::new(Cursor::new(pack_in(home.path()).bytes)).unwrap();
    for i in 0..zip.len() {
        let file = zip.by_index(i).unwrap();
        assert_eq!(file.unix_mode(), Some(0o100_644), "{}", file.name());
        assert_eq!(file.compression(), zip::CompressionMethod::Deflated);
        let time = file.last_modified().unwrap();
        assert_eq!(
            (time.year(), time.month(), time.day(), time.hour()),
            (1980, 1, 1, 0)
        );
    }
}

#[test]
fn the_record_lists_every_file_with_its_hash_and_size() {
    let wheel = Unpacked::of_a_test_crate();
    let record = wheel.text("fast_md-1.0.0b1.dist-info/RECORD");
    let lines: Vec<&str> = record.lines().collect();
    assert_eq!(lines.len(), wheel.files.len());
    for ((name, content), line) in wheel.files.iter().zip(lines) {
        if name.ends_with("/RECORD") {
            assert_eq!(line, format!("{name},,"));
        } else {
            let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(content));
            assert_eq!(line, format!("{name},sha256={hash},{}", content.len()));
        }
    }
}

#[test]
fn the_metadata_says_what_the_manifest_says() {
    let wheel = Unpacked::of_a_test_crate();
    assert_eq!(
        wheel.text("fast_md-1.0.0b1.dist-info/METADATA"),
        "Metadata-Version: 2.4
Name: Fast-MD
Version: 1.0.0b1
Summary: Markdown, fast. Name: evil
Keywords: markdown,html
Author: Nobody
Author-email: Ada <ada@example.org>
License-Expression: MIT OR Apache-2.0
License-File: LICENSE-MIT
License-File: LINKED-PACKAGES.txt
License-File: linked-0.3.0/COPYING
Project-URL: Repository, https://example.org/fast-md
Requires-Python: >=3.9
Requires-Dist: wasmtime>=36; sys_platform != \"emscripten\"
Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM

# Fast

Text, Grüße
"
    );
    assert_eq!(
        wheel.text("fast_md-1.0.0b1.dist-info/WHEEL"),
        format!(
            "Wheel-Version: 1.0\nGenerator: cargo-pyext {}\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            env!("CARGO_PKG_VERSION")
        )
    );
}

#[test]
fn the_module_loads_the_extension_and_names_its_functions() {
    let wheel = Unpacked::of_a_test_crate();
    assert_eq!(
        wheel.text("fast_md/__init__.py"),
        r#"# Loads fast_md.wasm and offers what it has. Written by cargo-pyext.
from os import path as _path

from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import PanicError as PanicError
from ._pyext_host import TrapError as TrapError
from ._pyext_host import load as _load

__all__ = ["ExtensionError", "PanicError", "TrapError", "find", "to_html"]
__version__ = "1.0.0b1"

_extension = _load(_path.join(_path.dirname(__file__), "fast_md.wasm"), name=__name__)
__doc__ = _extension.__doc__

find = _extension.find
to_html = _extension.to_html
"#
    );
}

#[test]
fn the_stub_has_types_and_documentation() {
    let wheel = Unpacked::of_a_test_crate();
    assert_eq!(
        wheel.text("fast_md/__init__.pyi"),
        r#"# Types of what fast_md offers. Written by cargo-pyext.
"""Markdown, fast."""

from collections.abc import Sequence

from ._pyext_host import Extension as _Extension
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import PanicError as PanicError
from ._pyext_host import TrapError as TrapError
from ._pyext_host.hints import Buffer

__all__ = ["ExtensionError", "PanicError", "TrapError", "find", "to_html"]
__version__: str
_extension: _Extension

def find(numbers: Buffer | Sequence[int], wanted: int) -> int | None:
    """Finds a number.

    Gives `None` if ""\" there is none.
    """

def to_html(markdown: str) -> str: ...
"#
    );
}

#[test]
fn the_bill_of_materials_lists_what_is_linked_and_only_that() {
    let wheel = Unpacked::of_a_test_crate();
    let sbom: Value =
        serde_json::from_str(wheel.text("fast_md-1.0.0b1.dist-info/sboms/fast_md.cdx.json"))
            .unwrap();
    assert_eq!(sbom["bomFormat"], "CycloneDX");
    assert_eq!(
        sbom["metadata"]["component"]["purl"],
        "pkg:pypi/fast-md@1.0.0b1"
    );
    let references = |list: &Value, key: &str| -> Vec<String> {
        let list = list.as_array().unwrap();
        list.iter()
            .map(|item| item[key].as_str().unwrap().to_string())
            .collect()
    };
    assert_eq!(
        references(&sbom["components"], "bom-ref"),
        [
            "pkg:cargo/Fast-MD@1.0.0-beta.1",
            "pkg:cargo/linked@0.3.0",
            "pyext-host"
        ]
    );
    assert_eq!(
        sbom["components"][1]["licenses"][0]["expression"],
        "BSD-3-Clause"
    );
    assert_eq!(
        references(&sbom["dependencies"], "ref"),
        [
            "pkg:pypi/fast-md@1.0.0b1",
            "pkg:cargo/Fast-MD@1.0.0-beta.1",
            "pkg:cargo/linked@0.3.0",
            "pyext-host"
        ]
    );
    assert_eq!(
        sbom["dependencies"][1]["dependsOn"][0],
        "pkg:cargo/linked@0.3.0"
    );
}

#[test]
fn the_oldest_engine_is_that_of_the_host() {
    use cargo_pyext::wasm::features::OLDEST;
    use cargo_pyext::wheel::metadata::requires_dist;

    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../host/pyproject.toml");
    let manifest: toml::Table = fs::read_to_string(manifest).unwrap().parse().unwrap();
    let dependencies = manifest["project"]["dependencies"].as_array().unwrap();
    assert_eq!(dependencies.len(), 1);
    assert_eq!(
        dependencies[0].as_str(),
        Some(requires_dist(OLDEST).as_str())
    );
}

/// The stub of an interface with these functions.
fn stub_of(functions: &str) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    write_crate(home.path());
    let metadata = metadata(home.path());
    let package = metadata.root_package().unwrap();
    let manifest = Manifest::read(package).unwrap();
    let distribution =
        Distribution::read(package, &manifest, &Shell::new(Verbosity::Quiet)).unwrap();
    let json = format!(r#"{{"abi":1,"sdk":"0.1.0","name":"fast_md","functions":{functions}}}"#);
    let interface = Interface::parse(json.as_bytes()).unwrap();
    let input = Input {
        wasm: WASM,
        interface: &interface,
        package,
        metadata: &metadata,
        distribution: &distribution,
    };
    let wheel = pack(&input).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(wheel.bytes)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    (text("fast_md/__init__.py"), text("fast_md/__init__.pyi"))
}

#[test]
fn an_export_may_have_any_name_that_the_generated_files_use() {
    let functions: Vec<String> = ["Buffer", "_extension", "_load", "int", "list"]
        .iter()
        .map(|name| format!(r#"{{"name":"{name}","params":[{{"name":"x","type":{{"list":"u8"}}}}],"result":{{"list":"u8"}}}}"#))
        .collect();
    let (module, stub) = stub_of(&format!("[{}]", functions.join(",")));
    assert!(
        module.contains("from ._pyext_host import load as _load_\n"),
        "{module}"
    );
    assert!(
        module.contains("\n_extension_ = _load_(_path.join("),
        "{module}"
    );
    assert!(module.contains("\n_load = _extension_._load\n"), "{module}");
    assert!(stub.contains("import builtins as _builtins\n"), "{stub}");
    assert!(
        stub.contains("from ._pyext_host.hints import Buffer as _Buffer\n"),
        "{stub}"
    );
    assert!(
        stub.contains("def int(x: _Buffer | Sequence[_builtins.int]) -> bytes: ...\n"),
        "{stub}"
    );
}

#[test]
fn a_stub_imports_only_what_it_uses() {
    let (module, stub) = stub_of(r#"[{"name":"f","params":[]}]"#);
    assert!(
        !stub.contains("Sequence") && !stub.contains("Buffer") && !stub.contains("Some"),
        "{stub}"
    );
    assert!(
        stub.ends_with("\n__version__: str\n_extension: _Extension\n\ndef f() -> None: ...\n"),
        "{stub}"
    );
    assert!(
        !module.contains("Some") && !module.contains("__doc__"),
        "{module}"
    );

    let (module, stub) =
        stub_of(r#"[{"name":"f","params":[],"result":{"option":{"option":"u8"}}}]"#);
    assert!(
        stub.contains("from ._pyext_host import Some as Some\n"),
        "{stub}"
    );
    assert!(
        module.contains("from ._pyext_host import Some as Some\n"),
        "{module}"
    );
    assert!(module.contains("\"Some\""), "{module}");
}

/// What is said of a manifest with these lines in its `[package]`.
fn refusal(package: &str, pyext: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("main");
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/lib.rs"), "").unwrap();
    fs::write(folder.join("latin1.md"), b"\xe9").unwrap();
    let manifest = format!(
        "[workspace]\n[package]\nedition = \"2024\"\n{package}\n[package.metadata.pyext]\n{pyext}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let metadata = metadata(home.path());
    let package = metadata.root_package().unwrap();
    let manifest = Manifest::read(package).unwrap();
    let error = Distribution::read(package, &manifest, &Shell::new(Verbosity::Quiet)).unwrap_err();
    assert!(
        error.place.is_some() && error.reason.is_some() && error.mend.is_some(),
        "{error}"
    );
    error.code.to_string()
}

#[test]
fn a_manifest_that_package_indexes_would_refuse_is_an_error_with_a_mend() {
    let named = "name = \"fastmd\"\nversion = \"0.1.0\"\n";
    assert_eq!(
        refusal("name = \"fastmd_\"\nversion = \"0.1.0\"", ""),
        "PX410"
    );
    assert_eq!(
        refusal("name = \"fastmd\"\nversion = \"0.1.0-post.1\"", ""),
        "PX411"
    );
    assert_eq!(
        refusal(&format!("{named}license = \"my own\""), ""),
        "PX412"
    );
    assert_eq!(refusal(named, "requires-python = \"3.9\""), "PX413");
    assert_eq!(
        refusal(&format!("{named}readme = \"nowhere.md\""), ""),
        "PX414"
    );
    assert_eq!(
        refusal(&format!("{named}readme = \"latin1.md\""), ""),
        "PX414"
    );
}
