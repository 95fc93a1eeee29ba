//! Running other programs: every failure names the command, its status and what it said.

use std::ffi::OsStr;
use std::fmt;
use std::io::Write as _;
use std::panic::resume_unwind;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use cargo_pyext::error::{Error, Result};
use cargo_pyext::shell::Shell;

/// A command being put together.
pub struct Process {
    command: Command,
    shell: Shell,
    mend: Option<String>,
    input: Option<String>,
}

impl Process {
    pub fn new(mut command: Command, shell: Shell) -> Self {
        // What is built once needs nothing that speeds up the next build or helps a debugger: this halves the
        // disk that the tests take.
        command.env("CARGO_INCREMENTAL", "0");
        command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        Process {
            command,
            shell,
            mend: None,
            input: None,
        }
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn env_remove(mut self, name: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn current_dir(mut self, path: impl AsRef<Path>) -> Self {
        self.command.current_dir(path);
        self
    }

    /// What to tell the reader if it fails.
    pub fn mend(mut self, mend: impl fmt::Display) -> Self {
        self.mend = Some(mend.to_string());
        self
    }

    /// What the program reads from stdin.
    pub fn input(mut self, text: impl Into<String>) -> Self {
        self.input = Some(text.into());
        self
    }

    /// Runs it with this process's output; it must succeed.
    pub fn run(mut self) -> Result<()> {
        self.announce();
        let status = self
            .command
            .stdin(Stdio::null())
            .status()
            .map_err(|error| self.not_started(&error))?;
        if status.success() {
            return Ok(());
        }
        Err(self.failed(&format!("it ended with {status}")))
    }

    /// Runs it as [`Process::run`] does, but for what it says, which comes when it has ended: for several at once.
    pub fn run_apart(mut self) -> Result<()> {
        let output = self.output()?;
        for said in [output.stdout, output.stderr] {
            eprint!("{}", String::from_utf8_lossy(&said));
        }
        if output.status.success() {
            return Ok(());
        }
        Err(self.failed(&format!("it ended with {}", output.status)))
    }

    /// Runs it in silence; it must succeed. What it said becomes part of the error.
    pub fn quiet(mut self) -> Result<String> {
        let output = self.output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        Err(self.failed(&format!(
            "it ended with {}\n{}",
            output.status,
            tail(said.trim())
        )))
    }

    /// Runs it in silence; gives whether it succeeds, and all that it says.
    pub fn outcome(mut self) -> Result<(bool, String)> {
        let output = self.output()?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        Ok((output.status.success(), said))
    }

    /// What it prints on stdout, or `None` if it is not there or fails: for asking, not for doing.
    pub fn ask(mut self) -> Option<String> {
        let output = self.output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Runs it with its messages shown and gives what it prints on stdout; it must succeed.
    pub fn capture(mut self) -> Result<String> {
        self.announce();
        let output = self
            .command
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| self.not_started(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failed(&format!("it ended with {}", output.status)))
    }

    fn output(&mut self) -> Result<Output> {
        self.announce();
        self.command
            .stdin(if self.input.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self
            .command
            .spawn()
            .map_err(|error| self.not_started(&error))?;
        if let (Some(text), Some(mut stdin)) = (&self.input, child.stdin.take()) {
            // A program that does not read its input is not at fault; its status tells.
            let _ = stdin.write_all(text.as_bytes());
        }
        child
            .wait_with_output()
            .map_err(|error| self.not_started(&error))
    }

    fn announce(&self) {
        self.shell.verbose("Running", self);
    }

    fn not_started(&self, error: &std::io::Error) -> Error {
        self.failed(&format!("it did not start: {error}"))
    }

    fn failed(&self, reason: &str) -> Error {
        let mut failure = Error::new("PX701", format!("`{self}` failed")).reason(reason);
        if let Some(folder) = self.command.get_current_dir() {
            failure = failure.place(folder.display());
        }
        match &self.mend {
            Some(mend) => failure.mend(mend),
            None => failure,
        }
    }
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.command.get_program().to_string_lossy())?;
        for arg in self.command.get_args() {
            let arg = arg.to_string_lossy();
            if arg.is_empty() || arg.contains(char::is_whitespace) {
                write!(f, " '{arg}'")?;
            } else {
                write!(f, " {arg}")?;
            }
        }
        Ok(())
    }
}

/// Does all of them at once, and gives the first error.
pub fn side_by_side<J>(jobs: impl IntoIterator<Item = J>) -> Result<()>
where
    J: FnOnce() -> Result<()> + Send,
{
    thread::scope(|scope| {
        let running: Vec<_> = jobs.into_iter().map(|job| scope.spawn(job)).collect();
        let outcomes: Vec<Result<()>> = running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect();
        outcomes.into_iter().collect()
    })
}

/// How many programs can be at work.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The last lines of a long output: that is where programs say what went wrong.
pub fn tail(text: &str) -> String {
    const LINES: usize = 40;
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}
