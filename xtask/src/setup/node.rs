//! What comes from npm, where npm is there: wasm-opt, which makes modules smaller, and Pyodide, which tests run in.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::error::{Error, Result};

use super::stamp::Stamp;
use crate::context::Context;

const BINARYEN: &str = "binaryen@132.0.0";
const PYODIDE: &str = "pyodide@314.0.7";

/// The folder to put on PATH for wasm-opt.
pub fn programs(context: &Context) -> PathBuf {
    context.work.join("node/node_modules/.bin")
}

/// The folder of wasm-opt's package, which is JavaScript.
pub fn binaryen(context: &Context) -> PathBuf {
    context.work.join("node/node_modules/binaryen")
}

/// The folder of Pyodide.
pub fn pyodide(context: &Context) -> PathBuf {
    context.work.join("pyodide/node_modules/pyodide")
}

/// Installs wasm-opt, or says that modules will be larger without it.
pub fn ready(context: &Context) -> Result<()> {
    let without = "wasm-opt is left out: modules are about a tenth larger, all else is the same";
    install(context, "node", BINARYEN, "wasm-opt", without)
}

/// Installs Pyodide, or says which tests will fail without it.
pub fn pyodide_ready(context: &Context) -> Result<()> {
    let without = "Pyodide is left out: the stage `pyodide` and the tests of the browser fail";
    install(context, "pyodide", PYODIDE, "Pyodide", without)
}

/// Installs a package into a folder of its own.
fn install(context: &Context, name: &str, package: &str, what: &str, without: &str) -> Result<()> {
    let folder = context.work.join(name);
    let stamp = Stamp::new(&folder, "node_modules", package);
    if stamp.is_current() {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if context.command(npm).arg("--version").ask().is_none() {
        context
            .shell
            .note(format_args!("npm is not here, so {without}"));
        return Ok(());
    }
    context
        .shell
        .status("Installing", format_args!("{what} ({package} from npm)"));
    stamp.renew(|| made(context, npm, &folder, package))
}

fn made(context: &Context, npm: &str, folder: &Path, package: &str) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        Error::new("PX702", "the folder for a package of npm cannot be made")
            .place(folder.display())
            .reason(error)
    })?;
    context
        .command(npm)
        .args([
            "install",
            "--silent",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(folder)
        .arg(package)
        .mend("this step needs the npm registry, or the one that npm is configured for")
        .quiet()
        .map(drop)
}
