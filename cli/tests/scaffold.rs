//! `cargo pyext new` and `init`: what they write, what they refuse, and that they never leave half a crate.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// An empty folder in which nothing of the machine's settings holds.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("GIT_CONFIG_GLOBAL", self.path("gitconfig"))
            .env("GIT_CONFIG_SYSTEM", self.path("no such file"))
            .env(
                "GIT_CEILING_DIRECTORIES",
                self.folder.path().parent().unwrap(),
            )
            .env_remove("CARGO_TARGET_DIR");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_cargo-pyext"));
        command.arg("pyext").args(arguments).output().unwrap()
    }

    /// Runs the command, which has to succeed. Gives what it said.
    fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(output.stdout.is_empty());
        said
    }

    /// Runs the command, which has to fail with the code and leave everything as it is. Gives what it said.
    fn fail(&self, code: &str, arguments: &[&str]) -> String {
        let before = self.files(".");
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with(&format!("error[{code}]: ")), "{said}");
        assert_eq!(self.files("."), before, "something was written");
        said
    }

    /// The files below a folder, sorted. Of git's own there is only the folder.
    fn files(&self, below: &str) -> Vec<String> {
        fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
                if entry.path().is_dir() && !name.ends_with(".git") {
                    files.push(format!("{name}/"));
                    walk(&entry.path(), &format!("{name}/"), files);
                } else {
                    files.push(name);
                }
            }
        }
        let mut files = Vec::new();
        walk(&self.path(below), "", &mut files);
        files.sort();
        files
    }

    fn cargo_accepts(&self, below: &str) {
        let manifest = self.path(below).join("Cargo.toml");
        let output = self
            .command(env!("CARGO"))
            .args([
                "metadata",
                "--no-deps",
                "--offline",
                "--format-version",
                "1",
                "--manifest-path",
            ])
            .arg(manifest)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

const FILES: [&str; 8] = [
    ".gitignore",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "src/",
    "src/lib.rs",
    "tests/",
    "tests/test_fast_md.py",
];

#[test]
fn new_writes_a_complete_crate_and_nothing_beside_it() {
    let home = Home::new();
    let said = home.succeed(&["new", "fast-md", "--vcs", "none"]);
    assert!(
        said.contains("Created the extension `fast-md`, a crate with the Python module `fast_md`"),
        "{said}"
    );
    assert_eq!(home.files("fast-md"), FILES);
    assert_eq!(fs::read_dir(home.path(".")).unwrap().count(), 1);
    home.cargo_accepts("fast-md");

    let manifest: toml::Table = home.read("fast-md/Cargo.toml").parse().unwrap();
    let package = &manifest["package"];
    for key in [
        "name",
        "version",
        "edition",
        "authors",
        "description",
        "license",
        "readme",
        "keywords",
    ] {
        assert!(package.get(key).is_some(), "{key}");
    }
    assert_eq!(
        package["metadata"]["pyext"]["module-name"].as_str(),
        Some("fast_md")
    );
    let sdk = Path::new(manifest["dependencies"]["pyext"]["path"].as_str().unwrap());
    assert!(sdk.join("Cargo.toml").is_file(), "{}", sdk.display());
    assert!(home.read("fast-md/src/lib.rs").contains("no_std"));
    assert!(
        home.read("fast-md/README.md")
            .contains("target/wheels/fast_md-0.1.0-py3-none-any.whl")
    );
}

#[test]
fn new_writes_a_crate_with_std_if_asked() {
    let home = Home::new();
    home.succeed(&["new", "fast-md", "--std", "--vcs", "none"]);
    assert_eq!(home.files("fast-md"), FILES);
    home.cargo_accepts("fast-md");
    assert!(!home.read("fast-md/src/lib.rs").contains("no_std"));
    assert!(
        home.read("fast-md/Cargo.toml")
            .contains("features = [\"std\"]")
    );
}

#[cfg(feature = "component")]
#[test]
fn new_writes_a_crate_for_cargo_component_if_asked() {
    let home = Home::new();
    for (name, world) in [("fast-md", "fast-md"), ("record", "%record")] {
        home.succeed(&["new", name, "--template", "component", "--vcs", "none"]);
        home.cargo_accepts(name);
        let files = home.files(name);
        assert!(files.contains(&"src/component.rs".to_string()));
        let wit = home.read(&format!("{name}/world.wit"));
        assert!(wit.contains(&format!("\nworld {world} {{\n")), "{wit}");
        wit_parser::Resolve::default()
            .push_str("world.wit", &wit)
            .unwrap();
    }
}

#[test]
fn the_author_is_the_one_that_git_knows() {
    let home = Home::new();
    home.write(
        "gitconfig",
        "[user]\nname = A \\\"Da\\\" L\nemail = ada@example.org\n",
    );
    home.succeed(&["new", "fast-md", "--vcs", "none"]);
    let manifest: toml::Table = home.read("fast-md/Cargo.toml").parse().unwrap();
    assert_eq!(
        manifest["package"]["authors"][0].as_str(),
        Some("A \"Da\" L <ada@example.org>")
    );
    assert!(home.read("fast-md/LICENSE").contains("(c) A \"Da\" L\n"));
}

#[test]
fn new_makes_a_repository_unless_it_is_in_one() {
    let home = Home::new();
    home.succeed(&["new", "one"]);
    assert!(home.path("one/.git").is_dir());
    home.succeed(&["new", "one/two"]);
    assert!(!home.path("one/two/.git").exists());
    home.succeed(&["new", "one/three", "--vcs", "git"]);
    assert!(home.path("one/three/.git").is_dir());
    home.succeed(&["new", "four", "--vcs", "none"]);
    assert!(!home.path("four/.git").exists());
}

#[test]
fn new_refuses_a_folder_that_exists() {
    let home = Home::new();
    fs::create_dir(home.path("fastmd")).unwrap();
    let said = home.fail("PX501", &["new", "fastmd"]);
    assert_eq!(
        said,
        "error[PX501]: `fastmd` exists\n  = help: give another folder, or use `cargo pyext init` to add what is missing\n"
    );
    home.write("file", "");
    home.fail("PX501", &["new", "file"]);
    home.fail("PX219", &["new", "file/fastmd"]);
}

#[test]
fn new_refuses_names_that_would_not_work() {
    let home = Home::new();
    let said = home.fail("PX502", &["new", "2fast"]);
    assert_eq!(
        said,
        "error[PX502]: `2fast` cannot be the name of a crate
  = note: it has to begin with an ASCII letter, end with one or a digit, and have only these, `-` and `_` between
  = help: give another name: --name fast
"
    );
    let said = home.fail("PX504", &["new", "json"]);
    assert_eq!(
        said,
        "error[PX504]: the module name `json` is taken
  = note: Python's standard library has a module `json`: it would be imported instead of yours
  = help: give another name: --module-name json_rs
"
    );
    home.fail("PX503", &["new", "lambda"]);
    home.fail("PX503", &["new", "fastmd", "--module-name", "fast-md"]);
    home.succeed(&["new", "json", "--module-name", "json_rs", "--vcs", "none"]);
    home.succeed(&["new", "2fast", "--name", "fast", "--vcs", "none"]);
    assert!(home.read("2fast/Cargo.toml").contains("name = \"fast\""));
}

#[test]
fn an_sdk_that_is_not_there_is_refused() {
    let home = Home::new();
    home.fail("PX507", &["new", "fastmd", "--sdk", "../nowhere"]);
    home.write("other/Cargo.toml", "[package]\nname = \"other\"\n");
    let said = home.fail("PX507", &["new", "fastmd", "--sdk", "other"]);
    assert!(
        said.contains("its Cargo.toml is not that of the crate `pyext`"),
        "{said}"
    );
    home.succeed(&["new", "fastmd", "--sdk", "0.1", "--vcs", "none"]);
    assert!(
        home.read("fastmd/Cargo.toml")
            .contains("pyext = { version = \"0.1\" }")
    );
}

#[test]
fn a_crate_in_a_workspace_that_does_not_list_it_stands_for_itself() {
    let home = Home::new();
    home.write("Cargo.toml", "[workspace]\nmembers = []\n");
    let said = home.succeed(&["new", "fast-md", "--vcs", "none"]);
    assert!(
        said.contains("it got a `[workspace]` table of its own"),
        "{said}"
    );
    assert_eq!(home.read("Cargo.toml"), "[workspace]\nmembers = []\n");
    home.cargo_accepts("fast-md");
}

#[test]
fn a_member_of_a_workspace_has_its_wheels_in_the_target_folder_of_that() {
    let home = Home::new();
    home.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
    );
    let said = home.succeed(&["new", "crates/fast-md", "--vcs", "none"]);
    assert!(
        said.contains("the crate is a member of the workspace in"),
        "{said}"
    );
    assert!(
        !home
            .read("crates/fast-md/Cargo.toml")
            .contains("[workspace]")
    );
    assert!(
        home.read("crates/fast-md/README.md")
            .contains(" ../../target/wheels/fast_md-0.1.0-py3-none-any.whl\n")
    );
    home.cargo_accepts("crates/fast-md");
}

