//! What an interpreter says of itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::said;

/// Prints the fields of [`Facts`] as JSON.
const QUESTION: &str = include_str!("facts.py");

/// An interpreter's version and environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Facts {
    /// Major, minor, micro.
    pub version: (u32, u32, u32),
    /// `cpython`, `pypy`.
    pub implementation: String,
    /// Folder of the environment.
    pub prefix: PathBuf,
    /// Whether it is one of its own, and not the system's.
    pub is_virtual: bool,
    /// Whether the system's package manager claims it (PEP 668).
    pub is_managed: bool,
    /// Whether pip can be imported.
    pub has_pip: bool,
    /// Whether environments can be made with it, pip included.
    pub can_make_venv: bool,
    /// Version of the installed wasmtime.
    pub wasmtime: Option<String>,
}

impl Facts {
    /// Asks an interpreter.
    ///
    /// # Errors
    /// Why it does not run or answer.
    pub fn ask(program: &Path) -> Result<Facts, String> {
        let output = Command::new(program)
            .args(["-I", "-c", QUESTION])
            .stdin(Stdio::null())
            .output()
            .map_err(|e| e.to_string())?;
        if !output.status.success() {
            return Err(said(&output));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|e| format!("its answer cannot be read: {e}"))
    }

    /// `3.11.7`.
    pub fn version_text(&self) -> String {
        let (major, minor, micro) = self.version;
        format!("{major}.{minor}.{micro}")
    }
}
