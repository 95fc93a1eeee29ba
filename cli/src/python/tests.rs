//! What goes wrong with interpreters and environments, played by small programs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::install::{check, install};
use super::requirements::{get, missing};
use super::{Environment, Facts, Options, Python};
use crate::shell::{Shell, Verbosity};
use crate::wheel::Wheel;

/// A program that answers so.
fn program(home: &Path, script: &str) -> PathBuf {
    // A fresh name each time: a program that is being written cannot be run.
    let path = tempfile::Builder::new().tempfile_in(home).unwrap();
    let (_, path) = path.keep().unwrap();
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn python(program: PathBuf) -> Python {
    Python {
        program,
        facts: Facts {
            version: (3, 12, 0),
            implementation: "cpython".to_string(),
            prefix: "/env".into(),
            is_virtual: true,
            is_managed: false,
            has_pip: true,
            can_make_venv: true,
            wasmtime: None,
        },
    }
}

fn shell() -> Shell {
    Shell::new(Verbosity::Quiet)
}

fn given(path: &Path) -> String {
    let options = Options {
        python: Some(path.to_path_buf()),
    };
    match Python::of_environment(&options, Path::new("/")) {
        Ok(python) => panic!("accepted: {python:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_python_that_does_not_run_is_named_with_what_it_said() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(
        given(Path::new("no/such/python")),
        "error[PX902]: Python cannot be run\n  --> no/such/python (--python)\n  \
         = note: there is no such file, folder, or program on PATH\n  \
         = help: give the path of a Python or of an environment's folder"
    );
    let path = program(home.path(), "echo 'no \u{1b}[31mway' >&2; exit 3");
    assert_eq!(
        given(&path),
        format!(
            "error[PX902]: Python cannot be run\n  --> {} (--python)\n  = note: exit status: 3\n          \
             no \\u{{1b}}[31mway\n  = help: give another one: --python PATH",
            path.display()
        )
    );
    let path = program(home.path(), "echo hello");
    assert!(given(&path).contains("= note: its answer cannot be read: expected value"));
}

#[test]
fn a_python_that_is_too_old_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let answer = r#"{"version": [3, 8, 2], "implementation": "cpython", "prefix": "/", "is_virtual": true,
        "is_managed": false, "has_pip": true, "can_make_venv": true, "wasmtime": null}"#;
    let path = program(home.path(), &format!("echo '{answer}'"));
    assert_eq!(
        given(&path),
        format!(
            "error[PX903]: Python 3.8.2 is too old: extensions need 3.9 or newer\n  --> {}\n  \
             = help: give another one: --python PATH",
            path.display()
        )
    );
}

#[test]
fn the_systems_python_is_left_alone() {
    let mut python = python("python3".into());
    python.facts.is_managed = true;
    assert_eq!(
        check(&python).unwrap_err().to_string(),
        "error[PX905]: this Python belongs to the system\n  --> /env\n  \
         = note: its package manager forbids others to install into it (PEP 668)\n  \
         = help: python3 -m venv .venv\n          and activate it, or name another environment: --python PATH"
    );
}

#[test]
fn an_installation_that_fails_says_why_and_leaves_no_file() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scratch");
    let wheel = Wheel {
        file_name: "a-1-py3-none-any.whl".to_string(),
        bytes: b"PK".to_vec(),
    };
    let python = python(program(home.path(), "echo 'Permission denied' >&2; exit 1"));
    let error = install(&python, &wheel, None, &folder, &shell()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error[PX906]: the package cannot be installed\n  --> /env\n  = note: exit status: 1\n          \
         Permission denied\n  = help: python3 -m venv .venv\n          \
         and activate it, or name another environment: --python PATH"
    );
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_got_is_named_with_the_command_that_gets_it() {
    let home = tempfile::tempdir().unwrap();
    let python = python(program(home.path(), "echo 'no index' >&2; exit 1"));
    let wanted = ["wasmtime>=36; sys_platform != \"emscripten\"".to_string()];
    assert_eq!(
        get(&python, &wanted, true, &shell())
            .unwrap_err()
            .to_string(),
        format!(
            "error[PX907]: the environment lacks wasmtime>=36\n  --> /env\n  = note: no index was asked, because of `--offline`\n          exit status: 1\n          \
             no index\n  = help: {} -m pip install \"wasmtime>=36\"",
            python.program.display()
        )
    );
    assert_eq!(missing(&python, &wanted, &[]).unwrap_err().code, "PX902");
}

#[test]
fn a_real_python_judges_what_is_missing() {
    let python = Python::ask(&Environment::on_path().unwrap()).unwrap();
    let wanted = [
        "no-such-package-anywhere>=1".to_string(),
        "other-missing-package; extra == 'a'".to_string(),
    ];
    let found = |extras: &[&str]| {
        let extras: Vec<String> = extras.iter().map(|e| (*e).to_string()).collect();
        missing(&python, &wanted, &extras).unwrap()
    };
    assert_eq!(found(&[]), wanted[..1]);
    if python.facts.has_pip {
        assert_eq!(found(&["a"]), wanted);
    }
}

#[test]
fn the_command_that_installs_is_one_that_the_environment_has() {
    use super::requirements::install_command;

    let mut python = python("/an env/bin/python".into());
    assert_eq!(
        install_command(&python, "a"),
        "'/an env/bin/python' -m pip install a"
    );
    python.facts.has_pip = false;
    let command = install_command(&python, "a");
    assert!(
        command.starts_with("uv pip install --python '/an env/bin/python'")
            || command.starts_with("'/an env/bin/python' -m ensurepip\n"),
        "{command}"
    );
}

#[test]
fn an_environment_whose_making_was_interrupted_is_made_again() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("env");
    let facts = r#"{"version": [3, 12, 0], "implementation": "cpython", "prefix": "/", "is_virtual": true,
        "is_managed": false, "has_pip": false, "can_make_venv": true, "wasmtime": null}"#;
    let made_python = program(home.path(), &format!("echo '{facts}'"));
    // `python -m venv --clear FOLDER`: the Python of the folder answers long before it has pip.
    let script = format!(
        "cd {}; echo made >> made; for folder; do :; done; mkdir -p $folder/bin; cp {} $folder/bin/python; exit $(cat status)",
        home.path().display(),
        made_python.display()
    );
    let base = python(program(home.path(), &script));
    let made = || std::fs::read_to_string(home.path().join("made")).unwrap();
    std::fs::write(home.path().join("status"), "1").unwrap();
    super::venv::cached(&folder, &base, &shell()).unwrap_err();
    std::fs::write(home.path().join("status"), "0").unwrap();
    for _ in 0..2 {
        super::venv::cached(&folder, &base, &shell()).unwrap();
        assert_eq!(made(), "made\nmade\n");
    }
}

#[test]
fn an_environment_that_cannot_be_made_says_why() {
    let home = tempfile::tempdir().unwrap();
    let base = python(program(home.path(), "echo 'no ensurepip' >&2; exit 1"));
    let folder = home.path().join("env");
    let error = super::venv::cached(&folder, &base, &shell()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "error[PX909]: an environment for the tests cannot be made\n  --> {}\n  = note: exit status: 1\n          \
             no ensurepip\n  = help: install Python's venv (Debian: apt-get install python3-venv) or uv, \
             or name another Python: --python PATH",
            folder.display()
        )
    );
}
