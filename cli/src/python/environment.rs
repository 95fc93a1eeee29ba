//! Where an interpreter may be: what was given, the active environment, `.venv`, PATH.

use std::env;
use std::path::{Path, PathBuf};

use crate::cargo::toolchain::find_program;
use crate::error::{Error, Result};

/// An interpreter that may run, and what led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// The program.
    pub program: PathBuf,
    /// What named it, for messages.
    pub by: &'static str,
}

impl Environment {
    /// That of `--python`: a program, its name on PATH, or the folder of an environment.
    ///
    /// # Errors
    /// PX902 if there is none.
    pub fn given(path: &Path) -> Result<Environment> {
        let by = "--python";
        let in_folder = || path.is_dir().then(|| program_in_folder(path));
        let on_path = || path.to_str().and_then(find_program);
        let program = in_folder()
            .or_else(|| path.is_file().then(|| path.to_path_buf()))
            .or_else(on_path);
        match program {
            // Made absolute: it is also run in other folders.
            Some(program) => Ok(Environment {
                program: std::path::absolute(&program).unwrap_or(program),
                by,
            }),
            None => Err(Error::new("PX902", "Python cannot be run")
                .place(format!("{} ({by})", path.display()))
                .reason("there is no such file, folder, or program on PATH")
                .mend("give the path of a Python or of an environment's folder")),
        }
    }

    /// The active environment, else `.venv` in the folder or one above it, as uv has it.
    pub fn active(folder: &Path) -> Option<Environment> {
        let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
        let of = |folder: PathBuf, by| Environment {
            program: program_in_folder(&folder),
            by,
        };
        if let Some(folder) = variable("VIRTUAL_ENV") {
            return Some(of(folder.into(), "VIRTUAL_ENV"));
        }
        if let Some(folder) = variable("CONDA_PREFIX") {
            return Some(of(folder.into(), "CONDA_PREFIX"));
        }
        folder
            .ancestors()
            .map(|folder| folder.join(".venv"))
            .find(|folder| folder.join("pyvenv.cfg").is_file())
            .map(|folder| of(folder, "found here or above"))
    }

    /// The first on PATH.
    pub fn on_path() -> Option<Environment> {
        let program = ["python3", "python"].into_iter().find_map(find_program)?;
        Some(Environment {
            program,
            by: "on PATH",
        })
    }
}

/// The interpreter of an environment's folder, whether it exists or not.
pub fn program_in_folder(folder: &Path) -> PathBuf {
    let places: &[&str] = match cfg!(windows) {
        true => &["Scripts/python.exe", "python.exe"],
        false => &["bin/python", "bin/python3"],
    };
    let all = || places.iter().map(|place| folder.join(place));
    let first = all().next().unwrap_or_default();
    all().find(|program| program.is_file()).unwrap_or(first)
}
