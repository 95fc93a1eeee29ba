//! Whatever happens to a run — killed, two at once, no room, no permission — there is nothing half-made, and the next one succeeds.
//!
//! All of it happens in folders with blanks and letters beyond ASCII in their names.
#![allow(clippy::unwrap_used, reason = "tests")]
#![cfg(target_os = "linux")]

mod support;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use cargo_pyext::check::check;

use support::{cargo_pyext, outcome};

/// Runs that are killed.
const KILLS: u32 = 30;

fn home() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("größer als eins")
}

fn crate_folder() -> PathBuf {
    home().join("meine crate")
}

fn target() -> PathBuf {
    home().join("ziel ordner")
}

/// The crate of all tests, built. One test at a time has it.
fn the_crate() -> MutexGuard<'static, ()> {
    static TURN: Mutex<bool> = Mutex::new(false);
    static LOCK: Mutex<()> = Mutex::new(());
    let turn = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let mut is_made = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_made {
        let _ = fs::remove_dir_all(crate_folder());
        fs::create_dir_all(home()).unwrap();
        let name = crate_folder();
        let name = name.file_name().unwrap().to_str().unwrap();
        ok(command(
            &home(),
            &["new", name, "--name", "robust", "--vcs", "none"],
        ));
        *is_made = true;
    }
    ok(build());
    turn
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = cargo_pyext(folder, arguments);
    command.env("CARGO_TARGET_DIR", target());
    command
}

fn build() -> Command {
    command(&crate_folder(), &["build", "--no-wasm-opt"])
}

fn wheel() -> Command {
    command(&crate_folder(), &["wheel", "--no-wasm-opt"])
}

#[track_caller]
fn ok(mut command: Command) {
    let (status, _, said) = outcome(&command.output().unwrap());
    assert_eq!(status, 0, "{said}");
}

#[track_caller]
fn fails(mut command: Command, code: &str) {
    let (status, _, said) = outcome(&command.output().unwrap());
    assert_eq!(status, 2, "{said}");
    assert!(said.contains(&format!("error[{code}]: ")), "{said}");
}

/// Gives the crate another text, so that it has to be compiled.
fn change(number: u32) {
    let path = crate_folder().join("src/lib.rs");
    let text = fs::read_to_string(&path).unwrap();
    let (code, _) = text.split_once("\n// run ").unwrap_or((&text, ""));
    let line = format!("{code}\n// run {number}\n");
    fs::write(path, line).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Nothing that can be seen is half-made.
#[track_caller]
fn all_is_whole() {
    if let Ok(wasm) = fs::read(target().join("pyext/robust.wasm")) {
        assert_eq!(check(&wasm, None).findings, []);
    }
    let wheels = target().join("wheels");
    for name in names(&wheels).iter().filter(|name| name.ends_with(".whl")) {
        let mut zip = zip::ZipArchive::new(File::open(wheels.join(name)).unwrap()).unwrap();
        for i in 0..zip.len() {
            zip.by_index(i)
                .unwrap()
                .read_to_end(&mut Vec::new())
                .unwrap();
        }
    }
    for made in names(&home())
        .iter()
        .filter(|name| name.starts_with("neu "))
    {
        let missing = ["Cargo.toml", "README.md", "src/lib.rs", "tests/test_new.py"]
            .map(|file| home().join(made).join(file))
            .into_iter()
            .find(|file| fs::read(file).map_or(true, |content| content.is_empty()));
        assert_eq!(missing, None);
    }
}

/// Names that only a run in progress has.
fn temporary() -> Vec<String> {
    let folders = [home(), target().join("pyext"), target().join("wheels")];
    let all = folders.iter().flat_map(|folder| names(folder));
    all.filter(|name| {
        name.starts_with(".tmp-") || name.ends_with("-tmp") || name.starts_with(".cargo-pyext-")
    })
    .collect()
}

#[test]
fn a_killed_run_leaves_nothing_half_made_and_the_next_one_succeeds_and_tidies_up() {
    let _turn = the_crate();
    let start = Instant::now();
    for number in 0..KILLS {
        // Spread over the whole of a run, in no order.
        let pause = Duration::from_millis(u64::from(number * 37 % KILLS) * 13);
        let new = format!("neu {number}");
        let mut command = match number % 3 {
            0 => {
                // What the compiler does takes most of the time, and is not what is tested.
                if number % 2 == 0 {
                    change(number);
                }
                build()
            }
            1 => wheel(),
            _ => command(&home(), &["new", &new, "--name", "new", "--vcs", "none"]),
        };
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = quiet.spawn().unwrap();
        // `new` takes a few milliseconds only.
        thread::sleep(if number % 3 == 2 { pause / 40 } else { pause });
        child.kill().unwrap();
        child.wait().unwrap();
        all_is_whole();
    }
    ok(build());
    ok(wheel());
    ok(command(
        &home(),
        &["new", "neu am Ende", "--name", "new", "--vcs", "none"],
    ));
    all_is_whole();
    assert_eq!(temporary(), [""; 0]);
    for made in names(&home())
        .iter()
        .filter(|name| name.starts_with("neu "))
    {
        fs::remove_dir_all(home().join(made)).unwrap();
    }
    println!("{KILLS} runs killed in {:?}", start.elapsed());
}

#[test]
fn two_runs_at_once_in_one_target_folder_both_succeed() {
    let _turn = the_crate();
    change(1000);
    let commands = [build(), wheel(), wheel()];
    let running: Vec<_> = commands
        .map(|mut command| thread::spawn(move || command.output().unwrap()))
        .into();
    for output in running {
        let (status, _, said) = outcome(&output.join().unwrap());
        assert_eq!(status, 0, "{said}");
    }
    all_is_whole();
    assert_eq!(temporary(), [""; 0]);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_that_names_it() {
    let _turn = the_crate();
    // Nobody can make a folder there, root neither.
    fails(
        command(
            &crate_folder(),
            &["wheel", "--no-wasm-opt", "--out", "/proc/wheels"],
        ),
        "PX219",
    );
    fails(command(&home(), &["new", "/proc/new"]), "PX219");
    assert_eq!(temporary(), [""; 0]);
}

#[test]
fn without_room_on_the_disk_there_is_an_error_and_no_part_of_a_file() {
    let _turn = the_crate();
    let wheels = home().join("kein platz");
    let _ = fs::remove_dir_all(&wheels);
    // The largest file that may be written is smaller than the wheel, as if the disk were full then.
    let mut limited = Command::new("bash");
    let script = "trap '' XFSZ; ulimit -f 20; exec \"$@\"";
    limited.args(["-c", script, "bash", env!("CARGO_BIN_EXE_cargo-pyext")]);
    limited
        .args(["pyext", "wheel", "--no-wasm-opt", "--out"])
        .arg(&wheels);
    limited
        .current_dir(crate_folder())
        .env("CARGO_TARGET_DIR", target());
    fails(limited, "PX219");
    assert_eq!(names(&wheels), [""; 0]);
    ok(command(
        &crate_folder(),
        &["wheel", "--no-wasm-opt", "--out", wheels.to_str().unwrap()],
    ));
    assert_eq!(names(&wheels).len(), 1);
}
