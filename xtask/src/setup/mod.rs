//! `cargo xtask setup`: makes the machine ready. Each step says what it does and does nothing if it is done already.

mod debian;
pub mod node;
pub mod python;
mod stamp;
mod wasm;

use std::fs;

use cargo_pyext::error::{Error, Result};
use clap::ValueEnum;

use crate::context::Context;

/// What the machine is made ready for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Purpose {
    /// `cargo xtask demo`
    Demo,
    /// `cargo xtask test`, which runs the demo too
    Test,
}

/// Makes the machine ready for `purpose`.
pub fn run(context: &Context, purpose: Purpose) -> Result<()> {
    make_folder(context)?;
    let python = python::find(context)?;
    wasm::ready(context)?;
    node::ready(context)?;
    // The tests run the demo too.
    let venv = python::demo(context, &python)?;
    python::specification(context, &venv)?;
    if purpose == Purpose::Test {
        let tools = python::tools(context, &python)?;
        node::pyodide_ready(context)?;
        python::pyodide(context, &tools)?;
        debian::browser(context)?;
    }
    context
        .shell
        .status("Ready", "the machine has all that is needed");
    Ok(())
}

fn make_folder(context: &Context) -> Result<()> {
    fs::create_dir_all(&context.work).map_err(|error| {
        Error::new("PX702", "the folder for tools cannot be made")
            .place(context.work.display())
            .reason(error)
            .mend("set CARGO_TARGET_DIR to a folder that you may write to")
    })
}
