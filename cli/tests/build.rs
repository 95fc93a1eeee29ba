//! `cargo pyext build` on small crates, with the real compiler for WebAssembly.
//!
//! They are two workspaces with a target folder each, so that two tests run at a time. The SDK's macros, which take most of a build, are
//! compiled once for both.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

use cargo_pyext::cargo::toolchain::Toolchain;
use cargo_pyext::check::check;
use cargo_pyext::inspect::inspect;
use cargo_pyext::shell::Shell;
use cargo_pyext::wasm::module::Module;
use serde_json::Value;

use support::outcome;

/// A crate of a test's own.
struct Crate {
    name: String,
    folder: PathBuf,
}

/// What came of a command.
struct Ran {
    status: i32,
    out: String,
    said: String,
}

impl Ran {
    #[track_caller]
    fn ok(self) -> Ran {
        assert_eq!(self.status, 0, "{}", self.said);
        self
    }

    /// The error with this code, from its headline to its end.
    #[track_caller]
    fn error(&self, code: &str) -> &str {
        assert_eq!(self.status, 2, "{}", self.said);
        let start = self.said.find(&format!("error[{code}]"));
        &self.said[start.unwrap_or_else(|| panic!("no {code}:\n{}", self.said))..]
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Where tests run, one at a time: with a workspace and a target folder of its own.
struct Lane {
    folder: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

/// As many as a small machine has cores: a build of a small crate keeps one of them busy.
static LANES: [Mutex<()>; 2] = [const { Mutex::new(()) }; 2];

impl Lane {
    /// Waits for one that is free; what the last test wrote there is gone then.
    fn take() -> Lane {
        let (number, turn) = loop {
            let free = LANES.iter().map(|lane| match lane.try_lock() {
                Err(TryLockError::Poisoned(failed)) => Some(failed.into_inner()),
                other => other.ok(),
            });
            match free.enumerate().find_map(|(n, turn)| Some((n, turn?))) {
                Some(found) => break found,
                None => thread::sleep(Duration::from_millis(20)),
            }
        };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lane-{number}"));
        new_workspace(&folder.join("crates"));
        let target = folder.join("target");
        if !target.exists() {
            copy(&COMPILED, &target);
        }
        Lane {
            folder,
            _turn: turn,
        }
    }
}

/// An empty workspace in place of what is there.
fn new_workspace(crates: &Path) {
    let _ = fs::remove_dir_all(crates);
    fs::create_dir_all(crates).unwrap();
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\nexclude = [\".cargo\"]\n";
    fs::write(crates.join("Cargo.toml"), manifest).unwrap();
    // The versions that the repository has locked, so that nothing is asked of the network for them.
    fs::copy(repository().join("Cargo.lock"), crates.join("Cargo.lock")).unwrap();
}

/// A target folder with the SDK in both profiles, with which new ones begin.
static COMPILED: LazyLock<PathBuf> = LazyLock::new(|| {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled");
    let (crates, target) = (home.join("crates"), home.join("target"));
    new_workspace(&crates);
    let manifest = format!("[dependencies]\n{}", sdk(""));
    let add = Crate::in_workspace(&crates, "add", "", &manifest, &format!("{NO_STD}{ADD}"));
    let build = |profile: &[&str]| {
        let arguments = [&["build", "--no-wasm-opt"], profile].concat();
        let mut command = support::cargo_pyext(&add.folder, &arguments);
        run(command.env("CARGO_TARGET_DIR", &target)).ok();
    };
    thread::scope(|scope| {
        scope.spawn(|| build(&["--debug"]));
        build(&[]);
    });
    target
});

/// Copies a target folder; cargo compares when files were written.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
            continue;
        }
        fs::copy(&from, &to).unwrap();
        let written = fs::metadata(&from).unwrap().modified().unwrap();
        let file = fs::File::options().append(true).open(&to).unwrap();
        file.set_modified(written).unwrap();
    }
}

thread_local! {
    /// That of this thread's test.
    static LANE: Lane = Lane::take();
}

fn home() -> PathBuf {
    LANE.with(|lane| lane.folder.clone())
}

/// The workspace of this test's crates.
fn workspace() -> PathBuf {
    home().join("crates")
}

fn target() -> PathBuf {
    home().join("target")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// The dependency line of the SDK.
fn sdk(more: &str) -> String {
    format!("pyext = {{ path = {:?}{more} }}", repository().join("sdk"))
}

const NO_STD: &str = "#![cfg_attr(target_family = \"wasm\", no_std)]\n";

const GREET: &str = "
use pyext::prelude::*;

/// Greets somebody.
#[export]
pub fn greet(name: &str) -> String {
    format!(\"Hello, {name}!\")
}
";

const ADD: &str = "
#[pyext::export]
pub fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}
";

impl Crate {
    /// Writes a crate: name, lines behind `[package]`, the rest of the manifest, src/lib.rs.
    fn new(name: &str, package: &str, manifest: &str, lib: &str) -> Crate {
        Crate::in_workspace(&workspace(), name, package, manifest, lib)
    }

    fn in_workspace(
        workspace: &Path,
        name: &str,
        package: &str,
        manifest: &str,
        lib: &str,
    ) -> Crate {
        let new = Crate {
            name: name.to_string(),
            folder: workspace.join(name),
        };
        new.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{package}\n{manifest}\n"
            ),
        );
        new.write("src/lib.rs", lib);
        new
    }

    /// An extension that depends on the SDK with these settings, and on more.
    fn extension(name: &str, settings: &str, more: &str, lib: &str) -> Crate {
        let manifest = format!(
            "[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\n{}\n{more}",
            sdk(settings)
        );
        Crate::new(name, "", &manifest, lib)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = support::cargo_pyext(&self.folder, arguments);
        command.env("CARGO_TARGET_DIR", target());
        command
    }

    /// `cargo pyext build`, without wasm-opt, so that all machines do the same.
    fn build(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(
            &[
                &["build", "--no-wasm-opt", "--message-format=json"],
                arguments,
            ]
            .concat(),
        ))
    }

    fn wasm(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    fn path(&self) -> PathBuf {
        let name = self.name.replace('-', "_");
        target().join(format!("pyext/{name}.wasm"))
    }
}

