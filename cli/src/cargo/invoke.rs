//! Running `cargo rustc`: its diagnostics pass through, its artifact is found, its failure is kept for the diagnosis.

use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{CrateType, Message, PackageId};

use crate::error::{Error, Result};
use crate::shell::{Shell, Verbosity};

/// What a cargo run came to.
#[derive(Debug)]
pub enum Outcome {
    /// The library, where the linker wrote it. Never edit it: it is hard-linked into cargo's own folders.
    Built(PathBuf),
    /// The errors that rustc reported; cargo's own have gone to the terminal only.
    Failed(Vec<Diagnostic>),
}

/// Which form of JSON messages to ask for, so that `rendered` suits the terminal.
pub fn message_format(shell: &Shell) -> &'static str {
    match shell.color_for_cargo() {
        "always" => "json-diagnostic-rendered-ansi",
        _ => "json",
    }
}

/// Adds how much cargo should say, and whether in colours.
pub fn verbosity(command: &mut Command, shell: &Shell) {
    command.args(["--color", shell.color_for_cargo()]);
    match shell.verbosity() {
        Verbosity::Quiet => command.arg("--quiet"),
        Verbosity::Normal => command,
        Verbosity::Verbose => command.arg("--verbose"),
    };
}

/// Runs the command, which has to ask for JSON messages on stdout.
///
/// # Errors
/// PX202 if it cannot be started, PX211 if it succeeds without a library of this package.
pub fn run(mut command: Command, package: &PackageId, shell: &Shell) -> Result<Outcome> {
    let cannot_run = |e: std::io::Error| Error::new("PX202", "cargo cannot be run").reason(e);
    shell.command(&command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot_run)?;
    let mut artifact = None;
    let mut errors = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for message in
            Message::parse_stream(BufReader::new(stdout)).map_while(std::result::Result::ok)
        {
            match message {
                Message::CompilerMessage(message) => {
                    if let Some(rendered) = &message.message.rendered {
                        shell.diagnostic(rendered);
                    }
                    if matches!(
                        message.message.level,
                        DiagnosticLevel::Error | DiagnosticLevel::Ice
                    ) {
                        errors.push(message.message);
                    }
                }
                Message::CompilerArtifact(built)
                    if built.package_id == *package
                        && built.target.crate_types.contains(&CrateType::CDyLib) =>
                {
                    let mut files = built.filenames.into_iter();
                    artifact = files
                        .find(|f| f.extension() == Some("wasm"))
                        .map(Into::into);
                }
                // Build scripts and procedural macros may print what they like.
                _ => {}
            }
        }
    }
    if !child.wait().map_err(cannot_run)?.success() {
        return Ok(Outcome::Failed(errors));
    }
    artifact.map(Outcome::Built).ok_or_else(|| {
        Error::new(
            "PX211",
            "cargo has built no .wasm file of the package's library",
        )
        .reason("its messages name no artifact of type `cdylib`")
        .mend("remove `build.target` and `crate-type` settings that change what is built")
    })
}
