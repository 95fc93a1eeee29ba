//! Python: the interpreter, virtual environments of pinned tools, the CommonMark specification.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::error::{Error, Result};

use super::stamp::Stamp;
use crate::context::Context;

/// The oldest Python that pyext serves.
const OLDEST: (u32, u32) = (3, 9);

/// An interpreter of the machine.
pub struct Python {
    program: String,
    version: String,
}

impl Python {
    /// The command that starts it.
    pub fn program(&self) -> &str {
        &self.program
    }
}

/// A private virtual environment.
pub struct Venv {
    folder: PathBuf,
}

impl Venv {
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where its programs are.
    pub fn scripts(&self) -> PathBuf {
        self.folder
            .join(if cfg!(windows) { "Scripts" } else { "bin" })
    }

    /// A program of the environment.
    pub fn program(&self, name: &str) -> PathBuf {
        self.scripts()
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    pub fn python(&self) -> PathBuf {
        self.program("python")
    }
}

/// Where the environment `name` is, made or not.
pub fn venv(context: &Context, name: &str) -> Venv {
    Venv {
        folder: context.work.join(name),
    }
}

/// Finds Python: `PYTHON` if set, else what PATH has.
pub fn find(context: &Context) -> Result<Python> {
    let asked = env::var("PYTHON")
        .ok()
        .filter(|program| !program.is_empty());
    let candidates = match &asked {
        Some(program) => vec![program.as_str()],
        None => vec!["python3", "python"],
    };
    let mut seen = Vec::new();
    for program in candidates {
        let question = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
        let Some(version) = context.command(program).args(["-c", question]).ask() else {
            continue;
        };
        if is_new_enough(&version) {
            context
                .shell
                .status("Found", format_args!("Python {version} ({program})"));
            return Ok(Python {
                program: program.to_owned(),
                version,
            });
        }
        seen.push(format!("`{program}` is Python {version}"));
    }
    let (major, minor) = OLDEST;
    let reason = match (&asked, seen.is_empty()) {
        (Some(program), true) => format!("PYTHON is `{program}`, which does not run"),
        (None, true) => "PATH has neither `python3` nor `python`".to_owned(),
        (_, false) => seen.join(", "),
    };
    Err(Error::new(
        "PX703",
        format!("Python {major}.{minor} or newer is needed"),
    )
    .reason(reason)
    .mend(
        "install Python (Debian: apt-get install python3 python3-venv; macOS: brew install python; \
                 Windows: winget install Python.Python.3.13), or set PYTHON to its path",
    ))
}

fn is_new_enough(version: &str) -> bool {
    let mut parts = version.split('.').map(str::parse::<u32>);
    matches!((parts.next(), parts.next()), (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST)
}

/// The environment of the demo: the peers that it compares with, and later the wheel.
pub fn demo(context: &Context, python: &Python) -> Result<Venv> {
    made(
        context,
        python,
        "demo-venv",
        &requirements(context, "demo")?,
        "",
    )
}

/// The environment of the tests' tools.
pub fn tools(context: &Context, python: &Python) -> Result<Venv> {
    let programs = requirements(context, "programs")?;
    made(
        context,
        python,
        "venv",
        &requirements(context, "test")?,
        &programs,
    )
}

/// The environment of the host's own tests with one wasmtime; `None` is the newest that PyPI has.
pub fn host(context: &Context, python: &Python, wasmtime: Option<u32>) -> Result<Venv> {
    let wanted = requirements(context, "host")?;
    match wasmtime {
        Some(major) => {
            let exact = format!("{wanted}wasmtime=={major}.*\n");
            made(context, python, &format!("host-{major}"), &exact, "")
        }
        None => {
            let venv = made(
                context,
                python,
                "host-newest",
                &format!("{wanted}wasmtime\n"),
                "",
            )?;
            pip(
                context,
                &venv,
                &[
                    "install",
                    "--no-compile",
                    "--quiet",
                    "--upgrade",
                    "wasmtime",
                ],
            )?;
            Ok(venv)
        }
    }
}

/// The folder of pure Python packages for tests in Pyodide.
pub fn pyodide_packages(context: &Context) -> PathBuf {
    context.work.join("pyodide-packages")
}

/// Fills it, by the pip of `venv`.
pub fn pyodide(context: &Context, venv: &Venv) -> Result<()> {
    let folder = pyodide_packages(context);
    let wanted = requirements(context, "pyodide")?;
    Stamp::new(&folder, "", wanted).renew(|| {
        context
            .shell
            .status("Installing", "pytest and hypothesis for Pyodide from PyPI");
        // What an interrupted run has left would stay. It need not be there.
        let _ = fs::remove_dir_all(&folder);
        let list = context.path("xtask/requirements/pyodide.txt");
        let place = folder.to_string_lossy();
        let list = list.to_string_lossy();
        let mut args = vec!["install", "--no-compile", "--quiet", "--target", &place];
        // Wheels for any interpreter and machine, whatever the one that runs pip is.
        args.extend(["--only-binary", ":all:", "--python-version", "3.14"]);
        args.extend(["--implementation", "py", "--abi", "none"]);
        args.extend(["--platform", "any", "--requirement", &list]);
        pip(context, venv, &args).map(drop)
    })
}

fn requirements(context: &Context, name: &str) -> Result<String> {
    let path = context.path(format!("xtask/requirements/{name}.txt"));
    fs::read_to_string(&path).map_err(|error| {
        Error::new("PX704", "the list of Python tools cannot be read")
            .place(path.display())
            .reason(error)
    })
}

/// The environment `name` with exactly these requirements, made anew when they or Python have changed. The programs are
/// installed whatever Python their packages ask for.
fn made(
    context: &Context,
    python: &Python,
    name: &str,
    requirements: &str,
    programs: &str,
) -> Result<Venv> {
    let venv = venv(context, name);
    let recipe = format!("# Python {}\n{requirements}{programs}", python.version);
    Stamp::new(&venv.folder, venv.python(), recipe).renew(|| {
        context.shell.status(
            "Creating",
            format_args!("{} with Python {}", venv.folder.display(), python.version),
        );
        context
            .command(&python.program)
            .args(["-m", "venv", "--clear"])
            .arg(&venv.folder)
            .mend("Debian keeps venv apart from Python: apt-get install python3-venv")
            .quiet()?;
        install(context, &venv, requirements, &[])?;
        if !programs.is_empty() {
            let options = ["--no-deps", "--ignore-requires-python"];
            install(context, &venv, programs, &options)?;
        }
        Ok(())
    })?;
    Ok(venv)
}

/// Installs what these lines name.
fn install(context: &Context, venv: &Venv, requirements: &str, options: &[&str]) -> Result<()> {
    let file = venv.folder.join("requirements.txt");
    fs::write(&file, requirements).map_err(|error| {
        Error::new("PX702", "the list of Python tools cannot be written")
            .place(file.display())
            .reason(error)
    })?;
    let file = file.to_string_lossy();
    // Python compiles what is imported itself, which is a small part.
    let mut args = vec!["install", "--no-compile", "--quiet", "--requirement", &file];
    args.extend(options);
    pip(context, venv, &args).map(drop)
}

/// Runs pip in `venv`, with the machine's own index, cache and proxy settings.
pub fn pip(context: &Context, venv: &Venv, args: &[&str]) -> Result<String> {
    context
        .command(venv.python())
        .args(["-m", "pip"])
        .args(args)
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .mend("this step needs PyPI, or the index that pip is configured for")
        .quiet()
}

/// Where the CommonMark specification is: `spec.md`, its text, and `commonmark.json`, its examples.
pub fn specification_folder(context: &Context) -> PathBuf {
    context.work.join("commonmark")
}

/// Fetches the CommonMark specification, which the source archive of markdown-it-py on PyPI contains.
pub fn specification(context: &Context, venv: &Venv) -> Result<()> {
    let folder = specification_folder(context);
    let script = context.path("xtask/scripts/commonmark_spec.py");
    let recipe = fs::read_to_string(&script).unwrap_or_default();
    Stamp::new(&folder, "", recipe).renew(|| {
        context
            .shell
            .status("Fetching", "the CommonMark specification from PyPI");
        context
            .command(venv.python())
            .arg(script)
            .arg(&folder)
            .mend("this step needs PyPI, or the index that pip is configured for")
            .quiet()
            .map(drop)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_3_9_is_new_enough_and_3_8_is_not() {
        for (version, expected) in [
            ("3.9.0", true),
            ("3.13.1", true),
            ("4.0.0", true),
            ("3.8.18", false),
        ] {
            assert_eq!(is_new_enough(version), expected, "{version}");
        }
        assert!(!is_new_enough("2.7.18"));
        assert!(!is_new_enough("no version at all"));
    }
}
