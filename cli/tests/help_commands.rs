//! Commands that tell rather than make: explain, doctor, completions, `--version --verbose`, `--print-commands`.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;

use support::{cargo_pyext, outcome};

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    outcome(&cargo_pyext(folder, arguments).output().unwrap())
}

#[test]
fn a_code_is_explained_on_standard_output() {
    let here = Path::new(".");
    assert_eq!(
        run(here, &["explain", "PX901"]),
        (
            0,
            "error[PX901]: there is no virtual environment to install into\n  \
             = help: `python3 -m venv .venv`, or `--python PATH`\n  = note: Working on an extension\n\n\
             `develop` installs into an environment and never into the system's Python. It takes that of\n\
             `--python`, the active one, or `.venv` in this folder or one above; none was found. In an IDE or a\n\
             new terminal the environment is often not active.\n\n    \
                 python3 -m venv .venv\n    cargo pyext develop\n"
                .to_string(),
            String::new()
        )
    );
    let (status, out, said) = run(here, &["explain", "PX9999"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        said.starts_with("error[PX923]: there is no code `PX9999`\n  = help: "),
        "{said}"
    );
    let (status, out, said) = run(here, &["explain", "PX9999", "--message-format=json"]);
    let error = &serde_json::from_str::<Value>(&out).unwrap()["error"];
    assert_eq!((status, &error["code"]), (2, &Value::from("PX923")));
    assert_eq!(error["message"], "there is no code `PX9999`");
    assert!(error["place"].is_null() && error["reason"].is_null());
    assert!(said.contains(error["mend"].as_str().unwrap()), "{said}");
    let (_, out, _) = run(here, &["explain", "--message-format=json"]);
    let all: Value = serde_json::from_str(&out).unwrap();
    assert!(all.as_array().unwrap().len() > 100);
    assert_eq!(all[0]["code"], "PX101");
    let (_, lines, _) = run(here, &["explain"]);
    assert_eq!(lines.lines().count(), all.as_array().unwrap().len());
}

#[test]
fn every_shell_gets_completions_of_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, out, said) = run(Path::new("."), &["completions", shell]);
        assert_eq!((status, said.as_str()), (0, ""));
        for word in ["develop", "explain", "wasm-opt"] {
            assert!(out.contains(word), "{shell}: {word}");
        }
    }
    let (_, fish, _) = run(Path::new("."), &["completions", "fish"]);
    assert!(fish.contains("completions\" -f -a \"bash elvish fish powershell zsh\"\n"));
}

/// What bash offers for the last of these words, given the completions and cargo's own, which knows `build` only.
fn offered_by_bash(words: &[&str]) -> String {
    let (_, script, _) = run(Path::new("."), &["completions", "bash"]);
    let script = format!(
        "_cargo() {{ COMPREPLY=(build); }}\n{script}\n\
         COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); shift $(($# - 2))\n\
         _cargo_or_pyext cargo \"$2\" \"$1\"; echo \"${{COMPREPLY[*]}}\""
    );
    let mut bash = std::process::Command::new("bash");
    let output = bash.args(["-c", &script, "bash"]).args(words).output();
    let (status, out, said) = outcome(&output.unwrap());
    assert_eq!((status, said.as_str()), (0, ""), "{words:?}");
    out.trim_end().to_string()
}

#[test]
#[cfg(unix)]
fn bash_completes_the_words_behind_cargo_too() {
    for (words, wanted) in [
        (&["cargo", "pyext", "ins"][..], "inspect"),
        (
            &["cargo", "pyext", "build", "--require"],
            "--require-wasm-opt",
        ),
        (
            &["cargo", "pyext", "build", "--profile", ""],
            "size balanced speed",
        ),
        (&["cargo", "bu"], "build"),
    ] {
        assert_eq!(offered_by_bash(words), wanted, "{words:?}");
    }
}

#[test]
fn the_long_version_says_what_fits_together() {
    let version = env!("CARGO_PKG_VERSION");
    let (status, out, _) = run(Path::new("."), &["--version"]);
    assert_eq!((status, out), (0, format!("cargo-pyext {version}\n")));
    for options in [&["--version", "--verbose"][..], &["-V", "-v"], &["-vV"]] {
        let (status, out, _) = run(Path::new("."), options);
        assert_eq!(status, 0);
        assert!(
            out.starts_with(&format!("cargo-pyext {version}\nabi: 1\nruntime: ")),
            "{out}"
        );
    }
}

