//! The stages of `cargo xtask test`, quick ones first.

use std::path::PathBuf;

use cargo_pyext::error::Result;

use super::built::Built;
use super::{fuzz, lint, suites};
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

/// Extensions that are crates of their own, outside the workspace.
pub const CRATES: [&str; 8] = [
    "host/tests/guest",
    "examples/markdown",
    "examples/vault",
    "examples/query",
    "examples/imagekit",
    "examples/pluginhost/long-lines",
    "tests/behaviour",
    "tests/everything",
];

/// Where only the engine differs from the tests on the newest one.
const BRIEF: &[(&str, &str)] = &[("PYEXT_TEST_BRIEF", "1")];
/// Between the oldest engine and the newest, which show the same for all the rest.
const OF_THE_ENGINE: &[(&str, &str)] = &[("PYEXT_TEST_BRIEF", "engine")];
const PORTABLE: &[(&str, &str)] = &[("PYEXT_FAST_PATH", "0"), ("PYEXT_TEST_BRIEF", "1")];

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
        run: lint::format,
    },
    Stage {
        name: "python-lint",
        about: "ruff check, mypy --strict",
        run: lint::python,
    },
    Stage {
        name: "clippy",
        about: "clippy on every crate, warnings denied",
        run: lint::clippy,
    },
    Stage {
        name: "sdk-wasm",
        about: "the SDK on wasm32 with each mix of its features, warnings denied",
        run: lint::sdk,
    },
    Stage {
        name: "rustdoc",
        about: "the documentation, warnings denied",
        run: lint::rustdoc,
    },
    Stage {
        name: "rust",
        about: "cargo test, documentation's examples included",
        run: suites::rust,
    },
    Stage {
        name: "examples",
        about: "the examples' own tests, natively",
        run: suites::examples,
    },
    Stage {
        name: "host-36",
        about: "the host's tests on wasmtime 36, the oldest that is served",
        run: |context, built| suites::host(context, built, Some(36), BRIEF),
    },
    Stage {
        name: "host-40",
        about: "the host's tests of its engine on wasmtime 40, whose C API is that of 40 to 45",
        run: |context, built| suites::host(context, built, Some(40), OF_THE_ENGINE),
    },
    Stage {
        name: "host-newest",
        about: "the host's tests on the newest wasmtime of PyPI",
        run: |context, built| suites::host(context, built, None, &[]),
    },
    Stage {
        name: "host-portable",
        about: "the host's tests without the fast path",
        run: |context, built| suites::host(context, built, None, PORTABLE),
    },
    Stage {
        name: "pyodide",
        about: "the host's tests in Pyodide, on the WebAssembly of Node",
        run: suites::pyodide,
    },
    Stage {
        name: "fuzz",
        about: "libFuzzer on each reader of foreign bytes, for some seconds",
        run: fuzz::fuzz,
    },
    Stage {
        name: "sizes",
        about: "what each feature of the SDK costs in bytes, against budgets",
        run: suites::sizes,
    },
    Stage {
        name: "end-to-end",
        about: "the built command line tool and its wheels, as users have them",
        run: suites::end_to_end,
    },
    Stage {
        name: "demo",
        about: "what `cargo xtask demo` shows",
        run: |context, _| demo::show(context),
    },
];

/// The environment with the tools of the tests.
pub fn tools(context: &Context) -> Venv {
    python::venv(context, "venv")
}

/// The target folder that these share.
pub fn target(context: &Context) -> PathBuf {
    context.target.join("examples")
}

/// A cargo command for a crate outside the workspace.
pub fn cargo_in(context: &Context, folder: &str) -> Process {
    context
        .cargo()
        .current_dir(context.path(folder))
        .env("CARGO_TARGET_DIR", target(context))
}

/// Runs all of them, so that one run shows every complaint, and gives the first error.
pub fn all(commands: impl IntoIterator<Item = Process>) -> Result<()> {
    let outcomes: Vec<Result<()>> = commands.into_iter().map(Process::run).collect();
    outcomes.into_iter().collect()
}