fn run(command: &mut Command) -> Ran {
    let (status, out, said) = outcome(&command.output().unwrap());
    Ran { status, out, said }
}

/// A command of the user's in the crate's folder.
fn sh(folder: &Path, line: &str) {
    let mut words = line.split(' ');
    let output = Command::new(words.next().unwrap())
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_crate_becomes_an_extension_that_passes_check() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    let built = greet.build(&[]).ok();
    let json = built.json();
    assert_eq!(json["name"], "greet");
    assert_eq!(json["functions"], serde_json::json!(["greet"]));
    assert_eq!(json["optimized"], false);
    assert_eq!(json["file"], greet.path().to_str().unwrap());
    assert_eq!(json["sizes"]["wasm"], greet.wasm().len());
    let text = inspect(&greet.wasm()).unwrap().text();
    assert!(
        text.contains("def greet(name: str) -> str\n    Greets somebody.\n"),
        "{text}"
    );
    assert_eq!(check(&greet.wasm(), None).findings, []);
    run(&mut greet.command(&["check"])).ok();
    run(&mut greet.command(&["inspect"])).ok();
}

#[test]
fn a_function_of_numbers_brings_no_allocator() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    add.build(&[]).ok();
    let wasm = add.wasm();
    let module = cargo_pyext::wasm::module::Module::parse(&wasm).unwrap();
    let mut exports: Vec<&str> = module.exports.iter().map(|e| e.name).collect();
    exports.sort_unstable();
    assert_eq!(exports, ["add", "memory", "pyext_v1"]);
    assert_eq!(module.bodies.len(), 1);
    assert!(wasm.len() < 600, "{} bytes", wasm.len());
}

#[test]
fn a_crate_without_exports_is_told_how_to_export() {
    let empty = Crate::extension("empty", "", "", &format!("{NO_STD}use pyext as _;"));
    let error = empty.build(&[]);
    assert_eq!(
        error.error("PX212"),
        "error[PX212]: the crate `empty` exports nothing\n  \
         --> src/lib.rs\n  \
         = note: no function has the attribute #[pyext::export], or the feature or `cfg` that it depends on is off\n  \
         = help: #[pyext::export]\n          pub fn greet(name: &str) -> String { … }\n"
    );
    assert!(!empty.path().exists());
}

#[test]
fn a_crate_that_does_not_depend_on_the_sdk_is_given_the_line() {
    let lib = format!("{NO_STD}{GREET}");
    let error = Crate::new("alone", "", "", &lib).build(&[]);
    let error = error.error("PX212");
    assert!(
        error.contains("it does not depend on the `pyext` crate"),
        "{error}"
    );
    assert!(
        error.contains("[dependencies]\n          pyext = { path = "),
        "{error}"
    );
}

#[test]
fn outside_of_a_crate_the_ways_into_one_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = run(&mut support::cargo_pyext(folder.path(), &["build"]));
    assert!(
        error.error("PX203").contains("cargo pyext new NAME"),
        "{}",
        error.said
    );
}

#[test]
fn two_functions_of_one_name_are_both_named() {
    let twice = Crate::extension(
        "twice",
        "",
        "",
        &format!("{NO_STD}pub mod a {{ {ADD} }}\npub mod b {{ {ADD} }}"),
    );
    let error = twice.build(&[]);
    assert_eq!(
        error.error("PX215"),
        "error[PX215]: 2 functions are exported as `add`\n  \
         --> twice::a::add\n      twice::b::add\n  \
         = note: a name in a Python module or class stands for one thing\n  \
         = help: rename one of them\n"
    );
}

