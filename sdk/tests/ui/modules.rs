// Modules that cannot be submodules.
use pyext::prelude::*;

#[export]
mod lambda {}

mod file {
    pyext::submodule!(name = "a-b");
}

mod other {
    pyext::submodule!(wipe);
}

pyext::submodule!();

fn main() {}
