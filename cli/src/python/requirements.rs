//! What a package needs beside itself: which of it is missing, and getting it by the environment's own tool.

use std::process::Command;

use super::{Python, said};
use crate::cargo::toolchain::find_program;
use crate::error::{Error, Result};
use crate::shell::{self, Shell, Verbosity};

/// Judges requirements in the interpreter that they are for.
const QUESTION: &str = include_str!("requirements.py");

/// The requirements that the environment does not meet, of those that hold for it.
///
/// # Errors
/// PX902 if the interpreter does not answer.
pub fn missing(python: &Python, requirements: &[String], extras: &[String]) -> Result<Vec<String>> {
    let unknown = |why: String| {
        Error::new("PX902", "Python cannot be run")
            .place(python.program.display())
            .reason(why)
    };
    let output = python
        .command()
        .args(["-I", "-c", QUESTION])
        .arg(extras.join(" "))
        .args(requirements)
        .output()
        .map_err(|e| unknown(e.to_string()))?;
    if !output.status.success() {
        return Err(unknown(said(&output)));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| unknown(e.to_string()))
}

/// The command by which people install something into an environment.
pub fn install_command(python: &Python, what: &str) -> String {
    let program = shell::word(python.program.as_os_str());
    match (python.facts.has_pip, find_program("uv")) {
        (true, _) => format!("{program} -m pip install {what}"),
        (false, Some(_)) => format!("uv pip install --python {program} {what}"),
        (false, None) => {
            format!("{program} -m ensurepip\n{program} -m pip install {what}")
        }
    }
}

/// Installs requirements by pip, or by uv where there is no pip. Both take indexes and settings from their own
/// configuration; `offline` forbids them the network.
///
/// # Errors
/// PX907 if there is neither, or it fails.
pub fn get(python: &Python, requirements: &[String], offline: bool, shell: &Shell) -> Result<()> {
    // Markers have been judged: they would be judged in the same way again.
    let names: Vec<&str> = requirements
        .iter()
        .map(|r| r.split(';').next().unwrap_or(r).trim())
        .collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let failed = |why: String| {
        Error::new(
            "PX907",
            format!("the environment lacks {}", names.join(", ")),
        )
        .place(python.facts.prefix.display())
        .reason(match offline {
            true => format!("no index was asked, because of `--offline`\n{why}"),
            false => why,
        })
        .mend(install_command(python, &quoted.join(" ")))
    };
    let mut command = if python.facts.has_pip {
        let mut command = python.command();
        command.args(["-m", "pip", "install", "--disable-pip-version-check"]);
        if offline {
            command.arg("--no-index");
        }
        command
    } else if let Some(uv) = find_program("uv") {
        let mut command = Command::new(uv);
        command.args(["pip", "install"]);
        command.arg("--python").arg(&python.program);
        if offline {
            command.arg("--offline");
        }
        command
    } else {
        return Err(failed(
            "it has no pip, and there is no uv on PATH".to_string(),
        ));
    };
    if shell.verbosity() < Verbosity::Verbose {
        command.arg("--quiet");
    }
    command.args(&names);
    shell.status("Installing", names.join(", "));
    shell.command(&command);
    let output = command
        .stdout(std::process::Stdio::null())
        .output()
        .map_err(|e| failed(e.to_string()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(failed(said(&output))),
    }
}
