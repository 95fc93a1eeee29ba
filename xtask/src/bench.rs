//! `cargo xtask bench`: pyext beside its peers. `bench/run.py` builds and measures; this makes the machine ready for it.

use cargo_pyext::error::Result;

use crate::build;
use crate::context::Context;
use crate::setup::{self, Purpose, python};

/// Runs the bench with these arguments of its own.
pub fn run(context: &Context, arguments: &[String]) -> Result<()> {
    setup::run(context, Purpose::Demo)?;
    let cli = build::cli(context)?;
    context
        .command(python::find(context)?.program())
        .arg(context.path("bench/run.py"))
        .args(arguments)
        .env("PATH", build::search_path(context, &cli))
        .run()
}
