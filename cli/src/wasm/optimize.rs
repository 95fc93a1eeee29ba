//! wasm-opt of Binaryen: finding it, running it.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cargo::toolchain::{find_program, first_line};
use crate::error::{Error, Result};
use crate::scratch;
use crate::shell::Shell;
#[cfg(feature = "bundled-wasm-opt")]
use crate::wasm::bundled;
use crate::wasm::module::Module;
use crate::wasm::surface;

/// The features that rustc's default target has. They are named because the section that lists them is gone, and
/// because versions differ in what they take for granted; every version from 108 on knows these.
const FLAGS: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// Features in the `target_features` section beyond those, and wasm-opt's name of them.
pub(super) const FEATURES: [(&str, &str); 7] = [
    ("simd128", "--enable-simd"),
    ("relaxed-simd", "--enable-relaxed-simd"),
    ("tail-call", "--enable-tail-call"),
    ("extended-const", "--enable-extended-const"),
    ("multimemory", "--enable-multimemory"),
    ("exception-handling", "--enable-exception-handling"),
    ("atomics", "--enable-threads"),
];

/// A wasm-opt.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WasmOpt {
    /// A program.
    Program(PathBuf),
    /// The one in this program.
    #[cfg(feature = "bundled-wasm-opt")]
    Bundled,
}

/// The versions of wasm-opt that an author wants: `119`, or `>=116`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// This one.
    Exactly(u32),
    /// This one and newer ones.
    From(u32),
}

impl Versions {
    /// Reads them as a setting has them.
    pub fn parse(text: &str) -> Option<Versions> {
        let text = text.trim();
        match text.strip_prefix(">=") {
            Some(number) => number.trim().parse().ok().map(Versions::From),
            None => text.parse().ok().map(Versions::Exactly),
        }
    }

    fn contain(self, number: u32) -> bool {
        match self {
            Versions::Exactly(wanted) => number == wanted,
            Versions::From(oldest) => number >= oldest,
        }
    }

    /// The command that gets such a one.
    pub fn install(self) -> String {
        match self {
            Versions::Exactly(number) => format!("npm install binaryen@{number}"),
            Versions::From(_) => "npm install binaryen".to_string(),
        }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Versions::Exactly(number) => write!(f, "{number}"),
            Versions::From(number) => write!(f, ">={number}"),
        }
    }
}

impl fmt::Display for WasmOpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WasmOpt::Program(path) => path.display().fmt(f),
            #[cfg(feature = "bundled-wasm-opt")]
            WasmOpt::Bundled => f.write_str("the bundled wasm-opt"),
        }
    }
}

impl WasmOpt {
    /// The one that is compiled into this program, if one is.
    pub fn bundled() -> Option<WasmOpt> {
        #[cfg(feature = "bundled-wasm-opt")]
        return Some(WasmOpt::Bundled);
        #[cfg(not(feature = "bundled-wasm-opt"))]
        None
    }

    /// Finds wasm-opt: the path given, `$WASM_OPT`, PATH, `node_modules/.bin` of `folder` and of those above it, the bundled one.
    /// That one is last, because the others can be newer, and somebody has put them there.
    ///
    /// # Errors
    /// PX217 if the path given or `$WASM_OPT` is no file.
    pub fn find(given: Option<&Path>, folder: &Path) -> Result<Option<WasmOpt>> {
        let named = |path: &Path, by: &str, mend: &str| {
            if path.is_file() {
                return Ok(Some(WasmOpt::Program(path.to_path_buf())));
            }
            Err(Error::new(
                "PX217",
                format!("there is no wasm-opt at `{}`", path.display()),
            )
            .place(by)
            .mend(mend))
        };
        if let Some(path) = given {
            let mend = "give the path of the program itself, or leave it out: `--no-wasm-opt`";
            return named(path, "--wasm-opt", mend);
        }
        if let Some(path) = env::var_os("WASM_OPT").filter(|p| !p.is_empty()) {
            let by = "the environment variable WASM_OPT";
            return named(Path::new(&path), by, "unset WASM_OPT");
        }
        let in_node_modules = || {
            // npm makes a script for cmd.exe on Windows.
            let name = if cfg!(windows) {
                "wasm-opt.cmd"
            } else {
                "wasm-opt"
            };
            folder
                .ancestors()
                .map(|dir| dir.join("node_modules/.bin").join(name))
                .find(|p| p.is_file())
        };
        Ok(find_program("wasm-opt")
            .or_else(in_node_modules)
            .map(WasmOpt::Program)
            .or_else(WasmOpt::bundled))
    }

