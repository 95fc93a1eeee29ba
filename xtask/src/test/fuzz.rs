//! The stage that looks for inputs that break a reader of foreign bytes: libFuzzer on each target of `fuzz`, for some seconds.
//!
//! What cargo-fuzz does on a nightly toolchain, the flags of a stable one do as well, but for the sanitizers, which find faults of
//! `unsafe` code alone.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_pyext::error::{Error, Result};

use super::built::Built;
use crate::build::executables;
use crate::context::Context;
use crate::process::{cores, side_by_side, tail};

/// Seconds for each target, unless `PYEXT_FUZZ_SECONDS` says another number.
const SECONDS: &str = "7";

/// What makes libFuzzer see which way an input takes.
const FLAGS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg",
    "fuzzing",
];

/// After each input libFuzzer looks at all counters, those of code that no target calls as well, unless the linker drops them.
const DROP_COUNTERS: &str = "-Clink-arg=-Wl,-z,start-stop-gc";

/// Fuzzes all targets, as many at a time as there are cores.
pub fn fuzz(context: &Context, _: &Built) -> Result<()> {
    let programs = build(context)?;
    let outcomes = programs
        .chunks(cores())
        .map(|some| side_by_side(some.iter().map(|program| || run(context, program))));
    // All of them, so that one run shows every finding.
    let outcomes: Vec<Result<()>> = outcomes.collect();
    outcomes.into_iter().collect()
}

fn home(context: &Context) -> PathBuf {
    context.work.join("fuzz")
}

/// Builds the targets and says where they are.
fn build(context: &Context) -> Result<Vec<PathBuf>> {
    let compiler = env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    if context.command(&compiler).arg("--version").ask().is_none() {
        return Err(Error::new("PX710", "libFuzzer is C++, and there is no compiler for it")
            .reason(format!("`{compiler} --version` does not run"))
            .mend("install one (Debian: apt-get install g++; macOS: xcode-select --install), or set CXX to its path"));
    }
    context
        .shell
        .status("Building", "the fuzz targets, with libFuzzer");
    let about = context.command("rustc").arg("-vV").quiet()?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let drop = cfg!(target_os = "linux").then_some(DROP_COUNTERS);
    let flags: Vec<&str> = FLAGS.into_iter().chain(drop).collect();
    let messages = context
        .cargo()
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(context.path("fuzz/Cargo.toml"))
        // Named, it keeps the flags from what runs while this is built.
        .args(["--target", host.unwrap_or_default()])
        .args(["--message-format", "json-render-diagnostics"])
        .env("CARGO_TARGET_DIR", home(context))
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .capture()?;
    Ok(executables(&messages).collect())
}

/// Runs one for its seconds, from the inputs that are kept with it and those of earlier runs.
fn run(context: &Context, program: &Path) -> Result<()> {
    let name = program.file_stem().unwrap_or_default().to_string_lossy();
    let corpus = home(context).join("corpus").join(&*name);
    fs::create_dir_all(&corpus).map_err(|error| {
        Error::new("PX702", "the folder for a corpus cannot be made")
            .place(corpus.display())
            .reason(error)
    })?;
    context
        .command("tar")
        .arg("-xzf")
        .arg(context.path(format!("fuzz/found/{name}.tar.gz")))
        .arg("-C")
        .arg(&corpus)
        .quiet()?;
    let seconds = env::var("PYEXT_FUZZ_SECONDS").unwrap_or_else(|_| SECONDS.to_owned());
    let artifacts = home(context).join(format!("{name}-"));
    let (passed, said) = context
        .command(program)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}", artifacts.display()))
        .args(["-timeout=20", "-print_final_stats=1"])
        .arg(&corpus)
        .arg(context.path(format!("fuzz/seeds/{name}")))
        .outcome()?;
    if passed {
        context
            .shell
            .status("Fuzzed", format_args!("{name}: {}", summary(&said)));
        return Ok(());
    }
    Err(finding(&name, program, &said))
}

/// What libFuzzer says at the end, in short.
fn summary(said: &str) -> String {
    let runs = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let edges = said
        .lines()
        .rev()
        .find_map(|line| line.split_once(" cov: ")?.1.split_whitespace().next());
    format!(
        "{} inputs, {} edges",
        runs.map_or("?", str::trim),
        edges.unwrap_or("?")
    )
}

/// The error for a target that has ended before its time.
fn finding(name: &str, program: &Path, said: &str) -> Error {
    let begins = |line: &&str| line.contains("panicked at") || line.contains("ERROR: libFuzzer");
    let why: Vec<&str> = said
        .lines()
        .skip_while(|line| !begins(line))
        .take(3)
        .collect();
    let error = Error::new("PX711", format!("the fuzz target `{name}` has failed"));
    let input = said
        .lines()
        .find_map(|line| Some(line.split_once("Test unit written to ")?.1));
    match input {
        Some(input) => error.place(input).reason(why.join("\n")).mend(format!(
            "{} {input} shows it again\nonce mended, the file becomes a seed in fuzz/seeds/{name}",
            program.display()
        )),
        None => error.reason(tail(said.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_its_input_and_says_why() {
        let said = "INFO: Seed: 1\nthread '<unnamed>' panicked at cli/src/check/mod.rs:12:5:\nindex out of bounds\n\
            ==7== ERROR: libFuzzer: deadly signal\nartifact_prefix='/f/module-'; Test unit written to /f/module-crash-1\nBase64: AA==";
        let error = finding("module", Path::new("/b/module"), said);
        assert_eq!(error.place.as_deref(), Some("/f/module-crash-1"));
        let reason = error.reason.unwrap_or_default();
        assert!(
            reason.contains("mod.rs:12:5:\nindex out of bounds"),
            "{reason}"
        );
        assert!(
            error
                .mend
                .is_some_and(|mend| mend.contains("/b/module /f/module-crash-1"))
        );
    }

    #[test]
    fn a_program_that_does_not_start_is_no_finding_of_an_input() {
        let error = finding(
            "module",
            Path::new("/b/module"),
            "cannot open shared object\n",
        );
        assert_eq!(error.place, None);
        assert_eq!(error.reason.as_deref(), Some("cannot open shared object"));
    }

    #[test]
    fn a_run_is_summed_up_by_its_inputs_and_edges() {
        let said = "#7\tINITED cov: 10 ft: 12\n#99\tDONE   cov: 13191 ft: 32799 corp: 7\nstat::number_of_executed_units: 26081";
        assert_eq!(summary(said), "26081 inputs, 13191 edges");
    }
}
