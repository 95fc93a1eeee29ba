//! Environments of the tool's own, in the target folder: made once, used again.

use std::path::Path;
use std::process::Command;

use super::{Environment, Python, program_in_folder, said};
use crate::cargo::toolchain::find_program;
use crate::error::{Error, Result};
use crate::files;
use crate::shell::Shell;

/// A file in an environment that is finished. Where the making was interrupted a Python can be there that has no pip, or half of one.
const FINISHED: &str = "made-by-cargo-pyext";

/// The environment in the folder, made of this interpreter if it is not there, not finished, or was made of another one.
///
/// # Errors
/// PX909 if it cannot be made, PX219 if it cannot be written to.
pub fn cached(folder: &Path, base: &Python, shell: &Shell) -> Result<Python> {
    let found = Environment {
        program: program_in_folder(folder),
        by: "made by cargo-pyext",
    };
    let finished = folder.join(FINISHED);
    if finished.is_file()
        && let Ok(python) = Python::ask(&found)
        && python.facts.version == base.facts.version
        && python.facts.implementation == base.facts.implementation
    {
        return Ok(python);
    }
    shell.status(
        "Creating",
        format_args!("an environment in {}", folder.display()),
    );
    let failed = |why: String| {
        Error::new("PX909", "an environment for the tests cannot be made")
            .place(folder.display())
            .reason(why)
            .mend("install Python's venv (Debian: apt-get install python3-venv) or uv, or name another Python: --python PATH")
    };
    let mut command = match find_program("uv") {
        Some(uv) if !base.facts.can_make_venv => {
            let mut command = Command::new(uv);
            command
                .args(["venv", "--clear", "--python"])
                .arg(&base.program);
            command
        }
        _ => {
            let mut command = base.command();
            command.args(["-m", "venv", "--clear"]);
            command
        }
    };
    command.arg(folder);
    shell.command(&command);
    let output = command.output().map_err(|e| failed(e.to_string()))?;
    if !output.status.success() {
        return Err(failed(said(&output)));
    }
    files::write(&finished, b"")?;
    Python::ask(&found)
}