#[test]
fn types_that_contain_each_other_are_explained() {
    // Described as types that cross are: by a constant that needs those of the parts.
    let lib = format!(
        "{NO_STD}{GREET}
        pub struct Text(pub &'static str);
        pub trait Described {{ const TYPE: Text; }}
        pub struct Tree; pub struct Leaf;
        impl Described for Tree {{ const TYPE: Text = <Leaf as Described>::TYPE; }}
        impl Described for Leaf {{ const TYPE: Text = <Tree as Described>::TYPE; }}
        pub fn name() -> &'static str {{ const {{ <Tree as Described>::TYPE.0 }} }}"
    );
    let endless = Crate::extension("endless", "", "", &lib);
    let failed = endless.build(&[]);
    let error = failed.error("PX228");
    assert!(
        error.starts_with("error[PX228]: types that cross contain each other\n  --> "),
        "{error}"
    );
    assert!(error.contains("= help: break the circle: "), "{error}");
}

#[test]
fn a_class_that_two_blocks_describe_is_told_how_to_say_more() {
    let lib = format!(
        "{NO_STD}pub struct Count(u32);
        #[pyext::export] impl Count {{ pub fn get(&self) -> u32 {{ self.0 }} }}
        #[pyext::export] impl Count {{ pub fn next(&mut self) {{ self.0 += 1; }} }}"
    );
    let twice = Crate::extension("describedtwice", "", "", &lib);
    let failed = twice.build(&[]);
    let error = failed.error("PX151");
    assert!(
        error.ends_with("= help: write #[export(more)] on the others\n"),
        "{error}"
    );
    let more = lib.replace(
        "#[pyext::export] impl Count { pub fn next",
        "#[pyext::export(more)] impl Count { pub fn next",
    );
    assert_ne!(lib, more);
    twice.write("src/lib.rs", &more);
    twice.build(&[]).ok();
}

#[test]
fn an_ordinary_crate_exports_behind_a_feature() {
    let manifest = format!(
        "[features]\npython = [\"dep:pyext\"]\n[dependencies]\n{}",
        sdk(", optional = true, features = [\"std\"]")
    );
    let lib = "
        /// Adds up.
        #[cfg_attr(feature = \"python\", pyext::export)]
        pub fn sum(numbers: &[u32]) -> u32 { numbers.iter().sum() }
        ";
    let ordinary = Crate::new("ordinary", "", &manifest, lib);
    let built = ordinary.build(&["--features", "python"]).ok();
    assert_eq!(built.json()["functions"], serde_json::json!(["sum"]));
    let error = ordinary.build(&[]);
    assert_eq!(
        error.error("PX212"),
        "error[PX212]: the crate `ordinary` exports nothing\n  \
         --> src/lib.rs\n  \
         = note: the feature `python`, which brings in `pyext`, is off\n  \
         = help: cargo pyext build --features python\n"
    );
}

#[test]
fn exports_of_a_dependency_are_left_out_with_a_warning() {
    Crate::new(
        "inner",
        "",
        &format!("[dependencies]\n{}", sdk("")),
        &format!("{NO_STD}{GREET}"),
    );
    let outer = Crate::extension(
        "outer",
        "",
        "inner = { path = \"../inner\" }",
        &format!("{NO_STD}pub use inner::greet;{ADD}"),
    );
    let built = outer.build(&[]).ok();
    assert_eq!(built.json()["functions"], serde_json::json!(["add"]));
    let warning = "warning: `greet` of the crate `inner` is left out: only the crate that is built can export\n  \
         = help: export a function of `outer` that calls it\n";
    assert!(built.said.contains(warning), "{}", built.said);
}

/// A crate that uses std by default, and does without if asked to.
fn std_crate(name: &str) -> Crate {
    let lib = "
        #![cfg_attr(not(feature = \"std\"), no_std)]
        pub fn twice(n: u32) -> u32 { 2 * n }
        ";
    Crate::new(name, "", "[features]\ndefault = [\"std\"]\nstd = []", lib)
}

#[test]
fn a_dependency_that_brings_std_in_is_named_and_each_mend_mends_it() {
    std_crate("heavy");
    let write = || {
        Crate::extension(
            "light",
            "",
            "heavy = { path = \"../heavy\" }",
            &format!("{NO_STD}#[pyext::export]\npub fn four() -> u32 {{ heavy::twice(2) }}"),
        )
    };
    let light = write();
    let failed = light.build(&[]);
    assert!(failed.said.contains("E0152"), "{}", failed.said);
    let manifest = light.folder.join("Cargo.toml");
    assert_eq!(
        failed.error("PX207"),
        format!(
            "error[PX207]: `heavy` is linked with std, and this extension is a no_std one\n  \
             --> {}\n  \
             = note: both std and `pyext` define what happens at a panic, and a module can have it once\n          \
             here: light → heavy 0.1.0 → std\n  \
             = help: let the extension use std:\n          \
             cargo add -p light pyext --features std\n          \
             or leave std out of `heavy`, if what you use of it needs none:\n          \
             cargo add -p light heavy --no-default-features\n",
            manifest.display()
        )
    );
    for command in failed
        .said
        .lines()
        .filter_map(|l| l.strip_prefix("          cargo add "))
    {
        let light = write();
        sh(&light.folder, &format!("cargo add --offline {command}"));
        light.build(&[]).ok();
    }
}

#[test]
fn a_crate_that_uses_std_itself_is_told_so_and_each_mend_mends_it() {
    let write = |name: &str| Crate::extension(name, "", "", GREET);
    let with_std = write("with-std");
    let failed = with_std.build(&[]);
    assert_eq!(
        failed.error("PX207"),
        format!(
            "error[PX207]: `with-std` uses std, and its `pyext` is set up for no_std\n  \
             --> {}\n  \
             = note: both std and `pyext` define what happens at a panic, and a module can have it once\n  \
             = help: let the extension use std:\n          \
             cargo add -p with-std pyext --features std\n          \
             or leave std out of it, at the top of src/lib.rs:\n          \
             #![cfg_attr(target_family = \"wasm\", no_std)]\n",
            with_std.folder.join("Cargo.toml").display()
        )
    );
    sh(
        &with_std.folder,
        "cargo add --offline -p with-std pyext --features std",
    );
    with_std.build(&[]).ok();
    let with_std = write("with-std");
    with_std.write("src/lib.rs", &format!("{NO_STD}{GREET}"));
    with_std.build(&[]).ok();
}

const STOPS: &str = "#[panic_handler]\nfn stop(_: &core::panic::PanicInfo) -> ! { loop {} }\n";

#[test]
fn a_panic_handler_of_the_authors_or_of_a_dependency_is_named_and_std_is_not_blamed() {
    Crate::new("stopper", "", "", &format!("#![no_std]\n{STOPS}"));
    let cases = [
        (
            "own-stop",
            "",
            "",
            format!("{NO_STD}{STOPS}{GREET}"),
            "own-stop",
        ),
        (
            "own-std",
            ", features = [\"std\"]",
            "",
            format!("{STOPS}{GREET}"),
            "own-std",
        ),
        (
            "uses-stop",
            "",
            "stopper = { path = \"../stopper\" }",
            format!("{NO_STD}use stopper as _;{GREET}"),
            "uses-stop → stopper 0.1.0",
        ),
    ];
    for (name, features, dependency, source, path) in cases {
        let with_handler = Crate::extension(name, features, dependency, &source);
        assert_eq!(
            with_handler.build(&[]).error("PX207"),
            format!(
                "error[PX207]: a crate defines what happens at a panic, and `pyext` does so as well\n  \
                 --> {}\n  \
                 = note: a module can have that once\n          \
                 here: {path}\n  \
                 = help: take the `#[panic_handler]` out of it, or do without that crate: Python gets a panic as an exception\n",
                with_handler.folder.join("Cargo.toml").display()
            )
        );
    }
}

#[test]
fn an_allocator_beside_the_sdks_is_said_and_the_mend_mends_it() {
    let allocator = "
        struct None;
        unsafe impl core::alloc::GlobalAlloc for None {
            unsafe fn alloc(&self, _: core::alloc::Layout) -> *mut u8 { core::ptr::null_mut() }
            unsafe fn dealloc(&self, _: *mut u8, _: core::alloc::Layout) {}
        }
        #[global_allocator]
        static NONE: None = None;
        #[pyext::export]
        pub fn one() -> u32 { 1 }
        ";
    let two = Crate::extension("two-allocators", "", "", &format!("{NO_STD}{allocator}"));
    let failed = two.build(&[]);
    let error = failed.error("PX224");
    assert!(
        error.starts_with("error[PX224]: this extension has two memory allocators\n"),
        "{error}"
    );
    let command = error
        .lines()
        .find_map(|l| l.strip_prefix("          cargo add "))
        .unwrap();
    sh(&two.folder, &format!("cargo add --offline {command}"));
    two.build(&[]).ok();
}

#[test]
fn a_stale_lock_file_under_locked_is_said_with_what_brings_it_up_to_date() {
    let stale = Crate::extension("stale", "", "", &format!("{NO_STD}{GREET}"));
    stale.build(&[]).ok();
    let manifest = std::fs::read_to_string(stale.folder.join("Cargo.toml")).unwrap();
    stale.write("Cargo.toml", &manifest.replace("0.1.0", "0.2.0"));
    let failed = stale.build(&["--locked"]);
    let error = failed.error("PX203");
    assert!(
        error.contains("= help: let cargo bring Cargo.lock up to date: "),
        "{error}"
    );
    sh(&stale.folder, "cargo update --offline --workspace");
    stale.build(&["--locked"]).ok();
}

#[test]
fn a_mistake_of_the_authors_is_shown_in_rustcs_words() {
    let wrong = Crate::extension(
        "wrong",
        "",
        "",
        &format!("{NO_STD}{ADD}\npub fn bad() -> u32 {{ \"text\" }}"),
    );
    let failed = wrong.build(&[]);
    for words in [
        "error[E0308]: mismatched types",
        "--> wrong/src/lib.rs:",
        "expected `u32`, found `&str`",
    ] {
        assert!(failed.said.contains(words), "{}", failed.said);
    }
    assert_eq!(
        failed.error("PX206"),
        format!(
            "error[PX206]: cargo could not build `wrong`\n  --> {}\n  = note: cargo says why above\n  = help: correct what it names\n",
            wrong.folder.join("Cargo.toml").display()
        )
    );
}

#[test]
fn a_type_that_cannot_cross_is_reported_once_where_it_stands() {
    let lib = "
        use pyext::prelude::*;
        #[export]
        pub fn f(a: Box<u16>, b: Option<Box<u32>>, c: &[Box<u64>]) -> Vec<Box<u8>> { Vec::new() }
        ";
    let wrong = Crate::extension("types", "", "", &format!("{NO_STD}{lib}"));
    let failed = wrong.build(&[]);
    // Columns of the types.
    for column in [21, 34, 55, 71] {
        let report =
            format!("cannot cross between Rust and Python\n  --> types/src/lib.rs:5:{column}\n");
        assert_eq!(failed.said.matches(&report).count(), 1, "{}", failed.said);
    }
    failed.error("PX206");
}

/// A toolchain without the library for WebAssembly: a rustc that says so, and a cargo that must not be run.
#[cfg(unix)]
fn bare_toolchain() -> PathBuf {
    let folder = home().join("bare");
    fs::create_dir_all(&folder).unwrap();
    let answers = "#!/bin/sh\necho /no/such/folder\necho /no/such\n";
    program(&folder.join("rustc"), answers);
    program(&folder.join("cargo"), "#!/bin/sh\nexit 7\n");
    folder
}

/// Writes a program.
#[cfg(unix)]
fn program(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn without_the_target_the_command_that_adds_it_is_named() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    let bare = bare_toolchain();
    let mut command = greet.command(&["build"]);
    command
        .env("CARGO", bare.join("cargo"))
        .env_remove("RUSTUP_TOOLCHAIN");
    command.env("PATH", &bare).env("RUSTUP_HOME", &bare);
    assert_eq!(
        run(&mut command).error("PX201"),
        "error[PX201]: no installed Rust toolchain has the standard library for wasm32-unknown-unknown\n  \
         = note: extensions are compiled to WebAssembly\n  \
         = help: rustup target add wasm32-unknown-unknown\n          \
         (without rustup, install your system's package of it; Debian and Ubuntu: libstd-rust-dev-wasm32)\n"
    );
}

#[cfg(unix)]
#[test]
fn another_toolchain_that_has_the_target_is_taken_and_announced() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    let mut command = greet.command(&["build", "--no-wasm-opt"]);
    command
        .env("CARGO", bare_toolchain().join("cargo"))
        .env_remove("RUSTUP_TOOLCHAIN");
    let built = run(&mut command).ok();
    let announced = built.said.lines().next().unwrap();
    assert!(
        announced.starts_with("       Using toolchain `")
            || announced.starts_with("       Using the toolchain of "),
        "{announced}"
    );
    assert!(
        announced
            .ends_with(": the active toolchain has no standard library for wasm32-unknown-unknown"),
        "{announced}"
    );
}

