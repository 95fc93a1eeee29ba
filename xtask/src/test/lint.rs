//! The stages that read the sources and run none of them.

use cargo_pyext::error::Result;

use super::built::Built;
use super::stages::{CRATES, all, cargo_in, tools};
use crate::context::Context;
use crate::setup::python;

/// Folders with Python of this project.
const PYTHON: [&str; 5] = ["host", "tests", "xtask/scripts", "examples", "bench"];
/// Those of them with a mypy configuration, strict, and the environment that they run in.
const TYPED: [(&str, &str); 4] = [
    ("host", "venv"),
    ("tests", "venv"),
    ("xtask/scripts", "demo-venv"),
    ("bench", "venv"),
];
/// Crates and workspaces that rustfmt reads alone: what compiles them are other tests, or people with more than this project installs.
const FORMATTED: [&str; 4] = ["bench/guests", "bench/native", "fuzz", "tests/everything"];

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
    all([workspace].into_iter().chain(crates).chain([python]))
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
    all([ruff].into_iter().chain(mypy))
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

pub fn rustdoc(context: &Context, _: &Built) -> Result<()> {
    context
        .cargo()
        .args(["doc", "--quiet", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .run()
}
