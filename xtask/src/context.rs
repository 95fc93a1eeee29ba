//! Where things are, and what every task shares.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_pyext::error::{Error, Result};
use cargo_pyext::shell::Shell;

use crate::process::Process;

/// The checkout, the folder for what the tasks make, and the shell to talk through.
pub struct Context {
    pub shell: Shell,
    /// The root of the repository.
    pub root: PathBuf,
    /// cargo's target folder.
    pub target: PathBuf,
    /// What the tasks keep between runs: virtual environments, Node tools, stamps.
    pub work: PathBuf,
}

impl Context {
    pub fn new(shell: Shell) -> Result<Self> {
        // cargo sets it for `cargo run`; the compiled-in path serves a binary that is started by hand.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .ok_or_else(|| {
                Error::new("PX700", "xtask stands in no checkout").place(manifest.display())
            })?
            .to_path_buf();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |t| root.join(t));
        let work = target.join("xtask");
        Ok(Context {
            shell,
            root,
            target,
            work,
        })
    }

    /// `path` below the root.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// A command that runs at the root, without what `cargo run` put into the environment for this process alone.
    pub fn command(&self, program: impl Into<OsString>) -> Process {
        self.wrap(Command::new(program.into()))
    }

    /// The same for a command that somebody else put together.
    pub fn wrap(&self, command: Command) -> Process {
        let mut process = Process::new(command, self.shell.clone()).current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            // RUSTUP_TOOLCHAIN stays: it is what `cargo +TOOLCHAIN xtask` asked for.
            let ours = text == "CARGO"
                || text.starts_with("CARGO_PKG_")
                || text.starts_with("CARGO_MANIFEST_")
                || text == "RUST_RECURSION_COUNT";
            if ours {
                process = process.env_remove(&name);
            }
        }
        process
    }

    /// cargo, as the user calls it.
    pub fn cargo(&self) -> Process {
        self.command("cargo")
    }
}