#[test]
fn without_cargo_the_error_says_where_to_get_it() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    let mut command = greet.command(&["build"]);
    command
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTC");
    command.env("PATH", home()).env("RUSTUP_HOME", home());
    assert!(
        run(&mut command)
            .error("PX202")
            .contains("install Rust from https://rustup.rs")
    );
}

#[test]
fn a_cargo_or_rustc_that_the_environment_names_is_not_replaced_by_another() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    for name in ["CARGO", "RUSTC"] {
        let ran = run(add.command(&["build"]).env(name, "/no/such/program"));
        assert_eq!(
            ran.error("PX202"),
            format!(
                "error[PX202]: {} cannot be run\n  --> the environment variable {name}\n  \
                 = note: there is no program /no/such/program\n  = help: unset {name}\n",
                name.to_lowercase()
            )
        );
    }
}

#[test]
fn an_undefined_function_of_c_is_named_and_no_file_is_written() {
    let lib = "
        unsafe extern \"C\" { fn sqlite3_open() -> u32; }
        #[pyext::export]
        pub fn open() -> u32 { unsafe { sqlite3_open() } }
        ";
    let c = Crate::extension("c-code", "", "", &format!("{NO_STD}{lib}"));
    let failed = c.build(&[]);
    if failed.said.contains("undefined symbol") {
        assert_eq!(
            failed.error("PX226"),
            "error[PX226]: functions are declared that nobody defines\n  \
             --> `sqlite3_open`\n  \
             = note: they are declared in an `extern` block, usually for C code that was not compiled for wasm32\n  \
             = help: use a crate without C code, switch off the feature that needs it, or define the functions in Rust with #[unsafe(no_mangle)]\n"
        );
    } else {
        // Until 1.95 Rust lets the linker make an import of it.
        assert!(
            failed
                .error("PX309")
                .contains("--> import `sqlite3_open`\n")
        );
        assert!(failed.error("PX221").contains("one thing is wrong with it"));
    }
    assert!(!c.path().exists());
}

