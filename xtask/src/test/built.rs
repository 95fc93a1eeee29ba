//! What several stages need: built once, by the first stage that asks; if that fails, every asker fails.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use cargo_pyext::error::Result;

use crate::build;
use crate::context::Context;

/// The command line tool and the guests of the host's tests.
#[derive(Default)]
pub struct Built {
    cli: OnceCell<Result<PathBuf>>,
    guest: OnceCell<Result<PathBuf>>,
    behaviour: OnceCell<Result<PathBuf>>,
}

impl Built {
    pub fn cli(&self, context: &Context) -> Result<PathBuf> {
        self.cli.get_or_init(|| build::cli(context)).clone()
    }

    /// The guest with every type, that the host's own tests call.
    pub fn guest(&self, context: &Context) -> Result<PathBuf> {
        self.guest
            .get_or_init(|| {
                let cli = self.cli(context)?;
                build::extension(context, &cli, Path::new(build::FIRST))
            })
            .clone()
    }

    /// The guest with classes, iterators and imports, that they call as well.
    pub fn behaviour(&self, context: &Context) -> Result<PathBuf> {
        self.behaviour
            .get_or_init(|| {
                let cli = self.cli(context)?;
                build::extension(context, &cli, Path::new("tests/behaviour"))
            })
            .clone()
    }
}