    /// Where the program is, if it is one of its own.
    pub fn path(&self) -> Option<&Path> {
        match self {
            WasmOpt::Program(path) => Some(path),
            #[cfg(feature = "bundled-wasm-opt")]
            WasmOpt::Bundled => None,
        }
    }

    /// What it says of its version, on one line, if it can be run.
    pub fn version(&self) -> Option<String> {
        match self {
            WasmOpt::Program(path) => first_line(Command::new(path).arg("--version")),
            #[cfg(feature = "bundled-wasm-opt")]
            WasmOpt::Bundled => Some(format!("wasm-opt version {}", bundled::VERSION)),
        }
    }

    /// The arguments for a module that declares these target features. `level` is such as `-Oz`.
    pub fn args(level: &str, target_features: &[String]) -> Vec<OsString> {
        let more = FEATURES
            .iter()
            .filter(|(name, _)| target_features.iter().any(|f| f == name));
        std::iter::once(level)
            .chain(FLAGS)
            .chain(more.map(|(_, flag)| *flag))
            .map(OsString::from)
            .collect()
    }

    /// The first number in what it says of its version.
    pub fn number(&self) -> Option<u32> {
        let said = self.version()?;
        let mut parts = said.split(|c: char| !c.is_ascii_digit());
        parts.find_map(|part| part.parse().ok())
    }

    /// Compares its version with those that are wanted.
    ///
    /// # Errors
    /// PX231 if it is another one, or cannot be told.
    pub fn check_version(&self, wanted: Versions) -> Result<()> {
        if self.number().is_some_and(|number| wanted.contain(number)) {
            return Ok(());
        }
        let said = self.version();
        Err(
            Error::new("PX231", format!("wasm-opt has to be version `{wanted}`"))
                .place(self)
                .reason(said.map_or("it does not run".to_string(), |said| {
                    format!("it says {}", crate::escape::name(&said))
                }))
                .mend(format!(
                    "{}\nor change `wasm-opt-version` in [package.metadata.pyext]",
                    wanted.install()
                )),
        )
    }

    /// Optimises a module. The files that wasm-opt needs are made in a folder of their own in `folder`.
    ///
    /// # Errors
    /// PX218 if wasm-opt fails, PX219 if the files cannot be written or read.
    pub fn run(
        &self,
        wasm: &[u8],
        args: &[OsString],
        folder: &Path,
        shell: &Shell,
    ) -> Result<Vec<u8>> {
        let scratch = scratch::Folder::new(folder)?;
        let (input, result) = (scratch.join("in.wasm"), scratch.join("out.wasm"));
        fs::write(&input, wasm).map_err(|e| crate::files::cannot_write(&input, &e))?;
        // For the bundled one, too: the same work by hand.
        let program = self.path().unwrap_or(Path::new("wasm-opt"));
        let mut command = Command::new(program);
        command.arg(&input).arg("-o").arg(&result).args(args);
        shell.command(&command);
        match self {
            WasmOpt::Program(_) => self.run_program(command)?,
            #[cfg(feature = "bundled-wasm-opt")]
            WasmOpt::Bundled => {
                bundled::run(&input, &result, args).map_err(|why| self.failed(&why))?;
            }
        }
        let optimized =
            fs::read(&result).map_err(|e| self.failed(&format!("it wrote no file: {e}")))?;
        let after = Module::parse(&optimized)
            .map_err(|why| self.failed(&format!("what it wrote is no module: {why}")))?;
        let changes = surface::changes(&Module::parse(wasm)?, &after);
        match changes.is_empty() {
            true => Ok(optimized),
            false => Err(self.failed(&changes.join("\n"))),
        }
    }

