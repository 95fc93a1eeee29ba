//! A command together with all that it starts: ended as one, also when this program is interrupted.

use std::process::{Child, Command, Stdio};

/// Makes the command the first of a group of its own. It gets no input, because a terminal stops who reads from it behind the
/// group in front.
pub fn lead(command: &mut Command) -> &mut Command {
    system::lead(command.stdin(Stdio::null()))
}

/// Notes that the command runs, so that an interruption of this program ends its group.
pub fn started(child: &Child) {
    system::started(child);
}

/// Ends the command and what it has started, also if it has ended itself already: asked first, and forced if that takes long.
pub fn end(child: &mut Child) {
    system::end(child);
    let _ = child.wait();
}

#[cfg(unix)]
mod system {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};
    use std::sync::Once;
    use std::sync::atomic::{AtomicI32, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};

    /// The group that runs, 0 if none does.
    static GROUP: AtomicI32 = AtomicI32::new(0);

    /// How long a group may take to end when it is asked to.
    const PATIENCE: Duration = Duration::from_secs(2);

    pub fn lead(command: &mut Command) -> &mut Command {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
                // SAFETY: the handler calls nothing that a signal handler may not call.
                unsafe { libc::signal(signal, pass_on as *const () as libc::sighandler_t) };
            }
        });
        command.process_group(0)
    }

    /// What a terminal says to the group in front, or a supervisor to this program, is meant for the command, too.
    extern "C" fn pass_on(signal: libc::c_int) {
        send(GROUP.load(Ordering::Relaxed), signal);
        // SAFETY: both may be called in a signal handler; the second ends the program as if it had no handler.
        unsafe {
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
    }

    /// Whether there is a process in the group that can be sent a signal. 0 only asks.
    fn send(group: i32, signal: libc::c_int) -> bool {
        // SAFETY: `kill` has no preconditions. A group of 0 or 1 would be this program's own, or everybody.
        group > 1 && unsafe { libc::kill(-group, signal) } == 0
    }

    fn group_of(child: &Child) -> i32 {
        i32::try_from(child.id()).unwrap_or(0)
    }

    pub fn started(child: &Child) {
        GROUP.store(group_of(child), Ordering::Relaxed);
    }

    pub fn end(child: &mut Child) {
        let group = group_of(child);
        let start = Instant::now();
        send(group, libc::SIGTERM);
        // Until it has been waited for, the command itself counts as one of the group.
        while start.elapsed() < PATIENCE {
            let _ = child.try_wait();
            if !send(group, 0) {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        send(group, libc::SIGKILL);
        GROUP.store(0, Ordering::Relaxed);
    }
}

#[cfg(not(unix))]
mod system {
    use std::process::{Child, Command};

    pub fn lead(command: &mut Command) -> &mut Command {
        command
    }

    pub fn started(_: &Child) {}

    pub fn end(child: &mut Child) {
        if let Ok(None) = child.try_wait() {
            let _ = child.kill();
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use std::thread;
    use std::time::Duration;

    fn is_there(process: &str) -> bool {
        let state = fs::read_to_string(Path::new("/proc").join(process).join("stat"));
        // One that has ended stays in the list until its parent has asked.
        state.is_ok_and(|text| !text.contains(") Z "))
    }

    /// The number that a script has written to a file.
    fn number(file: &Path) -> String {
        for _ in 0..500 {
            match fs::read_to_string(file) {
                Ok(text) if text.ends_with('\n') => return text.trim().to_string(),
                _ => thread::sleep(Duration::from_millis(10)),
            }
        }
        panic!("the script has written nothing")
    }

    #[test]
    fn what_a_command_has_started_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("number");
        for script in [
            "sleep 60 & echo $! > \"$0\"; wait",
            "sleep 60 & echo $! > \"$0\"",
            "trap '' TERM; sleep 60 & echo $! > \"$0\"; wait",
        ] {
            let mut command = Command::new("sh");
            let mut child = lead(command.args(["-c", script]).arg(&file))
                .spawn()
                .unwrap();
            started(&child);
            let grandchild = number(&file);
            assert!(is_there(&grandchild), "{script}");
            end(&mut child);
            let is_gone = (0..100).any(|_| {
                thread::sleep(Duration::from_millis(10));
                !is_there(&grandchild)
            });
            assert!(is_gone, "{script}");
            fs::remove_file(&file).unwrap();
        }
    }
}
