//! Installing a wheel without pip: environments of uv have none.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Python, said};
use crate::error::{Error, Result};
use crate::files;
use crate::scratch;
use crate::shell::Shell;
use crate::wheel::Wheel;

/// Does the work, in the interpreter that it is done for.
const INSTALLER: &str = include_str!("install.py");

/// What has been installed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Installed {
    /// The folder of the environment's modules.
    pub site: PathBuf,
    /// Programs that were made for the entry points.
    pub scripts: Vec<PathBuf>,
}

/// Puts a wheel into the environment, in place of what it has of the same name. Needs a folder for a moment.
///
/// # Errors
/// PX905 if the environment belongs to the system, PX906 if it cannot be done, PX219 if the folder cannot be written to.
pub fn install(
    python: &Python,
    wheel: &Wheel,
    direct_url: Option<Value>,
    folder: &Path,
    shell: &Shell,
) -> Result<Installed> {
    check(python)?;
    std::fs::create_dir_all(folder).map_err(|e| files::cannot_write(folder, &e))?;
    let scratch = scratch::Folder::new(folder)?;
    let path = scratch.join(&wheel.file_name);
    files::write(&path, &wheel.bytes)?;
    let failed = |why: String| {
        Error::new("PX906", "the package cannot be installed")
            .place(python.facts.prefix.display())
            .reason(why)
            .mend("python3 -m venv .venv\nand activate it, or name another environment: --python PATH")
    };
    let mut command = python.command();
    command.args(["-I", "-c", INSTALLER]).arg(&path);
    command.arg(json!({"direct_url": direct_url}).to_string());
    shell.verbose(
        "Installing",
        format_args!("{} with {}", wheel.file_name, python.program.display()),
    );
    let output = command.output().map_err(|e| failed(e.to_string()))?;
    if !output.status.success() {
        return Err(failed(said(&output)));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| failed(e.to_string()))
}

/// Whether others than the system may install into this environment.
///
/// # Errors
/// PX905 if not.
pub fn check(python: &Python) -> Result<()> {
    if !python.facts.is_managed {
        return Ok(());
    }
    Err(Error::new("PX905", "this Python belongs to the system")
        .place(python.facts.prefix.display())
        .reason("its package manager forbids others to install into it (PEP 668)")
        .mend("python3 -m venv .venv\nand activate it, or name another environment: --python PATH"))
}