#[test]
fn a_c_library_that_cannot_be_compiled_is_named() {
    let c = Crate::new("zip-sys", "links = \"zip\"", "", "");
    c.write(
        "build.rs",
        "fn main() { eprintln!(\"no compiler\"); std::process::exit(1); }",
    );
    let app = Crate::extension(
        "app",
        "",
        "zip-sys = { path = \"../zip-sys\" }",
        &format!("{NO_STD}{ADD}"),
    );
    let failed = app.build(&[]);
    assert!(failed.said.contains("no compiler"), "{}", failed.said);
    assert_eq!(
        failed.error("PX206"),
        format!(
            "error[PX206]: cargo could not build `app`\n  --> {}\n  \
             = note: cargo says why above; perhaps C code that cannot be compiled for wasm32\n          \
             here: app → zip-sys 0.1.0\n  \
             = help: use a crate without C code, or switch off the feature that needs it\n",
            app.folder.join("Cargo.toml").display()
        )
    );
}

#[test]
fn a_foreign_import_is_a_finding_and_no_file_is_written() {
    let lib = "
        #[link(wasm_import_module = \"host\")]
        unsafe extern \"C\" { fn call() -> u32; }
        #[pyext::export]
        pub fn f() -> u32 { unsafe { call() } }
        ";
    let foreign = Crate::extension("foreign", "", "", &format!("{NO_STD}{lib}"));
    let failed = foreign.build(&[]);
    assert!(failed.error("PX309").contains("--> import `call`\n"));
    assert!(failed.error("PX221").contains("one thing is wrong with it"));
    assert!(!foreign.path().exists());
}

#[test]
fn imports_of_wasm_bindgen_are_traced_to_the_crate_that_brings_them() {
    let js = "use wasm_bindgen::prelude::*;\n#[wasm_bindgen]\nextern \"C\" { fn alert(s: &str); }\npub fn show() { alert(\"hi\"); }";
    Crate::new("pop-up", "", "[dependencies]\nwasm-bindgen = \"0.2\"", js);
    let app = Crate::extension(
        "app",
        ", features = [\"std\"]",
        "pop-up = { path = \"../pop-up\" }",
        "#[pyext::export]\npub fn show() { pop_up::show() }",
    );
    let failed = app.build(&[]);
    let finding = failed.error("PX309");
    assert!(
        finding.contains("here: app → pop-up 0.1.0 → wasm-bindgen 0.2."),
        "{finding}"
    );
    assert!(
        finding.contains("switch off the feature of `pop-up` that needs it"),
        "{finding}"
    );
}

#[test]
fn random_numbers_are_traced_to_the_crate_that_asks_for_them() {
    for version in ["0.2", "0.3", "0.4"] {
        let lib = "pub fn dice() -> u8 { 4 }\npub use getrandom as _;";
        Crate::new(
            "dice",
            "",
            &format!("[dependencies]\ngetrandom = \"{version}\""),
            lib,
        );
        let app = Crate::extension(
            "app",
            ", features = [\"std\"]",
            "dice = { path = \"../dice\" }",
            "#[pyext::export]\npub fn roll() -> u8 { dice::dice() }",
        );
        let failed = app.build(&[]);
        let error = failed.error("PX225");
        assert!(
            error.contains(&format!("here: app → dice 0.1.0 → getrandom {version}.")),
            "{error}"
        );
        assert!(
            error.contains("pass random bytes or a seed from Python"),
            "{error}"
        );
        let feature = error.contains("cargo add pyext --features getrandom");
        assert_eq!(feature, version != "0.2", "{error}");
    }
}

#[test]
fn a_source_of_random_numbers_is_set_where_the_sdk_is_one_and_getrandom_asks() {
    let has_source = |version: &str, feature: &str| {
        let asks = "#![allow(unexpected_cfgs)]\n#[cfg(not(getrandom_backend = \"custom\"))] compile_error!(\"no source\");";
        let version = format!("version = \"{version}\"\n");
        let getrandom = Crate::new("getrandom", "", "", asks);
        let manifest = fs::read_to_string(getrandom.folder.join("Cargo.toml")).unwrap();
        getrandom.write(
            "Cargo.toml",
            &manifest.replace("version = \"0.1.0\"\n", &version),
        );
        // In place of the SDK: its feature is all that counts.
        Crate::new("pyext", "", "[features]\ngetrandom = []", "");
        let manifest = format!(
            "[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\n\
             pyext = {{ path = \"../pyext\", features = [{feature}] }}\ngetrandom = {{ path = \"../getrandom\" }}"
        );
        let app = Crate::new("app", "", &manifest, "pub use getrandom as _;");
        let said = app.build(&[]).said;
        let (without, compiled) = (said.contains("no source"), said.contains("error[PX212]"));
        assert_ne!(without, compiled, "{said}");
        compiled
    };
    for version in ["0.3.4", "0.4.0"] {
        assert!(has_source(version, "\"getrandom\""), "{version}");
        assert!(!has_source(version, ""), "{version}");
    }
    assert!(!has_source("0.2.15", "\"getrandom\""));
}

#[test]
fn a_line_that_is_proposed_has_only_features_that_the_crate_has() {
    for (features, line) in [
        (
            "small_rng = []",
            "rand = { version = \"0.1\", default-features = false, features = [\"small_rng\"] }\n",
        ),
        (
            "",
            "rand = { version = \"0.1\", default-features = false }\n",
        ),
    ] {
        let unsupported = "compile_error!(\"see https://docs.rs/getrandom\");";
        Crate::new("getrandom", "", "", unsupported);
        Crate::new(
            "rand",
            "",
            &format!(
                "[features]\n{features}\n[dependencies]\ngetrandom = {{ path = \"../getrandom\" }}"
            ),
            "",
        );
        let app = Crate::extension(
            "app",
            ", features = [\"std\"]",
            "rand = { path = \"../rand\" }",
            ADD,
        );
        let failed = app.build(&[]);
        assert!(failed.error("PX225").contains(line), "{}", failed.said);
    }
}

