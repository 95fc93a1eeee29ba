//! What comes from Debian: its toolchain for the web, where rustup cannot download the wasm32 target, and a browser for tests.
//!
//! Debian's packages hold a compiler and its source, not the target's standard library; that is built once. Debian moves
//! the toolchain forward, so its version, source folder and linker are asked for and stand nowhere in here.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use cargo_pyext::error::{Error, Result};

use super::wasm::{self, TARGET};
use crate::context::Context;

/// The compiler, its cargo, the source of its standard library, its link to LLVM.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
/// Under this name rustup shows Debian's toolchain.
const TOOLCHAIN: &str = "rust-web";
/// Where Debian puts it.
const PREFIX: &str = "/usr";

/// How it went.
pub enum Outcome {
    /// The target can be used.
    Ready,
    /// This way is closed here, and why.
    Unfit(String),
}

/// Installs the toolchain, shows it to rustup and builds the target's standard library, each only if it is missing.
pub fn ready(context: &Context) -> Result<Outcome> {
    if let Some(refusal) = refusal(context) {
        return Ok(Outcome::Unfit(refusal));
    }
    install(context)?;
    link(context)?;
    let rustc = format!("{PREFIX}/bin/rustc");
    if !wasm::compiles(context, Command::new(&rustc)) {
        build_std(context, &rustc)?;
    }
    if !wasm::compiles(context, Command::new(&rustc)) {
        return Err(Error::new(
            "PX706",
            "Debian's toolchain still cannot compile for wasm32",
        )
        .place(&rustc)
        .reason("its standard library was built and installed just now")
        .mend(format!("see what `{rustc} --target {TARGET} FILE.rs` says")));
    }
    Ok(Outcome::Ready)
}

/// Names of programs that can be the browser of the tests; the first is what Debian's package has.
const BROWSERS: [&str; 4] = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
];

/// Installs a Chromium without windows for the tests, if there is none and this machine lets it; says so if not.
pub fn browser(context: &Context) -> Result<()> {
    let is_here = |name: &str| context.command(name).arg("--version").ask().is_some();
    if env::var_os("PYEXT_CHROMIUM").is_some() || BROWSERS.iter().any(|name| is_here(name)) {
        return Ok(());
    }
    if let Some(refusal) = refusal(context) {
        context.shell.note(format_args!(
            "there is no Chromium, so tests/test_browser.py fails: install one, or set PYEXT_CHROMIUM to its path ({refusal})"
        ));
        return Ok(());
    }
    update(context)?;
    context.shell.status(
        "Installing",
        format_args!("Debian's Chromium without windows, {}", BROWSERS[0]),
    );
    apt_install(
        context,
        &[BROWSERS[0].to_owned()],
        "this step needs a Debian mirror",
    )
}

fn update(context: &Context) -> Result<()> {
    context
        .shell
        .status("Updating", "Debian's package lists (apt-get update)");
    context
        .command("apt-get")
        .args(["update", "--quiet", "--quiet"])
        .mend("this step needs a Debian mirror")
        .quiet()
        .map(drop)
}

fn apt_install(context: &Context, packages: &[String], mend: &str) -> Result<()> {
    context
        .command("apt-get")
        // A machine with Debian's other rustc would lose it; then the people there decide.
        .args([
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            "--no-remove",
        ])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .mend(mend)
        .quiet()
        .map(drop)
}

/// The same in words, for people who may do what this program may not.
pub fn commands(context: &Context) -> String {
    let linker = linker_package(context).unwrap_or_else(|| "lld".to_owned());
    format!(
        "apt-get install {} {linker}, then cargo xtask setup",
        PACKAGES.join(" ")
    )
}

fn refusal(context: &Context) -> Option<String> {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !is_debian(&release) {
        return Some("Debian's toolchain: this machine is no Debian".to_owned());
    }
    let user = context.command("id").arg("-u").ask();
    if user.as_deref() != Some("0") {
        return Some("Debian's toolchain: installing packages takes root".to_owned());
    }
    None
}

