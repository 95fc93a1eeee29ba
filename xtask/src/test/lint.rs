//! The stages that read the sources and run none of them.

use cargo_pyext::cargo::toolchain::{TARGET, Toolchain};
use cargo_pyext::error::Result;
use cargo_pyext::shell::{Shell, Verbosity};

use super::built::Built;
use super::stages::{CRATES, all, cargo_in, tools};
use crate::context::Context;
use crate::process::{Process, side_by_side};
use crate::setup::python;

/// Folders with Python of this project.
const PYTHON: [&str; 7] = [
    "host",
    "tests",
    "xtask/scripts",
    "examples",
    "bench",
    "cli/src",
    "templates/pyproject",
];
/// Those of them with a mypy configuration, strict, and the environment that they run in.
const TYPED: [(&str, &str); 4] = [
    ("host", "venv"),
    ("tests", "venv"),
    ("xtask/scripts", "demo-venv"),
    ("bench", "venv"),
];
/// Crates and workspaces that rustfmt reads alone: what compiles them are other tests, or people with more than this project installs.
const FORMATTED: [&str; 3] = ["bench/guests", "bench/native", "fuzz"];

pub fn format(context: &Context, _: &Built) -> Result<()> {
    let workspace = context.cargo().args(["fmt", "--all", "--check"]);
    let crates = CRATES
        .into_iter()
        .chain(FORMATTED)
        .map(|folder| cargo_in(context, folder).args(["fmt", "--all", "--check"]));
    let python = context
        .command(tools(context).program("ruff"))
        .args(["format", "--check", "--quiet", "--diff"])
        .args(PYTHON);
    at_once([workspace].into_iter().chain(crates).chain([python]))
}

pub fn python(context: &Context, _: &Built) -> Result<()> {
    let ruff = context
        .command(tools(context).program("ruff"))
        .args(["check", "--quiet"])
        .args(PYTHON);
    let mypy = TYPED.map(|(folder, environment)| {
        context
            .command(tools(context).program("mypy"))
            .args(["--no-error-summary", "--cache-dir"])
            .arg(context.work.join("mypy").join(folder))
            .arg("--python-executable")
            .arg(python::venv(context, environment).python())
            .current_dir(context.path(folder))
    });
    at_once([ruff].into_iter().chain(mypy))
}

/// Runs commands of which each keeps one core busy.
fn at_once(commands: impl Iterator<Item = Process>) -> Result<()> {
    side_by_side(commands.map(|command| || command.run_apart()))
}

pub fn clippy(context: &Context, _: &Built) -> Result<()> {
    let deny = ["--all-targets", "--", "--deny", "warnings"];
    let workspace = context
        .cargo()
        .args(["clippy", "--quiet", "--workspace"])
        .args(deny);
    let crates = CRATES.map(|folder| {
        cargo_in(context, folder)
            .args(["clippy", "--quiet"])
            .args(deny)
    });
    all([workspace].into_iter().chain(crates))
}

/// What clippy does not see natively: the parts of the SDK that are there on wasm32 only.
pub fn sdk(context: &Context, _: &Built) -> Result<()> {
    let toolchain = Toolchain::find(&Shell::new(Verbosity::Quiet))?;
    let cargo = || context.wrap(toolchain.cargo());
    // Debian has clippy in a package of its own.
    let has_clippy = cargo().args(["clippy", "--version"]).ask().is_some();
    let lint = if has_clippy { "clippy" } else { "check" };
    all(feature_mixes().into_iter().map(|features| {
        cargo()
            .args([lint, "--quiet", "--package", "pyext", "--target", TARGET])
            .args(["--no-default-features", "--features", &features])
            .env("CARGO_TARGET_DIR", context.work.join("sdk"))
            .env("RUSTFLAGS", "--deny warnings")
    }))
}

/// The mixes of the SDK's features that differ in what is compiled: what a panic does depends on std, the rest on itself alone.
fn feature_mixes() -> Vec<String> {
    let mut mixes = Vec::new();
    for std in ["", "std"] {
        for panic in ["panic-trap", "panic-location", "panic-format"] {
            mixes.push([std, "talc", panic].join(","));
        }
        mixes.push(std.to_owned());
    }
    mixes.push("log,getrandom,talc,panic-format".to_owned());
    mixes.push("trusted-host,talc,panic-format".to_owned());
    mixes.push("trusted-host,std,talc,panic-trap,panic-location,panic-format".to_owned());
    mixes
}

pub fn rustdoc(context: &Context, _: &Built) -> Result<()> {
    context
        .cargo()
        .args(["doc", "--quiet", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .run()
}