#[test]
fn a_mistake_in_the_settings_shows_before_anything_is_compiled() {
    for (settings, code, words) in [
        (
            "module_name = \"a\"",
            "PX401",
            "did you mean `module-name`?",
        ),
        (
            "wasm-opt = \"yes\"",
            "PX402",
            "it has to be `true` or `false`",
        ),
        (
            "module-name = \"class\"",
            "PX403",
            "module-name = \"class_\"",
        ),
    ] {
        let package = format!("[package.metadata.pyext]\n{settings}");
        let wrong = Crate::new(
            "settings",
            &package,
            &format!("[dependencies]\n{}", sdk("")),
            "compile error",
        );
        let failed = wrong.build(&[]);
        assert!(failed.error(code).contains(words), "{}", failed.said);
        assert!(
            failed.error(code).contains("settings/Cargo.toml"),
            "{}",
            failed.said
        );
        assert!(!failed.said.contains("Compiling"), "{}", failed.said);
    }
}

#[test]
fn the_users_own_compiler_flags_are_kept_wherever_they_are() {
    let lib = "
        #[cfg(mine)]
        #[pyext::export]
        pub fn mine() {}
        ";
    let flags = Crate::extension("flags", "", "", &format!("{NO_STD}{lib}"));
    let has_mine = |ran: Ran| ran.ok().json()["functions"] == serde_json::json!(["mine"]);
    let build = &["build", "--no-wasm-opt", "--message-format=json"];
    let built = run(flags.command(build).env("RUSTFLAGS", "--cfg  mine"));
    assert!(has_mine(built));
    for settings in [
        "[build]\nrustflags = [\"--cfg\", \"mine\"]",
        "[target.'cfg(target_family = \"wasm\")']\nrustflags = \"--cfg mine\"",
    ] {
        flags.write(".cargo/config.toml", settings);
        assert!(has_mine(flags.build(&[])), "{settings}");
    }
    flags.write(".cargo/config.toml", "");
    flags.build(&[]).error("PX212");
    assert!(has_mine(
        flags.build(&["--config", "build.rustflags=['--cfg','mine']"])
    ));
}

#[test]
fn the_users_own_profile_goes_before_ours() {
    let lib = "#[pyext::export]\npub fn sum(a: u8, b: u8) -> u8 { a + b }";
    let checked = Crate::extension(
        "checked",
        ", default-features = false, features = [\"talc\", \"panic-trap\"]",
        "",
        &format!("{NO_STD}{lib}"),
    );
    checked.build(&[]).ok();
    let wraps = checked.wasm().len();
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    // The macros stay as they are, and need not be compiled again.
    let profile = "[profile.pyext]\ninherits = \"release\"\noverflow-checks = true\n\
        [profile.pyext.build-override]\noverflow-checks = false\n";
    fs::write(workspace().join("Cargo.toml"), manifest + profile).unwrap();
    checked.build(&[]).ok();
    assert!(checked.wasm().len() > wraps);
}

