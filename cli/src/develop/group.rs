//! A command together with all that it starts: ended as one, also when this program is interrupted.

use std::io;
use std::process::{Child, Command};

/// A command that leads a group of its own. Where this program is in front of a terminal the group takes its place there, as a
/// shell has it, because a terminal stops who reads from it behind the group in front. Elsewhere it gets no input.
pub struct Group {
    child: Child,
    front: system::Front,
}

impl Group {
    /// Starts it. From now on an interruption of this program ends the group.
    ///
    /// # Errors
    /// If the command cannot be run.
    pub fn start(command: &mut Command) -> io::Result<Group> {
        let (child, front) = system::start(command)?;
        Ok(Group { child, front })
    }

    /// To be called now and then: takes the terminal back from a command that has ended, stops with one that was stopped, and
    /// is interrupted with one that was interrupted.
    pub fn tend(&mut self) {
        system::tend(&self.child, &mut self.front);
    }

    /// Ends the command and what it has started, also if it has ended itself already: asked first, and forced if that takes long.
    pub fn end(mut self) {
        system::end(&mut self.child, &mut self.front);
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
mod system {
    use std::io::Result;
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command, Stdio};
    use std::sync::Once;
    use std::sync::atomic::{AtomicI32, Ordering};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::super::terminal::{self, Modes};

    /// How the terminal was, if the group has been put in front of it.
    pub type Front = Option<Modes>;

    /// The group that runs, 0 if none does.
    static GROUP: AtomicI32 = AtomicI32::new(0);

    /// How long a group may take to end when it is asked to.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// What a shell's status is for a command that SIGINT has ended.
    const INTERRUPTED: i32 = 128 + libc::SIGINT;

    pub fn start(command: &mut Command) -> Result<(Child, Front)> {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
                // SAFETY: the handler calls nothing that a signal handler may not call.
                unsafe { libc::signal(signal, pass_on as *const () as libc::sighandler_t) };
            }
            // It is sent to who writes or changes the group in front from behind it.
            // SAFETY: no handler is installed.
            unsafe { libc::signal(libc::SIGTTOU, libc::SIG_IGN) };
        });
        let front = terminal::modes_if_in_front();
        command.process_group(0);
        match front {
            Some(_) => {
                let step_forward = || {
                    terminal::step_forward();
                    // SAFETY: no handler is installed, and it may be called between fork and exec.
                    unsafe { libc::signal(libc::SIGTTOU, libc::SIG_DFL) };
                    Ok(())
                };
                // SAFETY: the closure allocates nothing, and calls only what may be called between fork and exec.
                unsafe { command.stdin(Stdio::inherit()).pre_exec(step_forward) };
            }
            None => {
                command.stdin(Stdio::null());
            }
        }
        let child = command.spawn().inspect_err(|_| {
            if front.is_some() {
                terminal::step_forward();
            }
        })?;
        GROUP.store(group_of(&child), Ordering::Relaxed);
        Ok((child, front))
    }

    /// What a terminal says to the group in front, or a supervisor to this program, is meant for the command, too.
    extern "C" fn pass_on(signal: libc::c_int) {
        send(GROUP.load(Ordering::Relaxed), signal);
        end_by(signal);
    }

    /// Ends this program as if it had no handler for the signal. A signal handler may call it.
    fn end_by(signal: libc::c_int) {
        // SAFETY: no handler is installed, and both may be called in a signal handler.
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

    /// What has become of a command.
    enum State {
        Runs,
        Stopped,
        Ended { interrupted: bool },
    }

    /// Looks, and leaves the command to be waited for.
    fn state(child: &Child) -> State {
        // SAFETY: all zeros are a valid value of this plain C structure.
        let mut seen: libc::siginfo_t = unsafe { std::mem::zeroed() };
        let flags = libc::WEXITED | libc::WSTOPPED | libc::WNOHANG | libc::WNOWAIT;
        // SAFETY: the pointer is that of a structure of the type that is asked for.
        let done = unsafe { libc::waitid(libc::P_PID, child.id(), &raw mut seen, flags) };
        // SAFETY: after `waitid` this field is set, or still zero.
        let status = unsafe { seen.si_status() };
        match seen.si_code {
            _ if done != 0 => State::Ended { interrupted: false },
            libc::CLD_STOPPED => State::Stopped,
            libc::CLD_EXITED => State::Ended {
                interrupted: status == INTERRUPTED,
            },
            libc::CLD_KILLED | libc::CLD_DUMPED => State::Ended {
                interrupted: status == libc::SIGINT,
            },
            _ => State::Runs,
        }
    }

    pub fn tend(child: &Child, front: &mut Front) {
        let Some(modes) = front else { return };
        let group = group_of(child);
        match state(child) {
            State::Runs => {}
            State::Stopped => {
                terminal::take_back(group, modes);
                // SAFETY: `kill` has no preconditions. Our own group is what the shell knows as its job.
                unsafe { libc::kill(0, libc::SIGTSTP) };
                // Here it goes on, in front or behind.
                terminal::give(group);
                send(group, libc::SIGCONT);
            }
            State::Ended { interrupted } => {
                terminal::take_back(group, modes);
                *front = None;
                if interrupted {
                    pass_on(libc::SIGINT);
                }
            }
        }
    }

    pub fn end(child: &mut Child, front: &mut Front) {
        let group = group_of(child);
        let start = Instant::now();
        send(group, libc::SIGTERM);
        // One that is stopped could not end.
        send(group, libc::SIGCONT);
        // Until it has been waited for, the command itself counts as one of the group.
        while start.elapsed() < PATIENCE {
            let _ = child.try_wait();
            if !send(group, 0) {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        send(group, libc::SIGKILL);
        if let Some(modes) = front.take() {
            terminal::take_back(group, &modes);
        }
        GROUP.store(0, Ordering::Relaxed);
    }
}

#[cfg(not(unix))]
mod system {
    use std::io::Result;
    use std::process::{Child, Command, Stdio};

    pub struct Front;

    pub fn start(command: &mut Command) -> Result<(Child, Front)> {
        Ok((command.stdin(Stdio::null()).spawn()?, Front))
    }

    pub fn tend(_: &Child, _: &mut Front) {}

    pub fn end(child: &mut Child, _: &mut Front) {
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
            let group = Group::start(command.args(["-c", script]).arg(&file)).unwrap();
            let grandchild = number(&file);
            assert!(is_there(&grandchild), "{script}");
            group.end();
            let is_gone = (0..100).any(|_| {
                thread::sleep(Duration::from_millis(10));
                !is_there(&grandchild)
            });
            assert!(is_gone, "{script}");
            fs::remove_file(&file).unwrap();
        }
    }
}
