//! Which Rust toolchain builds the extension: the active one if it has the target's standard library, else another one.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};
use crate::shell::Shell;

/// The target of every extension.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A toolchain and the way to run its cargo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    runner: Runner,
    /// Where rustc says that it lives, if it has been asked.
    sysroot: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Runner {
    /// The cargo that runs us, or the first on PATH. `rustc` is set if cargo would not find the one beside it.
    Active {
        cargo: PathBuf,
        rustc: Option<PathBuf>,
    },
    /// Another one that rustup knows, by name.
    Rustup(String),
    /// One that rustup does not know.
    Outside { cargo: PathBuf, rustc: PathBuf },
}

impl Toolchain {
    /// The toolchain that cargo itself would use here, overrides of the folder included.
    pub fn active() -> Toolchain {
        let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
        // Under rustup cargo finds the rustc of its own toolchain. Elsewhere it takes the first one on PATH, and that one
        // may belong to rustup.
        let by_rustup = env::var_os("RUSTUP_TOOLCHAIN").is_some();
        let rustc = match env::var_os("RUSTC") {
            None if !by_rustup => sibling(&cargo, "rustc"),
            _ => None,
        };
        Toolchain {
            runner: Runner::Active { cargo, rustc },
            sysroot: None,
        }
    }

    /// A toolchain that can compile for [`TARGET`]. Says so if it is not the active one.
    ///
    /// # Errors
    /// PX201 if no installed toolchain has the target's standard library, PX202 if there is no cargo at all, or not the one that the
    /// environment names.
    pub fn find(shell: &Shell) -> Result<Toolchain> {
        named_programs()?;
        let mut active = Self::active();
        let folders = Folders::ask(&active.rustc());
        if let Some(folders) = folders.as_ref().filter(|f| holds_core(&f.libdir)) {
            active.sysroot = Some(folders.sysroot.clone());
            return Ok(active);
        }
        let Some(other) = installed_by_rustup().or_else(outside_rustup) else {
            return Err(if folders.is_some() {
                no_target()
            } else {
                active.no_rustc()
            });
        };
        shell.status(
            "Using",
            format_args!(
                "{}: {} has no standard library for {TARGET}",
                other.describe(),
                active.describe()
            ),
        );
        Ok(other)
    }