#[test]
fn nothing_in_the_file_tells_where_it_was_made() {
    let lib = "
        use pyext::prelude::*;
        #[export]
        pub fn at(list: Vec<u32>, index: usize) -> String { format!(\"{:?}\", list[index]) }
        #[export]
        pub fn own() -> String { String::from(file!()) }
        ";
    for (name, settings, start) in [
        ("paths", "", NO_STD),
        ("paths-std", ", features = [\"std\"]", ""),
    ] {
        let paths = Crate::extension(name, settings, "", &format!("{start}{lib}"));
        for arguments in [&[][..], &["--debug"]] {
            paths.build(arguments).ok();
            let wasm = paths.wasm();
            let text = String::from_utf8_lossy(&wasm);
            let home = std::env::home_dir().unwrap();
            for folder in [home.as_path(), &repository(), &workspace(), &target()] {
                let folder = folder.to_str().unwrap();
                assert!(!text.contains(folder), "{name} {arguments:?}: {folder}");
            }
        }
    }
}

#[test]
fn a_build_in_which_nothing_changed_compiles_nothing_and_gives_the_same_bytes() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    greet.build(&[]).ok();
    let bytes = greet.wasm();
    let again = greet.build(&[]).ok();
    assert!(!again.said.contains("Compiling"), "{}", again.said);
    assert_eq!(greet.wasm(), bytes);
}

#[cfg(unix)]
#[test]
fn a_build_in_which_nothing_changed_starts_the_compiler_twice_at_most() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    let toolchain = Toolchain::find(&Shell::default()).unwrap();
    let rustc = toolchain.rustc();
    let words: Vec<_> = [rustc.get_program()]
        .into_iter()
        .chain(rustc.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let asked = home().join("asked");
    let counted = home().join("counted-rustc");
    let script = format!(
        "#!/bin/sh\necho \"$@\" >> '{}'\nunset RUSTC RUSTUP_TOOLCHAIN\nexec {} \"$@\"\n",
        asked.display(),
        words.join(" ")
    );
    program(&counted, &script);
    // Of its own: cargo keeps what a compiler said in the target folder, for one compiler.
    let counted_target = home().join("counted-target");
    if !counted_target.exists() {
        copy(&target(), &counted_target);
    }
    let build = || {
        let mut command = greet.command(&["build", "--no-wasm-opt", "--target-dir"]);
        command.arg(&counted_target).env_remove("CARGO_TARGET_DIR");
        run(command.env("RUSTC", &counted)).ok()
    };
    // In a new target folder it does so from the second build on.
    build();
    build();
    fs::write(&asked, "").unwrap();
    let again = build();
    assert!(!again.said.contains("Compiling"), "{}", again.said);
    let asked = fs::read_to_string(&asked).unwrap();
    assert!((1..=2).contains(&asked.lines().count()), "{asked}");
}

#[test]
fn debug_builds_keep_the_names_of_functions() {
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    greet.build(&["--debug"]).ok();
    let wasm = greet.wasm();
    let module = cargo_pyext::wasm::module::Module::parse(&wasm).unwrap();
    assert_eq!(module.custom_sections("name").count(), 1);
    assert_eq!(check(&wasm, None).findings, []);
}

#[test]
fn a_damaged_extension_is_judged_without_a_panic() {
    use proptest::test_runner::{Config, TestRunner};
    let greet = Crate::extension("greet", "", "", &format!("{NO_STD}{GREET}"));
    greet.build(&[]).ok();
    let raw = target().join("wasm32-unknown-unknown/pyext/greet.wasm");
    for wasm in [greet.wasm(), fs::read(raw).unwrap()] {
        let config = Config {
            cases: 300,
            failure_persistence: None,
            ..Config::default()
        };
        let result = TestRunner::new(config).run(&support::mutation::edits(), |edits| {
            support::mutation::look_at(&support::mutation::apply(wasm.clone(), &edits), "greet");
            Ok(())
        });
        result.unwrap();
    }
}

#[test]
fn workspaces_that_share_a_target_folder_share_what_is_compiled() {
    let here = Crate::extension("here", "", "", &format!("{NO_STD}{GREET}"));
    here.build(&[]).ok();
    let there = tempfile::tempdir().unwrap();
    let folder = there.path().join("there");
    fs::create_dir_all(folder.join("src")).unwrap();
    for file in ["Cargo.toml", "src/lib.rs"] {
        let text = fs::read_to_string(here.folder.join(file)).unwrap();
        let text = text.replace("name = \"here\"", "name = \"there\"");
        fs::write(folder.join(file), text).unwrap();
    }
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let there = Crate {
        name: "there".to_string(),
        folder,
    };
    let built = there.build(&[]).ok();
    assert_eq!(built.said.matches("Compiling").count(), 1, "{}", built.said);
}

#[test]
fn a_module_beyond_the_crates_own_limits_is_not_written() {
    let manifest = format!(
        "[package.metadata.pyext]\nmax-size = \"50 B\"\n[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\n{}\n",
        sdk("")
    );
    let add = Crate::new("add", "", &manifest, &format!("{NO_STD}{ADD}"));
    let _ = fs::remove_file(add.path());
    let ran = add.build(&[]);
    assert!(
        ran.said.contains("error[PX330]: the module is too large: "),
        "{}",
        ran.said
    );
    assert_eq!(
        ran.error("PX229"),
        format!(
            "error[PX229]: the module breaks limits of the crate's own, so no file is written\n  --> {}\n  \
             = help: make it smaller (`cargo pyext size` shows what is large), or change the limits in \
             [package.metadata.pyext]\n",
            add.folder.join("Cargo.toml").display()
        )
    );
    let check = run(&mut add.command(&["check", "--message-format=json"]));
    assert_eq!(check.status, 1, "{}", check.said);
    let finding = &check.json()["findings"][0];
    assert_eq!(finding["code"], "PX330");
    let manifest = add.folder.join("Cargo.toml");
    assert_eq!(finding["place"], manifest.to_str().unwrap());
    // The mend is to look with this, so it has to work.
    let size = run(&mut add.command(&["size"])).ok();
    assert!(size.out.contains("  add::add\n"), "{}", size.out);
    assert!(!add.path().exists());
    add.build(&["--debug"]).ok();
}

#[test]
fn the_lock_file_shows_a_break_that_nobody_meant() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    let diff = |arguments: &[&str]| run(&mut add.command(&[&["diff", "-q"], arguments].concat()));
    let lock = add.folder.join("pyext.lock");
    assert_eq!(
        diff(&[]).error("PX920"),
        format!(
            "error[PX920]: there is nothing to compare with\n  --> {}\n  \
             = note: the crate has no lock file of its interface\n  = help: cargo pyext diff --update\n          \
             or name an older file: cargo pyext diff OLD\n",
            lock.display()
        )
    );
    assert_eq!(
        diff(&["--update"]).ok().out,
        "The interfaces are the same.\n"
    );
    let changed = ADD.replace("b: u32", "c: u32").replace("(b)", "(c)");
    add.write("src/lib.rs", &format!("{NO_STD}{changed}"));
    let broken = diff(&[]);
    assert_eq!(broken.status, 1, "{}", broken.said);
    assert_eq!(
        broken.out,
        "major  function add, parameter b: is gone\nmajor  function add, parameter c: is new\n\
         The change is major: from 0.1.0 to at least 0.2.0, and the version is 0.1.0.\n"
    );
    assert_eq!(diff(&["--update"]).ok().status, 0);
}

#[test]
fn size_names_functions_and_what_has_grown() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    let size = |arguments: &[&str]| {
        let arguments = [&["size", "-q", "--no-wasm-opt"], arguments].concat();
        run(&mut add.command(&arguments))
    };
    let _ = fs::remove_file(add.path().with_extension("size.json"));
    assert!(
        size(&["--diff"])
            .error("PX924")
            .contains("there is no older size to compare with")
    );
    let out = size(&[]).ok().out;
    assert!(out.contains("  add::add\n"), "{out}");
    assert!(out.contains("\nCode by crate\n"), "{out}");
    add.write("src/lib.rs", &format!("{NO_STD}{GREET}"));
    let out = size(&["--diff"]).ok().out;
    for part in ["  add::greet\n", "\nCode for\n"] {
        assert!(out.contains(part), "{out}");
    }
    let json = size(&["--message-format=json"]).ok().json();
    add.build(&[]).ok();
    assert_eq!(json["size"], add.wasm().len());
}

#[test]
fn an_offset_is_looked_up_in_what_the_same_options_build() {
    let lib = "#[pyext::export]\npub fn double(numbers: &mut [f32]) {\n    for n in numbers {\n        *n *= 2.0;\n    }\n}\n";
    let double = Crate::extension("double", "", "", &format!("{NO_STD}{lib}"));
    double.build(&["--simd"]).ok();
    let wasm = double.wasm();
    let module = Module::parse(&wasm).unwrap();
    let export = module.export("double").unwrap();
    let range = module.body(export.index).unwrap().range();
    let last = format!("{:#x}", range.end - 1);
    let inspect = |options: &[&str]| {
        let options = [&["inspect", "--no-wasm-opt"], options, &["--addr", &last]];
        run(&mut double.command(&options.concat()))
    };
    let place = format!(
        "+{:#x}, function {}\n",
        range.end - range.start - 1,
        export.index
    );
    let named = inspect(&["--simd"]).ok();
    assert_eq!(
        named.out,
        format!("{last}  `double::double` (crate `double`) {place}")
    );
    // The file alone has no names but those of its exports.
    fs::write(double.folder.join("double.wasm"), &wasm).unwrap();
    for words in [
        ["double.wasm", "--addr", &last],
        ["--addr", &last, "double.wasm"],
    ] {
        let words = [["inspect"].as_slice(), &words].concat();
        let alone = run(&mut double.command(&words)).ok();
        assert_eq!(alone.out, format!("{last}  `double` {place}"));
    }
}

