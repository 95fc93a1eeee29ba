//! The stages of `cargo xtask test`, quick ones first.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use cargo_pyext::cargo::toolchain::Toolchain;
use cargo_pyext::error::Result;
use cargo_pyext::shell::{Shell, Verbosity};

use super::built::Built;
use crate::build;
use crate::context::Context;
use crate::demo;
use crate::generate;
use crate::process::Process;
use crate::setup::python::{self, Venv};

/// A part of the tests that can be run alone.
pub struct Stage {
    pub name: &'static str,
    pub about: &'static str,
    pub run: fn(&Context, &Built) -> Result<()>,
}

/// Folders with Python of this project; those that are not there yet are left out.
const PYTHON: [&str; 5] = ["host", "tests", "xtask/scripts", "examples", "bench"];
/// Extensions that are crates of their own, outside the workspace.
const CRATES: [&str; 2] = ["host/tests/guest", "examples/markdown"];

/// All stages, in the order in which they run.
pub const STAGES: &[Stage] = &[
    Stage {
        name: "generated",
        about: "what is made from the crate abi is up to date",
        run: |context, _| generate::run(context, true),
    },
    Stage {
        name: "format",
        about: "rustfmt on every crate, ruff on all Python",
        run: format,
    },
    Stage {
        name: "python-lint",
        about: "ruff check, mypy --strict",
        run: python_lint,
    },
    Stage {
        name: "clippy",
        about: "clippy on every crate, warnings denied",
        run: clippy,
    },
    Stage {
        name: "rustdoc",
        about: "the documentation, warnings denied",
        run: rustdoc,
    },
    Stage {
        name: "rust",
        about: "cargo test, documentation's examples included",
        run: rust,
    },
    Stage {
        name: "examples",
        about: "the examples' own tests, natively",
        run: examples,
    },
    Stage {
        name: "host-36",
        about: "the host's tests on wasmtime 36, the oldest that is served",
        run: |context, built| host(context, built, Some(36), &[]),
    },
    Stage {
        name: "host-40",
        about: "the host's tests on wasmtime 40",
        run: |context, built| host(context, built, Some(40), &[]),
    },
    Stage {
        name: "host-48",
        about: "the host's tests on wasmtime 48",
        run: |context, built| host(context, built, Some(48), &[]),
    },
    Stage {
        name: "host-newest",
        about: "the host's tests on the newest wasmtime of PyPI",
        run: |context, built| host(context, built, None, &[]),
    },
    Stage {
        name: "host-portable",
        about: "the host's tests without the fast path",
        run: |context, built| host(context, built, None, &[("PYEXT_FAST_PATH", "0")]),
    },
    Stage {
        name: "end-to-end",
        about: "the built command line tool and its wheels, as users have them",
        run: end_to_end,
    },
    Stage {
        name: "demo",
        about: "what `cargo xtask demo` shows",
        run: |context, _| demo::show(context),
    },
];

fn tools(context: &Context) -> Venv {
    python::venv(context, "venv")
}

fn python_folders(context: &Context) -> impl Iterator<Item = &'static str> {
    let root = context.root.clone();
    PYTHON
        .into_iter()
        .filter(move |folder| root.join(folder).exists())
}

/// A cargo command for a crate outside the workspace. It builds apart from the workspace, whose lock file it does not share.
fn cargo_in(context: &Context, folder: &str) -> Process {
    context
        .cargo()
        .current_dir(context.path(folder))
        .env("CARGO_TARGET_DIR", context.target.join("examples"))
}

fn format(context: &Context, _: &Built) -> Result<()> {
    context.cargo().args(["fmt", "--all", "--check"]).run()?;
    for folder in CRATES {
        cargo_in(context, folder).args(["fmt", "--check"]).run()?;
    }
    context
        .command(tools(context).program("ruff"))
        .args(["format", "--check", "--quiet", "--diff"])
        .args(python_folders(context))
        .run()
}

