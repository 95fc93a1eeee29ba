//! `cargo pyext test`: cargo's native tests, then pytest on the wheel as its users have it.

mod groups;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use crate::build;
use crate::cargo::toolchain::Toolchain;
use crate::develop::folder_of;
use crate::error::{Error, Result};
use crate::lock::Lock;
use crate::python::{self, Python, install, requirements, venv};
use crate::shell::{Shell, Verbosity};
use crate::wheel::Finished;

/// What to test, and how.
#[derive(Args, Debug, Clone, Default, PartialEq, Eq)]
#[group(skip)]
pub struct Options {
    /// Which Python the environment is made of
    #[command(flatten)]
    pub python: python::Options,
    /// Only the native tests
    #[arg(long, conflicts_with = "no_native")]
    pub native: bool,
    /// Only the tests in Python
    #[arg(long)]
    pub no_native: bool,
    /// Install this requirement for the tests, too
    #[arg(long, value_name = "REQUIREMENT")]
    pub with: Vec<String>,
    /// How to build
    #[command(flatten)]
    pub build: build::Options,
}

/// What came of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `native` or `python`.
    pub name: &'static str,
    /// How it ended.
    pub result: Outcome,
    /// How long it took.
    pub time: Duration,
}

/// How a part ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All tests have passed.
    Passed,
    /// Some have not.
    Failed,
    /// There are none.
    Nothing,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Nothing => "no tests",
        })
    }
}

/// pytest's status when it has found no test.
const NO_TESTS: i32 = 5;

/// What came of all parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// In the order in which they ran.
    pub parts: Vec<Part>,
}

impl Summary {
    /// Whether nothing has failed.
    pub fn is_success(&self) -> bool {
        self.parts.iter().all(|p| p.result != Outcome::Failed)
    }

    /// For people, in one line.
    pub fn text(&self) -> String {
        let part = |p: &Part| format!("{}: {} ({:.1} s)", p.name, p.result, p.time.as_secs_f64());
        self.parts.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let part = |p: &Part| json!({"name": p.name, "result": p.result.to_string(), "seconds": p.time.as_secs_f64()});
        json!({
            "success": self.is_success(),
            "parts": self.parts.iter().map(part).collect::<Vec<_>>(),
        })
    }
}

/// Runs the tests. `arguments` go to pytest. What they print goes to standard error if `quiet_stdout`.
///
/// # Errors
/// PX202 if cargo cannot be run, PX902 to PX909 for Python, those of [`Finished::build`]. A test that fails is none.
pub fn test(
    options: &Options,
    arguments: &[OsString],
    quiet_stdout: bool,
    shell: &Shell,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let out = Out(quiet_stdout);
    if !options.no_native {
        summary.parts.push(native(options, &out, shell)?);
    }
    if !options.native {
        summary
            .parts
            .push(in_python(options, arguments, &out, shell)?);
    }
    Ok(summary)
}

/// Whether what tests print stays off standard output, because a program reads that.
struct Out(bool);

impl Out {
    fn apply(&self, command: &mut Command) {
        if self.0 {
            command.stdout(stdout_to_stderr());
        }
    }
}

#[cfg(unix)]
fn stdout_to_stderr() -> Stdio {
    use std::os::fd::AsFd;
    let handle = std::io::stderr().as_fd().try_clone_to_owned();
    handle.map_or_else(|_| Stdio::null(), Stdio::from)
}

#[cfg(windows)]
fn stdout_to_stderr() -> Stdio {
    use std::os::windows::io::AsHandle;
    let handle = std::io::stderr().as_handle().try_clone_to_owned();
    handle.map_or_else(|_| Stdio::null(), Stdio::from)
}

