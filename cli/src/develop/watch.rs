//! `cargo pyext watch`: looks at the sources again and again, and builds when they have changed and come to rest.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, SystemTime};

use cargo_metadata::Metadata;

use crate::cargo::metadata;
use crate::cargo::options::CargoOptions;
use crate::cargo::toolchain::{Toolchain, find_program};
use crate::develop::group::Group;
use crate::error::{Error, Result};
use crate::shell::Shell;

/// Between two looks. A change counts when the next look finds no further one, so that a save of many files is one change.
const PAUSE: Duration = Duration::from_millis(250);

/// Folders that hold what others make.
const PASSED_OVER: [&str; 4] = ["target", "node_modules", "__pycache__", "venv"];

/// What the files were like: their time and size.
type Look = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// The folders that a build reads: those of the packages that are no downloads, and of the workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    passed_over: Vec<PathBuf>,
}

impl Sources {
    /// Asks cargo.
    ///
    /// # Errors
    /// PX202 and PX203 if cargo cannot tell.
    pub fn find(options: &CargoOptions, shell: &Shell) -> Result<Sources> {
        let metadata = metadata::load(&Toolchain::active(), options, shell)?;
        let package = metadata::select(&metadata, options)?;
        Ok(Sources::of(&metadata, &package.manifest_path))
    }

    /// The whole workspace, and its packages.
    pub fn of_workspace(metadata: &Metadata) -> Sources {
        let root = metadata.workspace_root.as_std_path();
        Sources {
            folders: vec![root.to_path_buf()],
            files: in_root(metadata),
            passed_over: vec![metadata.target_directory.clone().into()],
        }
    }

    /// The files as they are now.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.look().into_keys().collect()
    }

    fn of(metadata: &Metadata, manifest: &cargo_metadata::camino::Utf8Path) -> Sources {
        let needed: Vec<_> = metadata
            .resolve
            .iter()
            .flat_map(|resolve| &resolve.nodes)
            .map(|node| &node.id)
            .collect();
        let local = metadata.packages.iter().filter(|p| {
            p.source.is_none() && (needed.contains(&&p.id) || p.manifest_path == manifest)
        });
        Sources {
            folders: local
                .filter_map(|p| p.manifest_path.parent())
                .map(|folder| folder.as_std_path().to_path_buf())
                .collect(),
            files: in_root(metadata),
            passed_over: vec![metadata.target_directory.clone().into()],
        }
    }

    fn look(&self) -> Look {
        let mut look = Look::new();
        for file in &self.files {
            see(file, &mut look);
        }
        for folder in &self.folders {
            self.walk(folder, &mut look);
        }
        look
    }

    fn walk(&self, folder: &Path, look: &mut Look) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let is_made = name.starts_with('.') || PASSED_OVER.contains(&&*name);
            // A link to a folder is not followed: it may lead in a circle.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    let is_other =
                        path.join("pyvenv.cfg").exists() || self.passed_over.contains(&path);
                    if !is_made && !is_other {
                        self.walk(&path, look);
                    }
                }
                _ if name.starts_with('.') || name.ends_with('~') => {}
                _ => see(&path, look),
            }
        }
    }
}

fn in_root(metadata: &Metadata) -> Vec<PathBuf> {
    ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"]
        .map(|name| metadata.workspace_root.join(name).into_std_path_buf())
        .into()
}

fn see(path: &Path, look: &mut Look) {
    if let Ok(metadata) = path.metadata().or_else(|_| path.symlink_metadata()) {
        look.insert(
            path.to_path_buf(),
            (metadata.modified().ok(), metadata.len()),
        );
    }
}

/// The file that differs first between two looks.
fn changed(before: &Look, now: &Look) -> Option<PathBuf> {
    let differs =
        |(path, seen): &(&PathBuf, &(Option<SystemTime>, u64))| before.get(*path) != Some(*seen);
    let other = now.iter().find(differs).map(|(path, _)| path.clone());
    other.or_else(|| before.keys().find(|p| !now.contains_key(*p)).cloned())
}

