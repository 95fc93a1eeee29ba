//! `cargo pyext doctor`: whether what builds and runs an extension is here, and what brings it.

mod cache;

use std::path::Path;

use serde_json::{Value, json};

use crate::cargo::options::CargoOptions;
use crate::cargo::toolchain::{TARGET, Toolchain, find_program, first_line};
use crate::cargo::{graph::Graph, metadata};
use crate::develop::folder_of;
use crate::error::Error;
use crate::python::requirements::install_command;
use crate::python::{self, Python};
use crate::scaffold::sdk;
use crate::shell::{self, Shell, Verbosity};
use crate::wasm::features::OLDEST;
use crate::wasm::optimize::WasmOpt;
use crate::wheel::metadata::requires_dist;
use crate::wheel::runtime;

/// How it stands with one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it has to be.
    Good,
    /// Something useful is missing.
    Lacking,
    /// Something necessary is missing.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub name: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What mends it.
    pub mend: Option<String>,
}

impl Item {
    fn good(name: &'static str, found: impl Into<String>) -> Item {
        Item {
            name,
            state: State::Good,
            found: found.into(),
            mend: None,
        }
    }

    fn not(name: &'static str, state: State, found: impl Into<String>, mend: &str) -> Item {
        Item {
            name,
            state,
            found: found.into(),
            mend: Some(mend.to_string()),
        }
    }

    fn of(name: &'static str, error: &Error) -> Item {
        let reason = error
            .reason
            .as_ref()
            .map_or(String::new(), |r| format!(": {r}"));
        Item {
            name,
            state: State::Bad,
            found: format!("{}{reason}", error.message),
            mend: error.mend.clone(),
        }
    }

    /// For people: a line, and the mend on the next ones.
    pub fn text(&self) -> String {
        let word = match self.state {
            State::Good => "ok",
            State::Lacking => "lacking",
            State::Bad => "missing",
        };
        let mut text = format!(
            "{:<9}{:<11}{}\n",
            word,
            self.name,
            self.found.replace('\n', " ")
        );
        for line in self.mend.iter().flat_map(|mend| mend.lines()) {
            text.push_str(&format!("{:20}> {line}\n", ""));
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let state = match self.state {
            State::Good => "ok",
            State::Lacking => "lacking",
            State::Bad => "missing",
        };
        json!({"name": self.name, "state": state, "found": self.found, "mend": self.mend})
    }
}

/// Looks at everything. Nothing is changed.
pub fn look(python: &python::Options, options: &CargoOptions) -> Vec<Item> {
    let shell = Shell::new(Verbosity::Quiet);
    let folder = folder_of(options.manifest_path.as_deref());
    let mut items = vec![Item::good(
        "tool",
        format!("cargo-pyext {}", env!("CARGO_PKG_VERSION")),
    )];
    items.push(toolchain(&shell));
    items.push(wasm_opt(&folder));
    items.extend(of_python(python, &folder));
    items.push(installer(python, &folder));
    items.push(cache::look());
    if folder.ancestors().any(|f| f.join("Cargo.toml").is_file()) {
        items.push(project(options, &shell));
    }
    items
}

fn toolchain(shell: &Shell) -> Item {
    match Toolchain::find(shell) {
        Ok(toolchain) => {
            let version = first_line(toolchain.rustc().arg("--version")).unwrap_or_default();
            Item::good(
                "rust",
                format!("{version} for {TARGET}, {}", toolchain.describe()),
            )
        }
        Err(error) => Item::of("rust", &error),
    }
}

/// The oldest wasm-opt that knows the flags that it is given.
const OLDEST_WASM_OPT: u32 = 108;

fn wasm_opt(folder: &Path) -> Item {
    let get = match std::env::var_os("WASM_OPT") {
        Some(path) if !path.is_empty() => "unset WASM_OPT",
        _ => "npm install binaryen\n(or your system's package `binaryen`)",
    };
    match WasmOpt::find(None, folder) {
        Err(error) => Item::of("wasm-opt", &error),
        Ok(None) => Item::not(
            "wasm-opt",
            State::Lacking,
            "none: files are about a tenth larger",
            get,
        ),
        Ok(Some(tool)) => {
            let said = tool.version();
            let version = tool.number();
            let found = match (&said, tool.path()) {
                (Some(said), Some(path)) => format!("{said} at {}", path.display()),
                (Some(said), None) => format!("{said}, bundled"),
                (None, _) => format!("{tool} does not run"),
            };
            match version {
                Some(version) if version < OLDEST_WASM_OPT => {
                    let found = format!("{found} is older than {OLDEST_WASM_OPT}");
                    Item::not("wasm-opt", State::Lacking, found, get)
                }
                Some(_) => Item::good("wasm-opt", found),
                None => Item::not("wasm-opt", State::Bad, found, get),
            }
        }
    }
}

/// The first number in a text: `wasm-opt version 119 (version_119)`.
fn number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .find_map(|part| part.parse().ok())
}