    fn run_program(&self, mut command: Command) -> Result<()> {
        let output = command
            .stdin(Stdio::null())
            .output()
            .map_err(|e| self.failed(&e.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
        said.push_str(&String::from_utf8_lossy(&output.stdout));
        Err(self.failed(&format!("{}\n{}", output.status, said.trim())))
    }

    fn failed(&self, why: &str) -> Error {
        Error::new("PX218", "wasm-opt failed")
            .place(self)
            .reason(escape_lines(why))
            .mend("try a newer one (`npm install binaryen`), or build without it: `--no-wasm-opt`")
    }
}

fn escape_lines(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|l| crate::escape::line(l).to_string())
        .collect();
    lines.join("\n")
}

/// The features that a module's `target_features` section says it uses: entries of a prefix byte and a name.
pub fn target_features(section: &[u8]) -> Vec<String> {
    let mut reader = wasmparser::BinaryReader::new(section, 0);
    let mut read = || -> wasmparser::Result<Vec<String>> {
        let count = reader.read_var_u32()?;
        let mut features = Vec::new();
        for _ in 0..count {
            let used = reader.read_u8()? == b'+';
            let name = reader.read_string()?;
            if used {
                features.push(name.to_string());
            }
        }
        Ok(features)
    };
    // The section is advice: wasm-opt itself says what it misses.
    read().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_beyond_the_default_are_enabled() {
        let section = b"\x03+\x07simd128-\x07atomics+\x08sign-ext";
        let features = target_features(section);
        assert_eq!(features, ["simd128", "sign-ext"]);
        let args = WasmOpt::args("-Oz", &features);
        assert_eq!(args.len(), FLAGS.len() + 2);
        assert_eq!(args.last(), Some(&OsString::from("--enable-simd")));
    }

    #[test]
    fn a_broken_feature_section_is_no_error() {
        assert!(target_features(b"\xff\xff").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_wasm_opt_that_fails_or_writes_no_module_is_an_error_and_leaves_no_file()
    -> std::result::Result<(), Box<dyn std::error::Error>> {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir()?;
        for (script, why) in [
            ("echo 'what is \u{1b}[31m?' >&2; exit 3", "exit status: 3\n"),
            (
                "echo rubbish > \"$3\"",
                "what it wrote is no module: not WebAssembly",
            ),
            ("true", "it wrote no file: "),
            // A module with one export, `f`, of a table.
            (
                "printf '\\0asm\\1\\0\\0\\0\\4\\4\\1\\160\\0\\0\\7\\5\\1\\1f\\1\\0' > \"$3\"",
                "the export `f` is new",
            ),
        ] {
            // A fresh name each time: a program that is being written cannot be run.
            let path = tempfile::Builder::new()
                .tempfile_in(folder.path())?
                .into_temp_path();
            fs::write(&path, format!("#!/bin/sh\n{script}\n"))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            let tool = WasmOpt::Program(path.to_path_buf());
            let error = match tool.run(b"\0asm\x01\0\0\0", &[], folder.path(), &Shell::default()) {
                Ok(wasm) => panic!("accepted: {wasm:?}"),
                Err(error) => error,
            };
            let reason = error.reason.unwrap_or_default();
            assert!(error.code == "PX218" && reason.contains(why), "{reason}");
            assert!(!reason.contains('\u{1b}'));
            path.close()?;
            assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        }
        Ok(())
    }

    #[test]
    fn versions_are_one_or_a_least_one_and_nothing_else() {
        assert_eq!(Versions::parse("119"), Some(Versions::Exactly(119)));
        assert_eq!(Versions::parse(" >= 116"), Some(Versions::From(116)));
        for text in ["", "latest", "^116", ">116", "119.0", "-1"] {
            assert_eq!(Versions::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_named_wasm_opt_that_is_missing_is_an_error() {
        let error = WasmOpt::find(Some(Path::new("no/such/wasm-opt")), Path::new("."));
        assert_eq!(error.err().map(|e| e.code), Some("PX217"));
    }
}
