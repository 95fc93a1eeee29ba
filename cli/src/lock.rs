//! One at a time: runs of this program that would be in each other's way wait for each other, as cargo's do.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::Result;
use crate::files;
use crate::shell::Shell;

/// What one run has for itself, until it is dropped or the run ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "closing the file gives the lock away")] File);

impl Lock {
    /// Takes the lock of this file, which is made if it is not there and stays. Waits for who has it, and says for what.
    ///
    /// # Errors
    /// PX219 if the file cannot be made.
    pub fn take(path: &Path, what: &str, shell: &Shell) -> Result<Lock> {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|e| files::cannot_write(folder, &e))?;
        let file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .map_err(|e| files::cannot_write(path, &e))?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            shell.status("Blocking", format_args!("waiting for {what}"));
            // Where the file system has no locks nobody waits, as with cargo.
            let _ = file.lock();
        }
        Ok(Lock(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Verbosity;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;
    use std::time::Duration;

    #[test]
    fn the_second_waits_until_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/.lock");
        let shell = Shell::new(Verbosity::Quiet);
        let first = Lock::take(&path, "a test", &shell).unwrap();
        let has_ended = AtomicBool::new(false);
        thread::scope(|scope| {
            let second = scope.spawn(|| {
                let _second = Lock::take(&path, "a test", &shell).unwrap();
                has_ended.load(Ordering::SeqCst)
            });
            thread::sleep(Duration::from_millis(100));
            has_ended.store(true, Ordering::SeqCst);
            drop(first);
            assert!(second.join().unwrap());
        });
    }
}
