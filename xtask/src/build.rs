//! Building the command line tool, and extensions with it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::error::{Error, Result};

use crate::context::Context;
use crate::process::Process;
use crate::setup::node;

/// Builds `cargo-pyext` as people install it and says where it is.
pub fn cli(context: &Context) -> Result<PathBuf> {
    context.shell.status("Building", "cargo pyext");
    let messages = context
        .cargo()
        .args([
            "build",
            "--release",
            "--package",
            "cargo-pyext",
            "--bin",
            "cargo-pyext",
        ])
        .args(["--message-format", "json-render-diagnostics"])
        .capture()?;
    executables(&messages).next().ok_or_else(|| {
        Error::new("PX707", "cargo built no `cargo-pyext`").place(context.path("cli").display())
    })
}

/// The programs that cargo says it has built, in its messages of JSON.
pub fn executables(messages: &str) -> impl Iterator<Item = PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// `cargo pyext`, as a user has it: its folder and that of wasm-opt are on PATH.
pub fn pyext(context: &Context, cli: &Path) -> Process {
    context
        .cargo()
        .arg("pyext")
        .env("PATH", search_path(context, cli))
}

/// PATH with the built tool and wasm-opt in front.
pub fn search_path(context: &Context, cli: &Path) -> OsString {
    let mut folders: Vec<PathBuf> = cli.parent().map(Path::to_path_buf).into_iter().collect();
    folders.push(node::programs(context));
    if let Some(path) = env::var_os("PATH") {
        folders.extend(env::split_paths(&path));
    }
    env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
}

/// Makes the wheel of the extension in `folder` (below the root) and says where it is.
pub fn wheel(context: &Context, cli: &Path, folder: &Path) -> Result<PathBuf> {
    let out = context.work.join("wheels").join(folder);
    if out.exists() {
        fs::remove_dir_all(&out).map_err(|error| {
            Error::new("PX702", "an old wheel cannot be removed")
                .place(out.display())
                .reason(error)
        })?;
    }
    inside(context, cli, folder)
        .arg("wheel")
        .arg("--out")
        .arg(&out)
        .run()?;
    let entries = fs::read_dir(&out).map_err(|error| {
        Error::new("PX707", "`cargo pyext wheel` made no wheel")
            .place(out.display())
            .reason(error)
    })?;
    entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| {
            Error::new("PX707", "`cargo pyext wheel` made no wheel").place(out.display())
        })
}

/// Builds the extension in `folder` (below the root) and says where its `.wasm` is.
pub fn extension(context: &Context, cli: &Path, folder: &Path) -> Result<PathBuf> {
    let told = inside(context, cli, folder)
        .args(["build", "--message-format", "json"])
        .capture()?;
    serde_json::from_str::<serde_json::Value>(&told)
        .ok()
        .and_then(|told| told["file"].as_str().map(PathBuf::from))
        .ok_or_else(|| {
            Error::new("PX707", "`cargo pyext build` made no module")
                .place(context.path(folder).display())
        })
}

/// `cargo pyext` in `folder` (below the root), with a target folder of its own.
fn inside(context: &Context, cli: &Path, folder: &Path) -> Process {
    let target = target(context, folder);
    begin(context, &target);
    pyext(context, cli)
        .current_dir(context.path(folder))
        .env("CARGO_TARGET_DIR", target)
}

/// The target folder of the extension in `folder` (below the root), which the end-to-end tests use as well: what one stage has
/// compiled the others need not, and they do not wait for what another extension takes.
pub fn target(context: &Context, folder: impl AsRef<Path>) -> PathBuf {
    context.work.join("guests").join(folder)
}

/// The extension that the tests build first.
pub const FIRST: &str = "host/tests/guest";

/// Lets a new target folder begin with what is compiled for the first extension: most of a build is the SDK's macros, which are the
/// same for all.
pub fn begin(context: &Context, target: &Path) {
    copy(context, &self::target(context, FIRST), target);
}

/// Copies a target folder, with the times that cargo compares, to a place where there is none.
pub fn copy(context: &Context, from: &Path, to: &Path) {
    if !from.exists() || to.exists() {
        return;
    }
    if let Some(parent) = to.parent() {
        // Without a copy more is compiled, and nothing else differs.
        let _ = fs::create_dir_all(parent);
    }
    let _ = context.command("cp").arg("-a").args([from, to]).quiet();
}