fn python_lint(context: &Context, _: &Built) -> Result<()> {
    let tools = tools(context);
    context
        .command(tools.program("ruff"))
        .args(["check", "--quiet"])
        .args(python_folders(context))
        .run()?;
    for folder in ["host", "tests", "xtask/scripts"] {
        context
            .command(tools.program("mypy"))
            .args(["--strict", "--no-error-summary", "--cache-dir"])
            .arg(context.work.join("mypy"))
            .arg(".")
            .current_dir(context.path(folder))
            .run()?;
    }
    Ok(())
}

fn clippy(context: &Context, _: &Built) -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    context
        .cargo()
        .args(["clippy", "--quiet", "--workspace", "--all-targets"])
        .args(deny)
        .run()?;
    for folder in CRATES {
        cargo_in(context, folder)
            .args(["clippy", "--quiet", "--all-targets"])
            .args(deny)
            .run()?;
    }
    Ok(())
}

fn rustdoc(context: &Context, _: &Built) -> Result<()> {
    context
        .cargo()
        .args(["doc", "--quiet", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .run()
}

fn rust(context: &Context, _: &Built) -> Result<()> {
    context
        .cargo()
        .args(["test", "--quiet", "--workspace"])
        .run()
}

fn examples(context: &Context, _: &Built) -> Result<()> {
    for folder in CRATES {
        cargo_in(context, folder).args(["test", "--quiet"]).run()?;
    }
    Ok(())
}

fn host(
    context: &Context,
    built: &Built,
    wasmtime: Option<u32>,
    env: &[(&str, &str)],
) -> Result<()> {
    let guest = built.guest(context)?;
    let base = python::find(context)?;
    let venv = python::host(context, &base, wasmtime)?;
    let mut pytest = pytest(context, &venv)
        .arg("host/tests")
        .env("PYEXT_TEST_GUEST", guest)
        .env("PYTHONPATH", context.path("host/src"));
    for (name, value) in env {
        pytest = pytest.env(name, value);
    }
    pytest.run()
}

fn end_to_end(context: &Context, built: &Built) -> Result<()> {
    let cli = built.cli(context)?;
    let tools = tools(context);
    let toolchain = Toolchain::find(&Shell::new(Verbosity::Quiet))?;
    pytest(context, &tools)
        .arg("tests")
        .env("PYEXT_WASM_CARGO", words(&toolchain.cargo()))
        .env("PATH", with_tools(context, &cli, &tools))
        .env("PYEXT_CLI", &cli)
        .env("PYEXT_COMMONMARK", python::specification_folder(context))
        .env("PYEXT_E2E_TARGET", context.work.join("end-to-end"))
        .run()
}

fn pytest(context: &Context, venv: &Venv) -> Process {
    context
        .command(venv.python())
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
}

/// A command as the tests take it: one word a line, variables in front by way of `env`.
fn words(command: &Command) -> String {
    let variables: Vec<String> = command
        .get_envs()
        .filter_map(|(name, value)| {
            Some(format!(
                "{}={}",
                name.to_string_lossy(),
                value?.to_string_lossy()
            ))
        })
        .collect();
    let env = if variables.is_empty() {
        None
    } else {
        Some("env".to_owned())
    };
    let program = command.get_program().to_string_lossy().into_owned();
    let args = command
        .get_args()
        .map(|arg| arg.to_string_lossy().into_owned());
    let all: Vec<String> = env
        .into_iter()
        .chain(variables)
        .chain([program])
        .chain(args)
        .collect();
    all.join("\n")
}

/// PATH of the end-to-end tests: the tool under test, wasm-opt, the Python tools, the machine's own.
fn with_tools(context: &Context, cli: &Path, tools: &Venv) -> OsString {
    let mut path = tools.scripts().into_os_string();
    path.push(if cfg!(windows) { ";" } else { ":" });
    path.push(build::search_path(context, cli));
    path
}
