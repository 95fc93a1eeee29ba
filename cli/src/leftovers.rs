//! Files and folders that processes leave behind when they are killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Nothing takes as long as this: what is older is left over.
const LONGEST: Duration = Duration::from_secs(3600);

/// Removes what processes that are gone have left in `parent`: files and folders whose names are the prefix, the number of the
/// process and `-`.
pub fn remove(parent: &Path, prefix: &str) {
    for left in found(parent, prefix) {
        let _ = match left.is_dir() {
            true => fs::remove_dir_all(left),
            false => fs::remove_file(left),
        };
    }
}

/// What nobody else will remove.
fn found(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = parent.read_dir() else {
        return Vec::new();
    };
    let is_left = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let process = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix)?.split('-').next()?.parse().ok());
        process.is_some_and(|process| is_gone(process) || is_old(entry))
    };
    entries
        .flatten()
        .filter(is_left)
        .map(|entry| entry.path())
        .collect()
}

/// Whether there is certainly no such process. Only Linux tells without a library.
fn is_gone(process: u32) -> bool {
    let all = Path::new("/proc");
    cfg!(target_os = "linux")
        && all.join("self").exists()
        && !all.join(process.to_string()).exists()
}

fn is_old(entry: &fs::DirEntry) -> bool {
    let modified = entry.metadata().and_then(|m| m.modified());
    let age = modified
        .ok()
        .and_then(|t| SystemTime::now().duration_since(t).ok());
    age.is_some_and(|age| age > LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_has_left_is_removed_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let mine = parent
            .path()
            .join(format!(".tmp-{}-new", std::process::id()));
        fs::create_dir(&mine).unwrap();
        #[cfg(unix)]
        let long_ago = SystemTime::now() - 2 * LONGEST;
        // Process 1 always runs, and 0 is none.
        for (name, is_left) in [
            (".tmp-1-new", false),
            (".tmp-1-old", cfg!(unix)),
            (".tmp-0-new", cfg!(target_os = "linux")),
            (".tmp-others", false),
            ("demo.wasm", false),
        ] {
            let path = parent.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::write(path.join("in.wasm"), "a").unwrap();
            #[cfg(unix)]
            if name.ends_with("old") {
                fs::File::open(&path)
                    .unwrap()
                    .set_modified(long_ago)
                    .unwrap();
            }
            remove(parent.path(), ".tmp-");
            assert_eq!(path.exists(), !is_left, "{name}");
        }
        assert!(mine.exists());
    }
}
