//! The wasm32 target: what any installed toolchain has, else rustup's download, else Debian's own toolchain.

use std::env;
use std::process::Command;

pub use cargo_pyext::cargo::toolchain::TARGET;
use cargo_pyext::cargo::toolchain::Toolchain;
use cargo_pyext::error::{Error, Result};
use cargo_pyext::shell::{Shell, Verbosity};

use super::debian;
use crate::context::Context;

/// Set on machines that never download through rustup.
const NO_DOWNLOAD: &str = "PYEXT_NO_RUSTUP_DOWNLOAD";

/// Makes sure that the toolchain that `cargo pyext` would take compiles for wasm32.
pub fn ready(context: &Context) -> Result<()> {
    let mut refusals = Vec::new();
    // Its errors speak to users of the tool; here other ways follow.
    if let Ok(toolchain) = Toolchain::find(&Shell::new(Verbosity::Quiet)) {
        if compiles(context, toolchain.rustc()) {
            context.shell.status(
                "Found",
                format_args!("{TARGET} in {}", toolchain.describe()),
            );
            return Ok(());
        }
        refusals.push(format!(
            "{}: it has a standard library for {TARGET} and cannot compile with it",
            toolchain.describe()
        ));
    }
    match download(context) {
        Ok(()) => return Ok(()),
        Err(refusal) => refusals.push(refusal),
    }
    match debian::ready(context)? {
        debian::Outcome::Ready => return Ok(()),
        debian::Outcome::Unfit(refusal) => refusals.push(refusal),
    }
    Err(Error::new(
        "PX705",
        format!("no Rust toolchain here has the target {TARGET}"),
    )
    .reason(refusals.join("\n"))
    .mend(format!(
        "rustup target add {TARGET}\nor, on Debian, as root: {}",
        debian::commands(context)
    )))
}

/// Whether the compiler truly builds a library with std for wasm32: one of another version in its folder does not serve.
pub fn compiles(context: &Context, rustc: Command) -> bool {
    context
        .wrap(rustc)
        .args([
            "--target",
            TARGET,
            "--crate-type",
            "lib",
            "--crate-name",
            "probe",
            "--emit",
            "metadata",
        ])
        .arg("-o")
        .arg(context.work.join("probe.rmeta"))
        .arg("-")
        .input("pub fn probe() -> std::string::String { std::string::String::new() }")
        .ask()
        .is_some()
}

/// `rustup target add`; the error is the reason why not.
fn download(context: &Context) -> std::result::Result<(), String> {
    if env::var_os(NO_DOWNLOAD).is_some_and(|value| value == "1") {
        return Err(format!("rustup: {NO_DOWNLOAD}=1 forbids its downloads"));
    }
    if context.command("rustup").arg("--version").ask().is_none() {
        return Err("rustup: it is not here".to_owned());
    }
    context.shell.status(
        "Installing",
        format_args!("{TARGET} (rustup target add {TARGET})"),
    );
    let added = context
        .command("rustup")
        .args(["target", "add", TARGET])
        .quiet();
    match added {
        Ok(_) if compiles(context, Toolchain::active().rustc()) => Ok(()),
        Ok(_) => Err("rustup: it added the target, and the compiler cannot use it".to_owned()),
        Err(error) => {
            context
                .shell
                .note("rustup cannot download it; trying another way");
            Err(format!("rustup: {}", error.reason.unwrap_or(error.message)))
        }
    }
}