#[test]
fn init_adds_a_crate_to_a_folder() {
    let home = Home::new();
    home.write("fast-md/notes.txt", "mine");
    home.write("fast-md/README.md", "mine");
    home.write("fast-md/LICENSE-APACHE", "mine");
    let said = home.succeed(&["init", "fast-md", "--vcs", "none"]);
    assert!(said.contains("note: kept your README.md\n"), "{said}");
    assert!(
        said.contains("change it if LICENSE-APACHE is another licence"),
        "{said}"
    );
    for path in ["notes.txt", "README.md", "LICENSE-APACHE"] {
        assert_eq!(home.read(&format!("fast-md/{path}")), "mine");
    }
    assert!(!home.path("fast-md/LICENSE").exists());
    assert!(home.path("fast-md/src/lib.rs").is_file());
    home.cargo_accepts("fast-md");
}

#[test]
fn the_next_command_is_one_that_a_shell_takes() {
    let home = Home::new();
    for (path, word) in [
        ("plain/fast-md", "plain/fast-md"),
        ("größe/fast-md", "größe/fast-md"),
        ("my own/fast-md", "\"my own/fast-md\""),
    ] {
        let said = home.succeed(&["new", path]);
        assert!(
            said.ends_with(&format!(
                "note: next: cd {word} && cargo test && cargo pyext wheel\n"
            )),
            "{said}"
        );
    }
}