fn native(options: &Options, out: &Out, shell: &Shell) -> Result<Part> {
    let start = Instant::now();
    let toolchain = Toolchain::active();
    let mut command = toolchain.cargo();
    command.args(["test", "--color", shell.color_for_cargo()]);
    let cargo = &options.build.cargo;
    if let Some(package) = &cargo.package {
        command.arg("--package").arg(package);
    }
    match shell.verbosity() {
        Verbosity::Verbose => command.arg("--verbose"),
        _ => command.arg("--quiet"),
    };
    cargo.manifest_args(&mut command);
    cargo.feature_args(&mut command);
    cargo.compile_args(&mut command);
    out.apply(&mut command);
    shell.status("Testing", "natively, with cargo test");
    shell.command(&command);
    let status = command.status().map_err(|e| toolchain.cannot_run(&e))?;
    Ok(Part {
        name: "native",
        result: match status.success() {
            true => Outcome::Passed,
            false => Outcome::Failed,
        },
        time: start.elapsed(),
    })
}

fn in_python(options: &Options, arguments: &[OsString], out: &Out, shell: &Shell) -> Result<Part> {
    let start = Instant::now();
    let cargo = &options.build.cargo;
    let base = Python::any(&options.python, &folder_of(cargo.manifest_path.as_deref()))?;
    let finished = Finished::build(&options.build, shell)?;
    let folder = finished.built.package.manifest_path.parent();
    let groups = folder.map_or(Ok(Vec::new()), groups::requirements)?;
    let (major, minor, _) = base.facts.version;
    let home = finished.built.target_dir.join("pyext");
    let name = format!(
        "test-{}-{}{major}.{minor}",
        finished.built.manifest.full_name(),
        base.facts.implementation
    );
    // Held while pytest runs: another run would put its own wheel there.
    let lock = home.join(format!(".{name}.lock"));
    let _lock = Lock::take(&lock, "other tests of this crate", shell)?;
    let python = venv::cached(&home.join(name), &base, shell)?;
    install::install(&python, &finished.wheel()?, None, &home, shell)?;
    let mut wanted = finished.distribution.requirements();
    wanted.push("pytest".to_string());
    wanted.extend(groups);
    wanted.extend(options.with.iter().cloned());
    let extras: Vec<String> = finished.distribution.extras.keys().cloned().collect();
    let tests: Vec<String> = extras
        .into_iter()
        .filter(|e| EXTRAS.contains(&e.as_str()))
        .collect();
    let missing = requirements::missing(&python, &wanted, &tests)?;
    if !missing.is_empty() {
        requirements::get(&python, &missing, cargo.offline || cargo.frozen, shell)?;
    }
    let mut command = python.command();
    command.args(["-m", "pytest"]).args(arguments);
    command.current_dir(folder.map_or_else(PathBuf::new, |f| f.as_std_path().to_path_buf()));
    // The wheel is what is tested, not what lies around.
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    if shell.verbosity() == Verbosity::Quiet {
        command.arg("--quiet");
    }
    out.apply(&mut command);
    shell.status("Testing", "the wheel, with pytest");
    shell.command(&command);
    let cannot_run = |e| {
        Error::new("PX902", "Python cannot be run")
            .place(python.program.display())
            .reason(e)
    };
    let status = command.status().map_err(cannot_run)?;
    Ok(Part {
        name: "python",
        result: match status.code() {
            Some(0) => Outcome::Passed,
            Some(NO_TESTS) => Outcome::Nothing,
            _ => Outcome::Failed,
        },
        time: start.elapsed(),
    })
}

/// Extras of pyproject.toml that are taken to be for tests.
const EXTRAS: [&str; 2] = ["test", "tests"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_sums_up_and_no_tests_are_no_failure() {
        let part = |name, result| Part {
            name,
            result,
            time: Duration::from_millis(1240),
        };
        let mut summary = Summary {
            parts: vec![
                part("native", Outcome::Passed),
                part("python", Outcome::Nothing),
            ],
        };
        assert!(summary.is_success());
        assert_eq!(
            summary.text(),
            "native: passed (1.2 s), python: no tests (1.2 s)"
        );
        summary.parts.push(part("python", Outcome::Failed));
        assert!(!summary.is_success());
        assert_eq!(summary.json()["success"], false);
    }
}
