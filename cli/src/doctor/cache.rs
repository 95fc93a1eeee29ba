//! The folder in which hosts keep compiled modules: by the same rule as the host's own `cache.py`, and without making it.

use std::env;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::{Item, State};
use crate::bytes::thousands;

const NAME: &str = "cache";

/// What a host does with its cache here.
pub fn look() -> Item {
    let wanted = env::var("PYEXT_CACHE").unwrap_or_default();
    if matches!(wanted.to_lowercase().as_str(), "off" | "0") {
        return Item::good(NAME, "switched off by PYEXT_CACHE");
    }
    match if wanted.is_empty() {
        usual()
    } else {
        Some(wanted.into())
    } {
        Some(folder) => at(&folder),
        None => Item::not(
            NAME,
            State::Lacking,
            "there is no home folder: each process compiles its modules anew",
            "export PYEXT_CACHE=FOLDER",
        ),
    }
}

fn at(folder: &Path) -> Item {
    let shown = folder.display();
    let metadata = match fs::symlink_metadata(folder) {
        Ok(metadata) => metadata,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Item::good(
                NAME,
                format!("{shown}, made by the first host that needs it"),
            );
        }
        Err(e) => {
            let found =
                format!("{shown} cannot be looked at ({e}): modules are compiled each time");
            return Item::not(NAME, State::Lacking, found, "export PYEXT_CACHE=FOLDER");
        }
    };
    if !metadata.is_dir() {
        let found = format!("{shown} is no folder: modules are compiled each time");
        return Item::not(
            NAME,
            State::Lacking,
            found,
            "remove it, or name another one: export PYEXT_CACHE=FOLDER",
        );
    }
    if let Some((why, mend)) = refused(&metadata) {
        let found =
            format!("{shown} {why}, so hosts do not trust it: modules are compiled each time");
        return Item::not(
            NAME,
            State::Lacking,
            found,
            &mend.replace("FOLDER", &shown.to_string()),
        );
    }
    let files = folder.read_dir().into_iter().flatten().flatten();
    let sizes: Vec<u64> = files
        .filter_map(|file| file.metadata().ok())
        .filter(Metadata::is_file)
        .map(|file| file.len())
        .collect();
    let (count, bytes) = (sizes.len(), thousands(sizes.iter().sum()));
    Item::good(NAME, format!("{shown}: {count} files, {bytes} bytes"))
}

/// Why a host does not use the folder, and what mends that. To load from it is to run code.
#[cfg(unix)]
fn refused(metadata: &Metadata) -> Option<(String, &'static str)> {
    use std::os::unix::fs::MetadataExt;
    // SAFETY: `geteuid` has no preconditions and cannot fail.
    let user = unsafe { libc::geteuid() };
    let mode = metadata.mode() & 0o7777;
    match metadata.uid() {
        owner if owner != user => Some((
            format!("belongs to user {owner}"),
            "name one of your own: export PYEXT_CACHE=…",
        )),
        _ if mode & 0o022 != 0 => Some((
            format!("can be written by others (mode {mode:o})"),
            "chmod go-w 'FOLDER'",
        )),
        _ => None,
    }
}

#[cfg(not(unix))]
fn refused(_: &Metadata) -> Option<(String, &'static str)> {
    None
}

/// Where it is if nothing is said.
fn usual() -> Option<PathBuf> {
    let home = env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let variable = |name: &str| env::var_os(name).map(PathBuf::from);
    let caches = if cfg!(windows) {
        variable("LOCALAPPDATA").or_else(|| Some(home?.join("AppData").join("Local")))
    } else if cfg!(target_os = "macos") {
        Some(home?.join("Library").join("Caches"))
    } else {
        let wanted = variable("XDG_CACHE_HOME").filter(|path| path.is_absolute());
        wanted.or_else(|| Some(home?.join(".cache")))
    };
    caches.map(|folder| folder.join("pyext"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_the_users_is_counted_and_one_that_is_not_there_is_fine() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("pyext");
        assert_eq!(at(&folder).state, State::Good);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a"), [0; 1500]).unwrap();
        assert!(at(&folder).found.ends_with(": 1 files, 1,500 bytes"));
        let file = at(&folder.join("a"));
        assert_eq!(file.state, State::Lacking);
        assert!(file.found.contains("is no folder"), "{}", file.found);
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_others_can_write_is_not_trusted() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let home = tempfile::tempdir().unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let item = at(home.path());
        assert_eq!(item.state, State::Lacking);
        assert!(item.found.contains("(mode 777)"), "{}", item.found);
        assert!(item.mend.unwrap().starts_with("chmod go-w '/"));
        let link = home.path().join("link");
        symlink("/", &link).unwrap();
        assert!(at(&link).found.contains("is no folder"));
    }
}