    /// The active toolchain, if it can compile the standard library.
    ///
    /// # Errors
    /// PX202 if it has no rustc, PX233 if its rustc allows no unstable option or the sources are not installed.
    pub fn for_build_std() -> Result<Toolchain> {
        named_programs()?;
        let mut active = Self::active();
        let folders = Folders::ask(&active.rustc());
        active.sysroot = Some(folders.ok_or_else(|| active.no_rustc())?.sysroot);
        let output = active.rustc().arg("--version").output();
        let version = output.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_string());
        let version = version.unwrap_or_default();
        let is_unstable = version.contains("-nightly") || version.contains("-dev");
        let is_allowed = env::var_os("RUSTC_BOOTSTRAP").is_some_and(|value| !value.is_empty());
        let sources = active.library_sources();
        let has_sources = sources.is_some_and(|folder| folder.join("library/Cargo.lock").is_file());
        if (is_unstable || is_allowed) && has_sources {
            return Ok(active);
        }
        let mut missing = Vec::new();
        if !(is_unstable || is_allowed) {
            missing.push(format!(
                "`-Z build-std` is an option of nightly toolchains, and this is {version}"
            ));
        }
        if !has_sources {
            missing.push("the sources of the standard library are not installed".to_string());
        }
        let lacks = Error::new("PX233", "the standard library cannot be compiled")
            .place(active.describe())
            .reason(missing.join("\n"));
        Err(lacks.mend(
            "rustup toolchain install nightly --component rust-src\n\
             cargo +nightly pyext build --build-std\n\
             or, with a stable toolchain, at your own risk:\n\
             rustup component add rust-src\n\
             RUSTC_BOOTSTRAP=1 cargo pyext build --build-std",
        ))
    }

    /// Its cargo.
    pub fn cargo(&self) -> Command {
        match &self.runner {
            Runner::Active { cargo, rustc } => {
                let mut command = Command::new(cargo);
                if let Some(rustc) = rustc {
                    command.env("RUSTC", rustc);
                }
                command
            }
            Runner::Rustup(name) => {
                let mut command = Command::new("rustup");
                command.args(["run", name, "cargo"]);
                clean(&mut command);
                command
            }
            Runner::Outside { cargo, rustc } => {
                let mut command = Command::new(cargo);
                clean(&mut command);
                command.env("RUSTC", rustc);
                command
            }
        }
    }

    /// Its rustc.
    pub fn rustc(&self) -> Command {
        match &self.runner {
            Runner::Active { cargo, rustc } => {
                let named = env::var_os("RUSTC").map(PathBuf::from);
                let path = named
                    .or_else(|| rustc.clone())
                    .or_else(|| sibling(cargo, "rustc"));
                Command::new(path.unwrap_or_else(|| PathBuf::from("rustc")))
            }
            Runner::Rustup(name) => {
                let mut command = Command::new("rustup");
                command.args(["run", name, "rustc"]);
                clean(&mut command);
                command
            }
            Runner::Outside { rustc, .. } => {
                let mut command = Command::new(rustc);
                clean(&mut command);
                command
            }
        }
    }

    /// The sources of the standard library, if they are installed.
    pub fn library_sources(&self) -> Option<PathBuf> {
        let folder = self.sysroot.as_ref()?.join("lib/rustlib/src/rust");
        folder.is_dir().then_some(folder)
    }

    /// It, in a sentence.
    pub fn describe(&self) -> String {
        match &self.runner {
            Runner::Active { .. } => match env::var("RUSTUP_TOOLCHAIN") {
                Ok(name) => format!("the active toolchain `{name}`"),
                Err(_) => "the active toolchain".to_string(),
            },
            Runner::Rustup(name) => format!("toolchain `{name}`"),
            Runner::Outside { cargo, .. } => format!("the toolchain of {}", cargo.display()),
        }
    }

    /// PX202: the program could not be started.
    pub fn cannot_run(&self, why: &std::io::Error) -> Error {
        Error::new("PX202", "cargo cannot be run")
            .place(self.describe())
            .reason(why)
            .mend("install Rust from https://rustup.rs")
    }

    fn no_rustc(&self) -> Error {
        Error::new("PX202", "rustc cannot be run")
            .place(self.describe())
            .mend("install Rust from https://rustup.rs, then\nrustup target add wasm32-unknown-unknown")
    }
}

/// PX202 if a variable names a program that is not there: who set it does not want another one to be taken in silence.
fn named_programs() -> Result<()> {
    for name in ["CARGO", "RUSTC"] {
        let Some(program) = env::var_os(name).filter(|program| !program.is_empty()) else {
            continue;
        };
        let path = Path::new(&program);
        let is_there = match path.components().count() {
            1 => path
                .to_str()
                .is_none_or(|name| find_program(name).is_some()),
            _ => path.exists() || path.with_extension(env::consts::EXE_EXTENSION).exists(),
        };
        if !is_there {
            return Err(
                Error::new("PX202", format!("{} cannot be run", name.to_lowercase()))
                    .place(format!("the environment variable {name}"))
                    .reason(format!("there is no program {}", path.display()))
                    .mend(format!("unset {name}")),
            );
        }
    }
    Ok(())
}

/// Variables by which the active toolchain would leak into another one.
fn clean(command: &mut Command) {
    for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTDOC"] {
        command.env_remove(name);
    }
}

/// PX201: the target's standard library is missing.
pub fn no_target() -> Error {
    Error::new(
        "PX201",
        format!("no installed Rust toolchain has the standard library for {TARGET}"),
    )
    .reason("extensions are compiled to WebAssembly")
    .mend(format!(
        "rustup target add {TARGET}\n(without rustup, install your system's package of it; Debian and Ubuntu: libstd-rust-dev-wasm32)"
    ))
}

/// What a rustc says of its own folders.
struct Folders {
    /// That of the target's standard library.
    libdir: PathBuf,
    /// That of the toolchain.
    sysroot: PathBuf,
}