fn is_debian(release: &str) -> bool {
    release.lines().any(|line| {
        line.split_once('=').is_some_and(|(key, value)| {
            matches!(key, "ID" | "ID_LIKE")
                && value
                    .trim_matches('"')
                    .split_whitespace()
                    .any(|id| id == "debian")
        })
    })
}

fn install(context: &Context) -> Result<()> {
    let linker = linker_package(context);
    let complete = PACKAGES
        .iter()
        .map(|name| (*name).to_owned())
        .chain(linker.clone())
        .all(|name| is_installed(context, &name));
    if complete && linker.is_some() {
        return Ok(());
    }
    update(context)?;
    let linker = linker_package(context).ok_or_else(|| {
        Error::new("PX706", "Debian does not say which LLVM its Rust toolchain uses")
            .reason("`apt-cache depends rust-web-llvm` names no llvm-NN: this Debian has no recent toolchain for the web")
            .mend(format!("rustup target add {TARGET}"))
    })?;
    context.shell.status(
        "Installing",
        format_args!(
            "Debian's Rust toolchain for the web ({} {linker})",
            PACKAGES.join(" ")
        ),
    );
    let packages: Vec<String> = PACKAGES
        .iter()
        .map(|name| (*name).to_owned())
        .chain([linker])
        .collect();
    let mend =
        "this step needs a Debian mirror, and no package in its way (Debian's rustc or rustup)";
    apt_install(context, &packages, mend)
}

fn is_installed(context: &Context, package: &str) -> bool {
    context
        .command("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .ask()
        .is_some_and(|status| status == "installed")
}

/// The lld of the LLVM that the toolchain is built with. No package depends on it, and linking needs it.
fn linker_package(context: &Context) -> Option<String> {
    let depends = context
        .command("apt-cache")
        .args(["depends", "rust-web-llvm"])
        .ask()?;
    linker_of(&depends)
}

fn linker_of(depends: &str) -> Option<String> {
    depends.lines().find_map(|line| {
        let version = line.trim().strip_prefix("Depends: llvm-")?;
        version
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| format!("lld-{version}"))
    })
}

/// `cargo +rust-web`, where there is a rustup to serve it.
fn link(context: &Context) -> Result<()> {
    let Some(list) = context.command("rustup").args(["toolchain", "list"]).ask() else {
        return Ok(());
    };
    if list
        .lines()
        .any(|line| line.split_whitespace().next() == Some(TOOLCHAIN))
    {
        return Ok(());
    }
    context.shell.status(
        "Linking",
        format_args!("{PREFIX} as rustup's toolchain `{TOOLCHAIN}`"),
    );
    context
        .command("rustup")
        .args(["toolchain", "link", TOOLCHAIN, PREFIX])
        .quiet()?;
    Ok(())
}

fn build_std(context: &Context, rustc: &str) -> Result<()> {
    context.shell.status(
        "Building",
        format_args!("the standard library for {TARGET}, once (half a minute)"),
    );
    let folder = context.work.join("std");
    let trouble = |error: std::io::Error| {
        Error::new("PX702", "the standard library cannot be built")
            .place(folder.display())
            .reason(error)
    };
    fs::create_dir_all(folder.join("src")).map_err(trouble)?;
    let manifest = format!(
        "[package]\nname = \"{NO_CRATE}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).map_err(trouble)?;
    fs::write(folder.join("src/lib.rs"), "").map_err(trouble)?;

    let messages = context
        .command(format!("{PREFIX}/bin/cargo"))
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "--message-format",
            "json",
        ])
        .args(["-Z", "build-std=core,alloc,std,panic_abort"])
        .current_dir(&folder)
        .env("RUSTC", rustc)
        // -Z on a stable compiler; the library is the compiler's own, of the same version.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in the library LTO fails: "can't find section .llvmbc".
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Cembed-bitcode=yes",
        )
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .mend("this step needs crates.io, or the registry that cargo is configured for")
        .quiet()?;
    let libraries = libraries(&messages);
    if libraries.is_empty() {
        return Err(Error::new("PX706", "cargo built no standard library").place(folder.display()));
    }
    let home = context
        .command(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .quiet()?;
    put(&libraries, Path::new(home.trim()))
}