fn of_python(options: &python::Options, folder: &Path) -> Vec<Item> {
    let python = match Python::any(options, folder) {
        Ok(python) => python,
        Err(error) => return vec![Item::of("python", &error)],
    };
    let facts = &python.facts;
    let kind = match facts.is_virtual {
        true => format!("environment {}", facts.prefix.display()),
        false => "no environment is active".to_string(),
    };
    let found = format!("{} {}, {kind}", facts.implementation, facts.version_text());
    let python_item = match facts.is_virtual {
        true => Item::good("python", found),
        false => Item::not("python", State::Lacking, found, "python3 -m venv .venv"),
    };
    let get = get_wasmtime(&python);
    let wasmtime = match &facts.wasmtime {
        None => Item::not(
            "wasmtime",
            State::Lacking,
            "none: `develop` and `test` get it, `run` needs it",
            &get,
        ),
        Some(version) if number(version).is_none_or(|n| n < OLDEST) => Item::not(
            "wasmtime",
            State::Bad,
            format!("{version} is older than {OLDEST}"),
            &get,
        ),
        Some(version) => Item::good("wasmtime", version.clone()),
    };
    vec![python_item, wasmtime]
}

/// The command that gets wasmtime. The system's Python forbids others to install into it, so there it begins with an environment.
fn get_wasmtime(python: &Python) -> String {
    if python.facts.is_virtual {
        return install_command(python, "-U wasmtime");
    }
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    let made = Path::new(".venv").join(folder).join("python");
    let program = shell::word(python.program.as_os_str());
    format!(
        "{program} -m venv .venv\n{} -m pip install -U wasmtime",
        made.display()
    )
}

fn installer(options: &python::Options, folder: &Path) -> Item {
    let python = Python::any(options, folder).ok();
    let has_pip = python.as_ref().is_some_and(|python| python.facts.has_pip);
    match (has_pip, find_program("uv")) {
        (true, Some(_)) => Item::good("installer", "pip, uv"),
        (true, None) => Item::good("installer", "pip"),
        (false, Some(_)) => Item::good("installer", "uv"),
        (false, None) => Item::not(
            "installer",
            State::Lacking,
            "neither pip nor uv: what an extension needs has to be there already",
            &match python {
                Some(python) => format!("{} -m ensurepip", shell::word(python.program.as_os_str())),
                None => "python3 -m ensurepip".to_string(),
            },
        ),
    }
}

/// Whether the project's SDK fits this tool.
fn project(options: &CargoOptions, shell: &Shell) -> Item {
    let name = "project";
    let toolchain = Toolchain::active();
    // Without the file cargo would ask the index for versions, and write it.
    let root = metadata::workspace_manifest(&toolchain, options);
    if root.is_some_and(|manifest| !manifest.with_file_name("Cargo.lock").exists()) {
        let found = "there is no Cargo.lock: which `pyext` it has is not known";
        return Item::not(name, State::Lacking, found, "cargo generate-lockfile");
    }
    let metadata = match metadata::load(&toolchain, options, shell) {
        Ok(metadata) => metadata,
        Err(error) => return Item::of(name, &error),
    };
    let package = match metadata::select(&metadata, options) {
        Ok(package) => package,
        Err(error) => return Item::of(name, &error),
    };
    let graph = Graph::new(&metadata, package);
    let sdk = graph
        .path_to(|p| p.name == "pyext")
        .and_then(|path| path.last().copied());
    let Some(sdk) = sdk else {
        let found = format!("{} does not depend on `pyext`", package.name);
        return Item::not(name, State::Lacking, found, &sdk::lines(None, ""));
    };
    let found = format!(
        "{} {} with pyext {}",
        package.name, package.version, sdk.version
    );
    let own = semver::Version::parse(env!("CARGO_PKG_VERSION"));
    let fits =
        own.is_ok_and(|own| (own.major, own.minor) == (sdk.version.major, sdk.version.minor));
    match fits {
        true => Item::good(name, found),
        false => Item::not(
            name,
            State::Bad,
            format!("{found}, which is not the series of this tool"),
            &format!(
                "{}\nor install the cargo-pyext of that series",
                sdk::lines(None, "")
            ),
        ),
    }
}

/// What `--version --verbose` says.
pub fn version_text() -> String {
    let host = runtime::FILES
        .iter()
        .find(|(path, _)| *path == "_abi.py")
        .and_then(|(_, text)| text.split("VERSION: Final = \"").nth(1)?.split('"').next())
        .unwrap_or("unknown");
    let features: Vec<&str> = [
        ("component", cfg!(feature = "component")),
        ("bundled-wasm-opt", cfg!(feature = "bundled-wasm-opt")),
    ]
    .into_iter()
    .filter_map(|(name, is_on)| is_on.then_some(name))
    .collect();
    let bundled = WasmOpt::bundled().and_then(|tool| tool.version());
    format!(
        "cargo-pyext {}\nabi: {}\nruntime: {host}\nwheels need: {}\nfeatures: {}\nbundled: {}\nhost: {}-{}\n",
        env!("CARGO_PKG_VERSION"),
        pyext_abi::names::ABI_VERSION,
        requires_dist(OLDEST),
        match features[..] {
            [] => "none".to_string(),
            _ => features.join(", "),
        },
        bundled.as_deref().unwrap_or("none"),
        std::env::consts::ARCH,
        std::env::consts::OS,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_comes_with_its_mend() {
        let item = Item::not(
            "wasmtime",
            State::Bad,
            "35.0 is older than 36",
            "pip install -U wasmtime",
        );
        assert_eq!(
            item.text(),
            "missing  wasmtime   35.0 is older than 36\n                    > pip install -U wasmtime\n"
        );
        assert_eq!(item.json()["state"], "missing");
    }

    #[test]
    fn versions_are_found_in_what_programs_say() {
        assert_eq!(number("wasm-opt version 119 (version_119)"), Some(119));
        assert!(
            version_text().contains("\nabi: 1\nruntime: 0."),
            "{}",
            version_text()
        );
    }
}
