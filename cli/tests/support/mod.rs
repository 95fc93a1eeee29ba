//! What the tests of this folder share: modules in text form, expected texts in files, the real binary.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod linked;
pub mod mutation;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of this package's tests.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// The modules in a folder, by name: every `NAME.wat`, assembled but not validated.
pub fn modules(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut modules: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "wat"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_string();
            let wasm = wat::parse_file(&path).unwrap_or_else(|e| panic!("{e}"));
            (name, wasm)
        })
        .collect();
    modules.sort();
    modules
}

/// Compares texts with files and gathers every difference. With `BLESS=1` in the environment the files are rewritten.
#[derive(Default)]
pub struct Expected {
    differences: Vec<String>,
}

impl Expected {
    /// Compares one text with its file.
    pub fn compare(&mut self, file: &Path, text: &str) {
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
            return;
        }
        let expected = fs::read_to_string(file).unwrap_or_default();
        if expected != text {
            self.differences.push(format!(
                "{}\n--- expected\n{expected}--- found\n{text}",
                file.display()
            ));
        }
    }

    /// Fails if anything differed.
    pub fn finish(self) {
        assert!(
            self.differences.is_empty(),
            "{}\nBLESS=1 accepts what was found",
            self.differences.join("\n")
        );
    }
}

/// `cargo pyext` with these arguments, in this folder. Nothing of the developer's shell colours its output.
pub fn cargo_pyext(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-pyext"));
    command.arg("pyext").args(arguments).current_dir(folder);
    for name in [
        "CLICOLOR_FORCE",
        "CARGO_TERM_COLOR",
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "WASM_OPT",
    ] {
        command.env_remove(name);
    }
    command
}

/// Exit status, standard output, standard error.
pub fn outcome(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}
