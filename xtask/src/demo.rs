//! `cargo xtask demo`: the Markdown example from its Rust source to HTML in Python.

use std::path::Path;

use cargo_pyext::error::Result;

use crate::build;
use crate::context::Context;
use crate::setup::{self, Purpose, python};

/// Builds the command line tool, the example and its wheel, installs it and converts real documents.
pub fn run(context: &Context) -> Result<()> {
    setup::run(context, Purpose::Demo)?;
    show(context)
}

/// The same on a machine that is ready.
pub fn show(context: &Context) -> Result<()> {
    let cli = build::cli(context)?;
    let wheel = build::wheel(context, &cli, Path::new("examples/markdown"))?;
    let venv = install(context, &wheel)?;
    context
        .command(venv.python())
        .arg(context.path("xtask/scripts/demo.py"))
        .arg(context.path("README.md"))
        .arg(python::specification_folder(context).join("spec.md"))
        .run()
}

fn install(context: &Context, wheel: &Path) -> Result<python::Venv> {
    let venv = python::venv(context, "demo-venv");
    context.shell.status(
        "Installing",
        format_args!("{} into {}", name(wheel), venv.folder().display()),
    );
    let wheel = wheel.to_string_lossy().into_owned();
    // The version stays while the code changes, so pip has to be told; wasmtime and the rest are kept.
    python::pip(
        context,
        &venv,
        &[
            "install",
            "--quiet",
            "--force-reinstall",
            "--no-deps",
            &wheel,
        ],
    )?;
    python::pip(context, &venv, &["install", "--quiet", &wheel])?;
    Ok(venv)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
