//! wasm-opt, from npm's `binaryen` where npm is there. It makes modules smaller and nothing requires it.

use std::fs;
use std::path::PathBuf;

use cargo_pyext::error::{Error, Result};

use super::stamp::Stamp;
use crate::context::Context;

const BINARYEN: &str = "binaryen@132.0.0";

/// The folder to put on PATH for wasm-opt.
pub fn programs(context: &Context) -> PathBuf {
    context.work.join("node/node_modules/.bin")
}

/// Installs wasm-opt, or says that modules will be larger without it.
pub fn ready(context: &Context) -> Result<()> {
    let folder = context.work.join("node");
    let stamp = Stamp::new(&folder, BINARYEN);
    if stamp.is_current() && programs(context).exists() {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if context.command(npm).arg("--version").ask().is_none() {
        context
            .shell
            .note("npm is not here, so wasm-opt is left out: modules are about a tenth larger, all else is the same");
        return Ok(());
    }
    context
        .shell
        .status("Installing", format_args!("wasm-opt ({BINARYEN} from npm)"));
    stamp.remove();
    fs::create_dir_all(&folder).map_err(|error| {
        Error::new("PX702", "the folder for wasm-opt cannot be made")
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
        .arg(&folder)
        .arg(BINARYEN)
        .mend("this step needs the npm registry, or the one that npm is configured for")
        .quiet()?;
    stamp.write()
}