/// The crate that only gives `-Z build-std` a reason to run.
const NO_CRATE: &str = "std-for-wasm";

/// The libraries that cargo says it made for the target.
fn libraries(messages: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for message in messages.lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(message) else {
            continue;
        };
        let of_ours = message["target"]["name"] == NO_CRATE.replace('-', "_");
        if message["reason"] != "compiler-artifact" || of_ours {
            continue;
        }
        let files = message["filenames"].as_array().into_iter().flatten();
        found.extend(
            files
                .filter_map(|file| file.as_str())
                .map(PathBuf::from)
                .filter(|file| file.extension() == Some(OsStr::new("rlib")))
                // Build scripts of the library are the machine's, not the target's.
                .filter(|file| file.components().any(|part| part.as_os_str() == TARGET)),
        );
    }
    found
}

/// Puts the libraries into `home` in one move, so that an interrupted run leaves no half of a library behind.
fn put(libraries: &[PathBuf], home: &Path) -> Result<()> {
    let trouble = |error: std::io::Error| {
        Error::new("PX702", "the standard library cannot be installed")
            .place(home.display())
            .reason(error)
    };
    let partial = home.with_extension(format!("partial-{}", process::id()));
    fs::create_dir_all(&partial).map_err(trouble)?;
    for library in libraries {
        if let Some(name) = library.file_name() {
            fs::copy(library, partial.join(name)).map_err(trouble)?;
        }
    }
    if home.exists() {
        fs::remove_dir_all(home).map_err(trouble)?;
    }
    fs::rename(&partial, home).map_err(trouble)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linker_is_of_the_llvm_that_the_toolchain_depends_on() {
        let depends = "rust-web-llvm\n  Depends: libc6\n  Depends: libgcc-s1\n  Depends: llvm-23\n  Conflicts: <rust-llvm>";
        assert_eq!(linker_of(depends), Some("lld-23".to_owned()));
        assert_eq!(
            linker_of("rust-web-llvm\n  Depends: libc6\n  Depends: llvm-dev"),
            None
        );
    }

    #[test]
    fn debian_and_its_derivatives_are_known_by_their_release_file() {
        for (release, expected) in [
            ("NAME=\"Debian GNU/Linux\"\nID=debian\n", true),
            ("ID=ubuntu\nID_LIKE=debian\n", true),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", true),
            ("ID=fedora\nHOME_URL=\"https://debian.example\"\n", false),
            ("", false),
        ] {
            assert_eq!(is_debian(release), expected, "{release}");
        }
    }

    #[test]
    fn only_libraries_of_the_target_are_taken_from_cargos_messages() {
        let messages = r#"
{"reason":"compiler-artifact","target":{"name":"core"},"filenames":["/t/wasm32-unknown-unknown/release/deps/libcore-1.rlib","/t/wasm32-unknown-unknown/release/deps/libcore-1.rmeta"]}
{"reason":"compiler-artifact","target":{"name":"build-script-build"},"filenames":["/t/release/build/std/build-script-build"]}
{"reason":"compiler-artifact","target":{"name":"std_for_wasm"},"filenames":["/t/wasm32-unknown-unknown/release/libstd_for_wasm.rlib"]}
{"reason":"build-finished","success":true}"#;
        let expected = PathBuf::from("/t/wasm32-unknown-unknown/release/deps/libcore-1.rlib");
        assert_eq!(libraries(messages), [expected]);
    }
}