/// Builds at the start and after each change, then runs the command. Ends only if the sources cannot be found or the
/// command cannot be started.
///
/// # Errors
/// Those of [`Sources::find`], PX908 if the command cannot be started.
pub fn watch(
    cargo: &CargoOptions,
    command: &[OsString],
    shell: &Shell,
    mut build: impl FnMut() -> Result<()>,
) -> Result<()> {
    if let Some(program) = command.first() {
        check(program)?;
    }
    let mut sources = Sources::find(cargo, shell)?;
    let mut running = Running::default();
    loop {
        let before = sources.look();
        match build() {
            Ok(()) => {
                if let Some((program, arguments)) = command.split_first() {
                    let mut command = Command::new(program);
                    command.args(arguments);
                    running.replace(command, shell)?;
                }
            }
            Err(error) => shell.error(&error),
        }
        shell.status("Watching", "for changes (Ctrl-C ends)");
        let path = wait_for_change(&sources, before, || running.tend());
        running.stop();
        shell.status("Changed", path.display());
        // A dependency may have come or gone. What cargo cannot read, the build will say.
        if let Ok(found) = Sources::find(cargo, shell) {
            sources = found;
        }
    }
}

/// Whether there is such a program: asked before anything is compiled.
fn check(program: &OsStr) -> Result<()> {
    let is_path = Path::new(program).components().count() > 1;
    let exists = match program.to_str() {
        Some(name) if !is_path => find_program(name).is_some(),
        _ => Path::new(program).exists(),
    };
    match exists {
        true => Ok(()),
        false => Err(cannot_run(
            program,
            "there is no such file, or program on PATH",
        )),
    }
}

fn cannot_run(program: &OsStr, why: impl Display) -> Error {
    Error::new("PX908", "the command cannot be run")
        .place(program.to_string_lossy())
        .reason(why)
        .mend("cargo pyext watch -- COMMAND ARGUMENTS")
}

/// Waits until files have changed and come to rest. Calls `meanwhile` between two looks.
fn wait_for_change(sources: &Sources, mut before: Look, mut meanwhile: impl FnMut()) -> PathBuf {
    let mut first = None;
    loop {
        let now = sources.look();
        match (changed(&before, &now), first.take()) {
            (Some(path), None) => first = Some(path),
            (Some(_), Some(path)) => first = Some(path),
            (None, Some(path)) => return path,
            (None, None) => {}
        }
        before = now;
        meanwhile();
        thread::sleep(PAUSE);
    }
}

/// The user's command, while it runs.
#[derive(Default)]
struct Running(Option<Group>);

impl Running {
    fn replace(&mut self, mut command: Command, shell: &Shell) -> Result<()> {
        self.stop();
        shell.status("Running", command.get_program().to_string_lossy());
        shell.command(&command);
        let group = Group::start(&mut command);
        self.0 = Some(group.map_err(|e| cannot_run(command.get_program(), e))?);
        Ok(())
    }

    fn tend(&mut self) {
        if let Some(group) = &mut self.0 {
            group.tend();
        }
    }

    /// Ends it, and what it has started.
    fn stop(&mut self) {
        if let Some(group) = self.0.take() {
            // What it has started runs on even when it has ended itself.
            group.end();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_sources_are_looked_at() {
        let home = tempfile::tempdir().unwrap();
        for path in [
            "src/lib.rs",
            "target/a",
            ".git/b",
            "my-venv/pyvenv.cfg",
            "build/c",
            "src/.x.swp",
        ] {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let sources = Sources {
            folders: vec![home.path().to_path_buf()],
            files: vec![home.path().join("Cargo.toml")],
            passed_over: vec![home.path().join("build")],
        };
        let before = sources.look();
        assert_eq!(
            before.keys().collect::<Vec<_>>(),
            [&home.path().join("src/lib.rs")]
        );
        fs::write(home.path().join("src/new.rs"), "").unwrap();
        assert_eq!(
            changed(&before, &sources.look()),
            Some(home.path().join("src/new.rs"))
        );
        fs::remove_file(home.path().join("src/new.rs")).unwrap();
        assert_eq!(changed(&before, &sources.look()), None);
        fs::remove_file(home.path().join("src/lib.rs")).unwrap();
        assert_eq!(
            changed(&before, &sources.look()),
            Some(home.path().join("src/lib.rs"))
        );
    }
}