impl Folders {
    /// Asks once for both. None if it cannot be run.
    fn ask(rustc: &Command) -> Option<Folders> {
        // A Command cannot be cloned: program and variables are copied.
        let mut command = Command::new(rustc.get_program());
        command.args(rustc.get_args());
        for (name, value) in rustc.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let output = command
            .args(["--print", "target-libdir", "--print", "sysroot"])
            .args(["--target", TARGET])
            .stdin(Stdio::null())
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let text = String::from_utf8(output.stdout).ok()?;
        let mut lines = text.lines().map(PathBuf::from);
        Some(Folders {
            libdir: lines.next()?,
            sysroot: lines.next()?,
        })
    }
}

/// Whether the folder holds the core library, not only the linker's extras.
fn holds_core(libdir: &Path) -> bool {
    let Ok(entries) = libdir.read_dir() else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    })
}

/// The best toolchain of rustup's that has the target. Its folders are read because asking each rustc would take long.
fn installed_by_rustup() -> Option<Toolchain> {
    let home = match env::var_os("RUSTUP_HOME") {
        Some(home) => PathBuf::from(home),
        None => env::home_dir()?.join(".rustup"),
    };
    let toolchains = home.join("toolchains");
    let mut names: Vec<String> = toolchains
        .read_dir()
        .ok()?
        .flatten()
        .filter(|entry| holds_core(&entry.path().join("lib/rustlib").join(TARGET).join("lib")))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort_by_key(|name| preference(name));
    let name = names.into_iter().next()?;
    find_program("rustup")?;
    Some(Toolchain {
        // rustc gives its real folder too.
        sysroot: toolchains.join(&name).canonicalize().ok(),
        runner: Runner::Rustup(name),
    })
}

/// Sorts stable before versions, newer before older, those before custom names, and previews last.
fn preference(name: &str) -> (u8, std::cmp::Reverse<(u32, u32)>, String) {
    let numbers: Vec<u32> = name
        .split(['.', '-'])
        .map_while(|part| part.parse().ok())
        .collect();
    let version = match numbers[..] {
        [major, minor, ..] => (major, minor),
        _ => (0, 0),
    };
    let class = match name {
        _ if name.starts_with("stable") => 0,
        _ if version != (0, 0) => 1,
        _ if name.starts_with("nightly") || name.starts_with("beta") => 3,
        _ => 2,
    };
    (class, std::cmp::Reverse(version), name.to_string())
}

/// A cargo on PATH that is not rustup's and whose rustc has the target.
fn outside_rustup() -> Option<Toolchain> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).find_map(|dir| {
        let cargo = program_in(&dir, "cargo")?;
        let rustc = program_in(&dir, "rustc")?;
        if program_in(&dir, "rustup").is_some() {
            return None;
        }
        let mut probe = Command::new(&rustc);
        clean(&mut probe);
        let folders = Folders::ask(&probe).filter(|f| holds_core(&f.libdir))?;
        Some(Toolchain {
            runner: Runner::Outside { cargo, rustc },
            sysroot: Some(folders.sysroot),
        })
    })
}

/// The first program of this name on PATH.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).find_map(|dir| program_in(&dir, name))
}

/// The first line that a program says, if it runs and is content.
pub fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .next()
        .map(|line| crate::escape::line(line).to_string())
}

fn program_in(dir: &Path, name: &str) -> Option<PathBuf> {
    let path = dir.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    path.is_file().then_some(path)
}

/// The program `name` in the folder of `program`, if that is a path and the file exists.
fn sibling(program: &Path, name: &str) -> Option<PathBuf> {
    let dir = program.parent().filter(|dir| *dir != OsStr::new(""))?;
    program_in(dir, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_comes_before_versions_before_custom_names_before_previews() {
        let mut names = [
            "nightly-x",
            "mine",
            "1.9.0-x",
            "1.95.0-x",
            "stable-x",
            "beta-x",
        ];
        names.sort_by_key(|name| preference(name));
        assert_eq!(
            names,
            [
                "stable-x",
                "1.95.0-x",
                "1.9.0-x",
                "mine",
                "beta-x",
                "nightly-x"
            ]
        );
    }

    #[test]
    fn an_empty_folder_holds_no_core_library() {
        assert!(!holds_core(Path::new("there is no such folder")));
    }
}