#[test]
fn init_takes_the_name_of_the_folder_that_it_is_run_in() {
    let home = Home::new();
    fs::create_dir(home.path("fast-md")).unwrap();
    let output = home
        .command(env!("CARGO_BIN_EXE_cargo-pyext"))
        .current_dir(home.path("fast-md"))
        .args(["pyext", "init", "--vcs", "none"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(home.files("fast-md"), FILES);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.ends_with("note: next: cargo test && cargo pyext wheel\n"),
        "{said}"
    );
}

#[test]
fn init_lists_the_files_that_are_in_its_way_and_writes_nothing() {
    let home = Home::new();
    home.write("fast-md/src/lib.rs", "mine");
    home.write("fast-md/tests/test_fast_md.py", "mine");
    home.write("fast-md/README.md", "mine");
    let said = home.fail("PX506", &["init", "fast-md"]);
    assert!(
        said.contains("--> src/lib.rs\n      tests/test_fast_md.py\n"),
        "{said}"
    );
    assert_eq!(home.read("fast-md/src/lib.rs"), "mine");
}

#[test]
fn init_tells_how_to_make_an_extension_of_a_crate() {
    let home = Home::new();
    home.write("fastmd/Cargo.toml", "[package]\n");
    let said = home.fail("PX505", &["init", "fastmd"]);
    let sdk = std::path::Path::new("../sdk").canonicalize().unwrap();
    let dependency = format!("pyext = {{ path = {sdk:?}, features = [\"std\"] }}\n");
    assert!(
        said.contains(&format!("[dependencies]\n          {dependency}"))
            && said.contains("#[pyext::export] before each function"),
        "{said}"
    );
    home.write(
        "fastmd/Cargo.toml",
        "[package]\n[dependencies]\npyext = \"0.1\"\n",
    );
    let said = home.fail("PX505", &["init", "fastmd"]);
    assert!(
        said.contains("the folder is an extension already")
            && said.contains("cargo pyext build\n          or add what it lacks: --pyproject"),
        "{said}"
    );
    home.write("file", "");
    home.fail("PX501", &["init", "file"]);
}

#[test]
fn help_ends_with_examples_and_exit_statuses() {
    let home = Home::new();
    for arguments in [
        &["--help"][..],
        &["new", "--help"],
        &["init", "--help"],
        &["wheel", "--help"],
        &["build", "--help"],
        &["wit", "--help"],
    ] {
        let output = home.run(arguments);
        let help = String::from_utf8(output.stdout).unwrap();
        let (_, end) = help.split_once("Examples:\n").unwrap();
        assert!(
            end.contains("\nExit status:\n  0  ") && end.contains("\n  2  "),
            "{help}"
        );
    }
}

#[test]
fn every_template_becomes_a_crate_that_cargo_accepts() {
    let home = Home::new();
    let output = home.run(&["new", "--list"]);
    let list = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        list.contains("numeric    Functions on arrays of numbers, also where they lie\n"),
        "{list}"
    );
    for line in list.lines() {
        let template = line.split(' ').next().unwrap();
        for std in [&[][..], &["--std"]] {
            let name = format!("my-{template}{}", std.len());
            home.succeed(
                &[
                    &["new", &name, "--template", template, "--vcs", "none"],
                    std,
                ]
                .concat(),
            );
            home.cargo_accepts(&name);
            let module = name.replace('-', "_");
            assert!(
                home.files(&name)
                    .contains(&format!("tests/test_{module}.py"))
            );
            if template != "component" {
                let lib = home.read(&format!("{name}/src/lib.rs"));
                assert_eq!(lib.contains("no_std"), std.is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn the_files_for_python_and_for_a_service_are_written_if_asked() {
    let home = Home::new();
    home.succeed(&[
        "new",
        "fast-md",
        "--pyproject",
        "--ci",
        "github",
        "--vcs",
        "none",
    ]);
    let files = home.files("fast-md");
    for file in [
        "pyproject.toml",
        "pyext_build.py",
        ".github/workflows/ci.yml",
    ] {
        assert!(files.contains(&file.to_string()), "{files:?}");
    }
    let project: toml::Table = home.read("fast-md/pyproject.toml").parse().unwrap();
    assert_eq!(project["project"]["name"].as_str(), Some("fast-md"));
    assert!(
        home.read("fast-md/.github/workflows/ci.yml")
            .contains("- run: cargo pyext test\n")
    );
}

#[test]
fn a_crate_that_is_there_gets_the_files_for_python_and_loses_none() {
    let home = Home::new();
    home.succeed(&["new", "fast-md", "--vcs", "none"]);
    let manifest = home.read("fast-md/Cargo.toml");
    let said = home.succeed(&["init", "fast-md", "--pyproject"]);
    assert!(
        said.contains("Created pyext_build.py and pyproject.toml"),
        "{said}"
    );
    assert_eq!(home.read("fast-md/Cargo.toml"), manifest);
    let said = home.fail("PX506", &["init", "fast-md", "--pyproject"]);
    assert!(
        said.contains("  --> pyext_build.py\n      pyproject.toml\n"),
        "{said}"
    );
    let said = home.succeed(&["init", "fast-md", "--ci", "github"]);
    assert!(said.contains("Created .github/workflows/ci.yml"), "{said}");
}

#[test]
fn a_workflow_is_written_with_a_note_if_a_service_cannot_have_the_sdk() {
    let home = Home::new();
    let note =
        "the workflow cannot pass yet: Cargo.toml takes `pyext` from a folder of this machine";
    let said = home.succeed(&["new", "here", "--ci", "github"]);
    assert!(said.contains(note), "{said}");
    let said = home.succeed(&["new", "published", "--ci", "github", "--sdk", "0.1"]);
    assert!(!said.contains(note), "{said}");
}

#[test]
fn a_crate_that_is_named_needs_no_folder() {
    let home = Home::new();
    home.succeed(&["new", "--name", "fast-md"]);
    assert!(
        home.read("fast-md/Cargo.toml")
            .contains("name = \"fast-md\"")
    );
}

#[test]
fn a_name_is_asked_for_on_a_terminal_only() {
    let home = Home::new();
    for arguments in [
        &["new"][..],
        &["new", "-q"],
        &["new", "--template", "class"],
    ] {
        let said = home.fail("PX508", arguments);
        assert!(said.contains("help: cargo pyext new NAME"), "{said}");
    }
}
