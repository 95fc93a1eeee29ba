//! The stages that run tests.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_pyext::cargo::toolchain::Toolchain;
use cargo_pyext::error::Result;
use cargo_pyext::shell::{Shell, Verbosity};

use super::built::Built;
use super::stages::{CRATES, all, cargo_in, target, tools};
use crate::build;
use crate::context::Context;
use crate::process::{Process, cores, side_by_side};
use crate::setup::node;
use crate::setup::python::{self, Venv};

pub fn rust(context: &Context, _: &Built) -> Result<()> {
    context
        .cargo()
        .args(["test", "--quiet", "--workspace", "--no-fail-fast"])
        .run()
}

pub fn examples(context: &Context, _: &Built) -> Result<()> {
    all(CRATES.map(|folder| cargo_in(context, folder).args(["test", "--quiet"])))
}

/// The host's tests on one wasmtime; `None` is the newest.
pub fn host(
    context: &Context,
    built: &Built,
    wasmtime: Option<u32>,
    env: &[(&str, &str)],
) -> Result<()> {
    let guest = built.guest(context)?;
    let behaviour = built.behaviour(context)?;
    let base = python::find(context)?;
    let venv = python::host(context, &base, wasmtime)?;
    let mut pytest = pytest(context, &venv, "worksteal")
        .arg("host/tests")
        .env("PYEXT_TEST_GUEST", guest)
        .env("PYEXT_TEST_BEHAVIOUR", behaviour)
        .env("PYTHONPATH", context.path("host/src"));
    for (name, value) in env {
        pytest = pytest.env(name, value);
    }
    pytest.run()
}

/// The host's tests in Pyodide, as far as what they are about is there: half of them in each of two processes.
pub fn pyodide(context: &Context, built: &Built) -> Result<()> {
    let guest = built.guest(context)?;
    let behaviour = built.behaviour(context)?;
    let hostile = hostile(context)?;
    let halves = ["1/2", "2/2"].map(|share| {
        context
            .command("node")
            // Python's own stack there is that of JavaScript, and pytest needs much of it.
            .arg("--stack-size=3000")
            .arg(context.path("host/tests/pyodide.mjs"))
            .arg(node::pyodide(context))
            .arg(node::binaryen(context))
            .arg(&context.root)
            .arg(python::pyodide_packages(context))
            .args(["--quiet", "-p", "no:cacheprovider", "--durations", "20"])
            .arg("host/tests")
            .env("PYEXT_TEST_GUEST", &guest)
            .env("PYEXT_TEST_BEHAVIOUR", &behaviour)
            .env("PYEXT_TEST_BRIEF", "1")
            .env("PYEXT_TEST_HOSTILE", &hostile)
            .env("PYEXT_TEST_SHARE", share)
            .mend(
                "Node 18 or newer runs it, and `cargo xtask setup` installs Pyodide where npm is there",
            )
    });
    side_by_side(halves.map(|half| || half.run_apart()))
}

/// The file with the hostile modules, which wasmtime's package assembles.
fn hostile(context: &Context) -> Result<PathBuf> {
    let file = context.work.join("hostile");
    let venv = python::host(context, &python::find(context)?, None)?;
    context
        .command(venv.python())
        .arg(context.path("host/tests/hostile.py"))
        .arg(&file)
        .run()?;
    Ok(file)
}

/// An extension for each feature of the SDK, against its budget of bytes.
pub fn sizes(context: &Context, built: &Built) -> Result<()> {
    let cli = built.cli(context)?;
    built.guest(context)?;
    // A build of one function keeps one core busy.
    let targets = (0..cores()).map(|number| context.work.join(format!("sizes/{number}")));
    let targets: Vec<PathBuf> = targets.collect();
    for target in &targets {
        build::begin(context, target);
    }
    context
        .command(tools(context).python())
        .arg(context.path("bench/sizes.py"))
        .arg("--check")
        .arg("--targets")
        .args(targets)
        .env("PATH", build::search_path(context, &cli))
        .run()
}

pub fn end_to_end(context: &Context, built: &Built) -> Result<()> {
    let cli = built.cli(context)?;
    built.guest(context)?;
    let home = context.work.join("end-to-end");
    begin_end_to_end(context, &home);
    let tools = tools(context);
    let toolchain = Toolchain::find(&Shell::new(Verbosity::Quiet))?;
    // Tests of one file share what they have built. The files come in the order of tests/conftest.py.
    pytest(context, &tools, "loadfile")
        .args(["--no-loadscope-reorder", "tests"])
        .env("PYEXT_WASM_CARGO", words(&toolchain.cargo()))
        .env("PATH", with_tools(context, &cli, &tools))
        .env("PYEXT_CLI", &cli)
        .env("PYEXT_COMMONMARK", python::specification_folder(context))
        .env("PYEXT_E2E_TARGET", home)
        .env("PYEXT_PYODIDE", node::pyodide(context))
        .run()
}

/// Lets the target folders of the tests begin with what other stages have compiled: those of extensions, and that of each process of
/// pytest below `home`, in which crates are tested natively, too.
fn begin_end_to_end(context: &Context, home: &Path) {
    for folder in CRATES {
        build::begin(context, &build::target(context, folder));
    }
    let natively = target(context).join("debug");
    for number in 0..cores() {
        let target = home.join(format!("gw{number}"));
        build::begin(context, &target);
        build::copy(context, &natively, &target.join("debug"));
    }
}

/// pytest in as many processes as there are cores, to which it deals the tests out in this way.
fn pytest(context: &Context, venv: &Venv, dealt: &str) -> Process {
    context
        .command(venv.python())
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        .args(["--numprocesses", "auto", "--dist", dealt])
        .args(["--durations", "20"])
}

/// A command as the tests take it: one word a line, variables in front by way of `env`.
fn words(command: &Command) -> String {
    let mut words: Vec<String> = command
        .get_envs()
        .filter_map(|(name, value)| {
            Some(format!(
                "{}={}",
                name.to_string_lossy(),
                value?.to_string_lossy()
            ))
        })
        .collect();
    if !words.is_empty() {
        words.insert(0, "env".to_owned());
    }
    words.push(command.get_program().to_string_lossy().into_owned());
    words.extend(
        command
            .get_args()
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words.join("\n")
}

/// PATH of the end-to-end tests: the Python tools, the tool under test, wasm-opt, the machine's own.
fn with_tools(context: &Context, cli: &Path, tools: &Venv) -> OsString {
    let machine = build::search_path(context, cli);
    let folders: Vec<PathBuf> = [tools.scripts()]
        .into_iter()
        .chain(env::split_paths(&machine))
        .collect();
    env::join_paths(folders).unwrap_or(machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_written_one_word_a_line() {
        let mut command = Command::new("cargo");
        command.arg("build").arg("a b");
        assert_eq!(words(&command), "cargo\nbuild\na b");
    }

    #[test]
    fn variables_of_a_command_are_set_by_env_and_removed_ones_are_left_out() {
        let mut command = Command::new("cargo");
        command.env("RUSTC", "/usr/bin/rustc").env_remove("CARGO");
        assert_eq!(words(&command), "env\nRUSTC=/usr/bin/rustc\ncargo");
    }
}