#[test]
fn doctor_names_what_is_missing_with_its_mend_and_the_status_follows() {
    let home = tempfile::tempdir().unwrap();
    let bare = |arguments: &[&str]| {
        let mut command = cargo_pyext(home.path(), arguments);
        for name in [
            "VIRTUAL_ENV",
            "CONDA_PREFIX",
            "RUSTUP_TOOLCHAIN",
            "CARGO",
            "RUSTC",
        ] {
            command.env_remove(name);
        }
        command
            .env("PATH", home.path())
            .env("PYEXT_CACHE", "off")
            .env("RUSTUP_HOME", home.path());
        outcome(&command.output().unwrap())
    };
    let (status, out, said) = bare(&["doctor"]);
    assert_eq!((status, said.as_str()), (1, ""));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        out,
        format!(
            "ok       tool       cargo-pyext {version}\n\
             missing  rust       rustc cannot be run\n\
             \x20                   > install Rust from https://rustup.rs, then\n\
             \x20                   > rustup target add wasm32-unknown-unknown\n\
             lacking  wasm-opt   none: files are about a tenth larger\n\
             \x20                   > npm install binaryen\n\
             \x20                   > (or your system's package `binaryen`)\n\
             missing  python     there is no Python: PATH has neither `python3` nor `python`\n\
             \x20                   > install Python 3.9 or newer, or name it: --python PATH\n\
             lacking  installer  neither pip nor uv: what an extension needs has to be there already\n\
             \x20                   > python3 -m ensurepip\n\
             ok       cache      switched off by PYEXT_CACHE\n"
        )
    );
    let (status, out, _) = bare(&["doctor", "--message-format=json"]);
    assert_eq!(status, 1);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["good"], false);
    assert_eq!(answer["items"][1]["state"], "missing");
}

#[test]
fn doctor_writes_no_lock_file() {
    let home = tempfile::tempdir().unwrap();
    let made = run(home.path(), &["new", "sick", "--vcs", "none", "-q"]);
    assert_eq!(made, (0, String::new(), String::new()));
    let folder = home.path().join("sick");
    let (_, out, said) = run(&folder, &["doctor"]);
    assert_eq!(said, "");
    let lines = "lacking  project    there is no Cargo.lock: which `pyext` it has is not known\n\
                 \x20                   > cargo generate-lockfile\n";
    assert!(out.ends_with(lines), "{out}");
    assert!(!folder.join("Cargo.lock").exists());
}

#[test]
fn commands_that_are_run_are_shown_if_asked_as_a_shell_takes_them() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("a crate");
    fs::create_dir(&folder).unwrap();
    let (status, _, said) = run(&folder, &["inspect", "--print-commands", "-p", "x"]);
    assert_eq!(status, 2);
    assert!(said.contains(" Running `"), "{said}");
    assert!(said.contains(" metadata --format-version 1 "), "{said}");
    let (_, _, twice) = run(&folder, &["inspect", "-vv", "-p", "x"]);
    assert!(twice.contains(" Running `"), "{twice}");
    let (_, _, said) = run(&folder, &["inspect", "-p", "x"]);
    assert!(!said.contains(" Running `"), "{said}");
}

#[test]
fn colours_follow_the_flag_then_the_variable_of_cargo_then_no_color() {
    let said = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = cargo_pyext(Path::new("."), arguments);
        command.env_remove("NO_COLOR");
        outcome(&command.envs(variables.iter().copied()).output().unwrap()).2
    };
    let wrong = ["explain", "PX999"];
    let is_coloured = |text: String| text.contains('\u{1b}');
    assert!(!is_coloured(said(&wrong, &[])));
    let always = ("CARGO_TERM_COLOR", "always");
    assert!(is_coloured(said(&wrong, &[always])));
    assert!(is_coloured(said(&wrong, &[always, ("NO_COLOR", "1")])));
    assert!(is_coloured(said(&["no-such-command"], &[always])));
    let never = [&wrong[..], &["--color", "never"]].concat();
    assert!(!is_coloured(said(&never, &[always])));
    let flag = [&["--color=always"], &wrong[..]].concat();
    assert!(is_coloured(said(&flag, &[("CARGO_TERM_COLOR", "never")])));
    let other = said(&["explain", "--color", "red"], &[]);
    assert!(
        other.contains("[possible values: auto, always, never]"),
        "{other}"
    );
}

#[test]
fn the_page_of_the_commands_names_each_dependency_and_how_many_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/cli.md")).unwrap();
    let (_, part) = page.split_once("## What the tool is made of").unwrap();
    let manifest = fs::read_to_string(root.join("cli/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    let tables = [&manifest["dependencies"], unix].map(|table| table.as_table().unwrap());
    for name in tables.into_iter().flat_map(toml::Table::keys) {
        let is_named = |line: &str| {
            let cell = line.strip_prefix("| ").and_then(|l| l.split(" | ").next());
            cell.is_some_and(|cell| cell.split(", ").any(|word| word == name))
        };
        assert!(part.lines().any(is_named), "{name}");
    }

    let (_, command) = part.split_once("```sh\n").unwrap();
    let command = command.split_once(" | ").unwrap().0;
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let count = |more: &[&str]| {
        let cargo = std::env::var_os("CARGO").unwrap();
        let mut tree = std::process::Command::new(cargo);
        tree.args(&words).args(more).arg("--frozen");
        let (status, out, said) = outcome(&tree.current_dir(&root).output().unwrap());
        assert_eq!(status, 0, "{said}");
        out.lines().collect::<std::collections::BTreeSet<_>>().len()
    };
    for number in [count(&[]), count(&["--no-default-features"])] {
        assert!(part.contains(&format!(" {number} ")), "{number}: {part}");
    }
}
