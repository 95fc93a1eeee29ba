//! Which process group is in front of the terminal, and gets what is typed.

use std::mem::MaybeUninit;

/// How a terminal treats what is typed and shown.
pub type Modes = libc::termios;

/// Standard input: what is read from.
const INPUT: libc::c_int = libc::STDIN_FILENO;

/// How the terminal is, if input is one and this program's group is in front.
pub fn modes_if_in_front() -> Option<Modes> {
    let mut modes = MaybeUninit::uninit();
    // SAFETY: the pointer leads to memory for the structure that is written.
    let is_known = is_in_front(own()) && unsafe { libc::tcgetattr(INPUT, modes.as_mut_ptr()) } == 0;
    // SAFETY: `tcgetattr` has said that it has written it.
    is_known.then(|| unsafe { modes.assume_init() })
}

/// Puts this program's own group in front. It may be called between fork and exec.
pub fn step_forward() {
    put_in_front(own());
}

/// Puts a group in front if this program's is.
pub fn give(group: i32) {
    if is_in_front(own()) {
        put_in_front(group);
    }
}

/// Puts this program's group in front if the other one is, and makes the terminal what it was.
pub fn take_back(group: i32, modes: &Modes) {
    if is_in_front(group) {
        step_forward();
        // SAFETY: the pointer is that of such a structure.
        unsafe { libc::tcsetattr(INPUT, libc::TCSADRAIN, modes) };
    }
}

fn own() -> i32 {
    // SAFETY: it has no preconditions.
    unsafe { libc::getpgrp() }
}

fn is_in_front(group: i32) -> bool {
    // SAFETY: it has no preconditions; what is no terminal gives -1.
    unsafe { libc::tcgetpgrp(INPUT) == group }
}

fn put_in_front(group: i32) {
    // SAFETY: it has no preconditions; what it refuses stays as it is.
    unsafe { libc::tcsetpgrp(INPUT, group) };
}