#[test]
fn what_a_build_is_made_for_is_what_cargo_and_wasm_opt_are_told() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    for (goal, level) in [("size", "\"z\""), ("balanced", "\"s\""), ("speed", "3")] {
        let ran = add.build(&["--profile", goal, "--print-commands"]).ok();
        let last = format!("profile.pyext.opt-level={level}");
        let at = ran.said.rfind("profile.pyext.opt-level=").unwrap();
        assert!(ran.said[at..].starts_with(&last), "{}", ran.said);
    }
}

#[test]
fn a_wasm_opt_that_is_required_or_pinned_is_demanded_before_anything_is_compiled() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    let mut command = add.command(&["build", "--require-wasm-opt"]);
    let folders = std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .filter(|folder| !folder.join("wasm-opt").exists())
        .collect::<Vec<_>>();
    let path = std::env::join_paths(folders).unwrap();
    let ran = run(command.env("PATH", &path));
    assert_eq!(
        ran.error("PX230"),
        "error[PX230]: there is no wasm-opt, and it is required\n  --> --require-wasm-opt\n  \
         = note: neither WASM_OPT nor PATH nor node_modules/.bin leads to one\n  \
         = help: npm install binaryen\n          or your system's package `binaryen`, or do without: `--no-wasm-opt`\n"
    );
    assert!(!ran.said.contains("Compiling"), "{}", ran.said);
    // Without any the file would differ as much as by one of another version.
    let manifest = format!(
        "[package.metadata.pyext]\nwasm-opt-version = \"119\"\n[dependencies]\n{}\n",
        sdk("")
    );
    let pinned = Crate::new("pinned", "", &manifest, &format!("{NO_STD}{ADD}"));
    let ran = run(pinned.command(&["build"]).env("PATH", &path));
    let error = ran.error("PX230");
    assert!(error.contains("`wasm-opt-version`"), "{error}");
    assert!(error.contains("npm install binaryen@119\n"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_wasm_opt_of_another_version_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let manifest = format!(
        "[package.metadata.pyext]\nwasm-opt-version = \">=116\"\n[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\n{}\n",
        sdk("")
    );
    let add = Crate::new("add", "", &manifest, &format!("{NO_STD}{ADD}"));
    add.write("wasm-opt", "#!/bin/sh\necho 'wasm-opt version 108'\n");
    let tool = add.folder.join("wasm-opt");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    let ran = run(&mut add.command(&["build", "--wasm-opt", tool.to_str().unwrap()]));
    assert_eq!(
        ran.error("PX231"),
        format!(
            "error[PX231]: wasm-opt has to be version `>=116`\n  --> {}\n  \
             = note: it says `wasm-opt version 108`\n  = help: npm install binaryen\n          \
             or change `wasm-opt-version` in [package.metadata.pyext]\n",
            tool.display()
        )
    );
}

#[test]
fn a_build_that_depends_on_its_folder_is_no_reproducible_one() {
    let add = Crate::extension("add", "", "", &format!("{NO_STD}{ADD}"));
    let ran = add.build(&["--verify-reproducible"]).ok();
    assert!(
        ran.said
            .contains("Verified both builds are the same, bit for bit\n"),
        "{}",
        ran.said
    );
    let lib = "pub const PLACE: &str = env!(\"OUT_DIR\");
        #[pyext::export] pub fn place() -> pyext::prelude::String { PLACE.into() }";
    add.write("src/lib.rs", &format!("{NO_STD}{lib}"));
    add.write("build.rs", "fn main() {}");
    let ran = add.build(&["--verify-reproducible"]);
    let error = ran.error("PX232");
    assert!(
        error.starts_with("error[PX232]: built twice, the module differs\n"),
        "{error}"
    );
    // The sections have one size if both folders' names have.
    let is_named = error.contains("section data") || error.contains("bytes from ");
    assert!(is_named, "{error}");
}

#[cfg(unix)]
#[test]
fn what_compiling_the_standard_library_needs_is_named() {
    let new = Crate::extension("needs-nightly", "", "", ADD);
    let rustc = workspace().join("a rustc");
    for (version, bootstrap, missing) in [
        ("1.95.0", "", 2),
        ("1.97.0-nightly", "", 1),
        ("1.95.0", "1", 1),
    ] {
        program(
            &rustc,
            &format!(
                "#!/bin/sh\ncase $1 in --version) echo rustc {version};; *) echo /no; echo /no;; esac"
            ),
        );
        let mut command = new.command(&["build", "--build-std"]);
        let ran = run(command
            .env("RUSTC", &rustc)
            .env("RUSTC_BOOTSTRAP", bootstrap));
        let error = ran.error("PX233");
        assert_eq!(
            error.contains("an option of nightly toolchains"),
            missing == 2,
            "{error}"
        );
        assert!(
            error.contains("the sources of the standard library are not installed"),
            "{error}"
        );
        assert!(
            error.contains("cargo +nightly pyext build --build-std"),
            "{error}"
        );
    }
}

/// Another build with other features would write the file that cargo has just written, before it is read.
#[test]
fn a_build_waits_for_another_one_that_has_not_yet_read_what_cargo_made() {
    let greet = Crate::extension("waits", "", "", &format!("{NO_STD}{GREET}"));
    let path = target().join("pyext/.pyext.lock");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let other = fs::File::create(path).unwrap();
    other.lock().unwrap();
    let mut child = greet
        .command(&["build", "--no-wasm-opt"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let blocking = said.find(|line| {
        let line = line.as_ref().unwrap();
        assert!(!line.contains("Compiling"), "{line}");
        line == "    Blocking waiting for another build"
    });
    assert!(blocking.is_some());
    drop(other);
    assert!(said.any(|line| line.unwrap().contains("Compiling waits")));
    assert!(child.wait().unwrap().success());
}
