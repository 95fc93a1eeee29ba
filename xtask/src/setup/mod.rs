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
use crate::process::side_by_side;

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
    let is_for_tests = purpose == Purpose::Test;
    let from_npm = || {
        node::ready(context)?;
        if is_for_tests {
            node::pyodide_ready(context)?;
        }
        Ok(())
    };
    // The tests run the demo too.
    let demo = || {
        let venv = python::demo(context, &python)?;
        python::specification(context, &venv)
    };
    let tests = || {
        if is_for_tests {
            let tools = python::tools(context, &python)?;
            python::pyodide(context, &tools)?;
            debian::browser(context)?;
        }
        Ok(())
    };
    // Each waits for the network most of its time.
    let steps: [&(dyn Fn() -> Result<()> + Sync); 3] = [&from_npm, &demo, &tests];
    side_by_side(steps)?;
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
