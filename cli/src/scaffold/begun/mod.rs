//! The beginning of a plugin: Rust that keeps a contract and compiles, and its tests.

mod items;
mod names;
mod samples;
mod types;

use std::io::Write as _;
use std::process::{Command, Stdio};

use pyext_abi::interface::{Interface, Kind};

use super::template::File;
use crate::diff::{Source, lock_text};
use crate::error::{Error, Result};
use crate::escape;

/// Name of the contract's copy in the crate.
pub const CONTRACT: &str = "contract.json";

/// Puts what is made from the contract in place of the template's own code.
///
/// # Errors
/// PX510 if the contract has something that Rust cannot begin.
pub fn replace(files: &mut Vec<File>, contract: &Source, module: &str, no_std: &str) -> Result<()> {
    let made = [
        ("src/lib.rs".to_string(), crate_text(contract, no_std)?),
        (
            format!("tests/test_{module}.py"),
            items::python_tests(&contract.interface, module),
        ),
        (CONTRACT.to_string(), lock_text(&contract.interface)?),
    ];
    for (path, text) in made {
        files.retain(|file| file.path != path);
        files.push(File { path, text });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

/// A call and its result, as a Python session shows them.
pub fn example(interface: &Interface, module: &str) -> String {
    let function = interface.functions.first().map(|f| f.name.as_str());
    let name = function.unwrap_or("__name__");
    format!(">>> callable({module}.{name})\nTrue")
}

/// The text as rustfmt has it, if it is there.
fn formatted(text: String) -> String {
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024", "--quiet"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        return text;
    };
    if let Some(mut stdin) = child.stdin.take() {
        // One that does not read it fails, too.
        let _ = stdin.write_all(text.as_bytes());
    }
    let made = child.wait_with_output();
    let made = made.ok().filter(|output| output.status.success());
    made.and_then(|output| String::from_utf8(output.stdout).ok())
        .filter(|made| !made.is_empty())
        .unwrap_or(text)
}

fn crate_text(contract: &Source, no_std: &str) -> Result<String> {
    let interface = &contract.interface;
    if interface
        .types
        .iter()
        .any(|ty| matches!(ty.kind, Kind::Class))
    {
        return Err(cannot(contract, "it has classes"));
    }
    let text = items::rust(interface, no_std).map_err(|why| cannot(contract, &why))?;
    Ok(formatted(text))
}

fn cannot(contract: &Source, why: &str) -> Error {
    Error::new("PX510", "a plugin for this contract cannot be begun")
        .place(contract.path.display())
        .reason(escape::sentence(why))
        .mend("write it by hand: `cargo pyext new NAME`, then `cargo pyext check --interface CONTRACT` says what is missing")
}
