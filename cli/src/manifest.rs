//! What the author says in `[package.metadata.pyext]` of Cargo.toml.

use cargo_metadata::Package;
use cargo_metadata::camino::Utf8PathBuf;
use pyext_abi::python;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::escape;
use crate::policy::{self, Policy};
use crate::setting::{SECTION, wrong_type};
use crate::spelling::closest;
use crate::wasm::features::OLDEST;
use crate::wasm::optimize::Versions;

/// The settings of a package, defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Name of the Python module, without the packages around it: the last part of `module-name`, else the package's name with
    /// `_` for `-`.
    pub module_name: String,
    /// The package of pure Python that the module lies in: what stands before the last dot of `module-name`.
    pub parent: Option<String>,
    /// Folder of pure Python: `python-source`, or `python` if the module lies in a package.
    pub python_source: Option<Utf8PathBuf>,
    /// `requires-python`, a version specifier of PEP 440.
    pub requires_python: Option<String>,
    /// `simd`: whether to use vector instructions.
    pub simd: bool,
    /// `instances`: who shares an instance of the extension.
    pub instances: Instances,
    /// `wasm-opt`: whether to run it if there is one.
    pub wasm_opt: bool,
    /// `wasm-opt-version`: those that may be used.
    pub wasm_opt_version: Option<Versions>,
    /// Limits that the module has to keep.
    pub policy: Policy,
}

/// Who shares an instance of an extension.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Instances {
    /// `shared`: all threads.
    #[default]
    Shared,
    /// `per-thread`: each thread has one of its own.
    PerThread,
}

/// The keys beside those of a policy.
const KEYS: [&str; 7] = [
    "instances",
    "module-name",
    "python-source",
    "requires-python",
    "simd",
    "wasm-opt",
    "wasm-opt-version",
];

/// Where pure Python is if a module lies in a package and nothing is said.
const PYTHON_SOURCE: &str = "python";

impl Manifest {
    /// Reads and checks the settings of `package`.
    ///
    /// # Errors
    /// PX401 for an unknown key, PX402 for a value of a wrong type, PX403 for a module name that Python cannot import.
    pub fn read(package: &Package) -> Result<Manifest> {
        let place = package.manifest_path.as_str();
        let mut manifest =
            Self::parse(&package.name, &package.metadata).map_err(|e| e.place(place))?;
        if let (Some(source), Some(folder)) =
            (&mut manifest.python_source, package.manifest_path.parent())
        {
            *source = folder.join(&*source);
        }
        Ok(manifest)
    }

    /// The name by which Python imports the module.
    pub fn full_name(&self) -> String {
        match &self.parent {
            Some(parent) => format!("{parent}.{}", self.module_name),
            None => self.module_name.clone(),
        }
    }

    /// The oldest release of wasmtime that it has to run on.
    pub fn wasmtime(&self) -> u32 {
        self.policy.wasmtime.unwrap_or(OLDEST)
    }

    /// The first part of that name.
    pub fn top(&self) -> &str {
        let name = self.parent.as_deref().unwrap_or(&self.module_name);
        name.split('.').next().unwrap_or(name)
    }

    /// Reads the settings from `[package.metadata]` of the package with this name.
    ///
    /// # Errors
    /// PX401 to PX403, as for [`Manifest::read`].
    pub fn parse(package: &str, metadata: &Value) -> Result<Manifest> {
        let empty = Map::new();
        let table = match metadata.get("pyext") {
            None => &empty,
            Some(Value::Object(table)) => table,
            Some(other) => return Err(wrong_type("[package.metadata]", "pyext", "a table", other)),
        };
        for key in table.keys() {
            if !KEYS.contains(&key.as_str()) && !policy::KEYS.contains(&key.as_str()) {
                return Err(unknown_key(key));
            }
        }
        let string = |key: &str| match table.get(key) {
            None => Ok(None),
            Some(Value::String(s)) => Ok(Some(s.clone())),
            Some(other) => Err(wrong_type(SECTION, key, "a string", other)),
        };
        let switch = |key: &str, unsaid: bool| match table.get(key) {
            None => Ok(unsaid),
            Some(Value::Bool(on)) => Ok(*on),
            Some(other) => Err(wrong_type(SECTION, key, "`true` or `false`", other)),
        };
        let instances = match table.get("instances") {
            None => Instances::Shared,
            Some(Value::String(who)) if who == "shared" => Instances::Shared,
            Some(Value::String(who)) if who == "per-thread" => Instances::PerThread,
            Some(Value::String(_)) => return Err(unknown_instances()),
            Some(other) => return Err(wrong_type(SECTION, "instances", INSTANCES, other)),
        };
        let module_name = match string("module-name")? {
            Some(name) => name,
            None => package.replace('-', "_"),
        };
        if !module_name.split('.').all(python::is_name) {
            return Err(bad_module_name(&module_name));
        }
        let (parent, module_name) = match module_name.rsplit_once('.') {
            Some((parent, name)) => (Some(parent.to_string()), name.to_string()),
            None => (None, module_name),
        };
        let python_source = string("python-source")?
            .or_else(|| parent.is_some().then(|| PYTHON_SOURCE.to_string()));
        Ok(Manifest {
            module_name,
            parent,
            python_source: python_source.map(Utf8PathBuf::from),
            requires_python: string("requires-python")?,
            instances,
            simd: switch("simd", false)?,
            wasm_opt: switch("wasm-opt", true)?,
            wasm_opt_version: table.get("wasm-opt-version").map(versions).transpose()?,
            policy: Policy::parse(table, SECTION)?,
        })
    }
}

/// `wasm-opt-version`.
fn versions(value: &Value) -> Result<Versions> {
    let read = value.as_str().and_then(Versions::parse);
    read.ok_or_else(|| {
        let wanted = "a string such as \"119\", for exactly this one, or \">=116\"";
        wrong_type(SECTION, "wasm-opt-version", wanted, value)
    })
}

/// What `instances` can be.
const INSTANCES: &str = "\"shared\" or \"per-thread\"";

fn unknown_instances() -> Error {
    Error::new(
        "PX402",
        format!("`instances` in {SECTION} is neither of its two values"),
    )
    .mend(format!("it has to be {INSTANCES}"))
}

fn unknown_key(key: &str) -> Error {
    let mut keys = [KEYS.as_slice(), &policy::KEYS].concat();
    keys.sort_unstable();
    let quoted: Vec<String> = keys.iter().map(|k| format!("`{k}`")).collect();
    let known = quoted.join(", ");
    let error = Error::new(
        "PX401",
        format!("{SECTION} has the unknown key {}", escape::name(key)),
    );
    match closest(key, &keys) {
        Some(near) => error.mend(format!("did you mean `{near}`? The keys are {known}")),
        None => error.mend(format!("the keys are {known}")),
    }
}

fn bad_module_name(name: &str) -> Error {
    let reason = if python::KEYWORDS.contains(&name) {
        "it is a keyword of Python"
    } else {
        "a module name has ASCII letters, digits and `_` only, and does not start with a digit"
    };
    Error::new(
        "PX403",
        format!(
            "{} cannot be the name of a Python module",
            escape::name(name)
        ),
    )
    .reason(reason)
    .mend(format!("{SECTION}\nmodule-name = \"{}\"", proposal(name)))
}

/// A valid name as near to `name` as can be.
fn proposal(name: &str) -> String {
    if name.contains('.') {
        return name.split('.').map(proposal).collect::<Vec<_>>().join(".");
    }
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let near: String = name.chars().map(word).collect();
    if python::is_name(&near) {
        near
    } else if near.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{near}")
    } else {
        format!("{near}_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn error(metadata: Value) -> String {
        match Manifest::parse("fast-md", &metadata) {
            Ok(manifest) => panic!("accepted: {manifest:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn without_settings_the_defaults_hold() -> Result<()> {
        for metadata in [
            json!(null),
            json!({}),
            json!({"docs": {"rs": 1}}),
            json!({"pyext": {}}),
        ] {
            let manifest = Manifest::parse("fast-md", &metadata)?;
            assert_eq!(manifest.module_name, "fast_md");
            assert_eq!(manifest.requires_python, None);
            assert!(manifest.wasm_opt);
        }
        Ok(())
    }

    #[test]
    fn settings_are_read() -> Result<()> {
        let metadata = json!({"pyext": {"module-name": "md", "requires-python": ">=3.10", "wasm-opt": false, "instances": "per-thread"}});
        let manifest = Manifest::parse("fast-md", &metadata)?;
        assert_eq!(manifest.module_name, "md");
        assert_eq!(manifest.requires_python.as_deref(), Some(">=3.10"));
        assert!(!manifest.wasm_opt);
        assert_eq!(manifest.instances, Instances::PerThread);
        Ok(())
    }

    #[test]
    fn a_module_in_a_package_has_pure_python_around_it() -> Result<()> {
        let read = |metadata: Value| Manifest::parse("fast-md", &json!({"pyext": metadata}));
        let manifest = read(json!({"module-name": "md.core._native"}))?;
        assert_eq!(manifest.module_name, "_native");
        assert_eq!(manifest.parent.as_deref(), Some("md.core"));
        assert_eq!(manifest.full_name(), "md.core._native");
        assert_eq!(manifest.top(), "md");
        assert_eq!(manifest.python_source, Some("python".into()));
        let manifest = read(json!({"module-name": "md._native", "python-source": "src"}))?;
        assert_eq!(manifest.python_source, Some("src".into()));
        let error = error(json!({"pyext": {"module-name": "md..import"}}));
        assert!(error.contains("module-name = \"md._.import_\""), "{error}");
        Ok(())
    }

    #[test]
    fn an_unknown_key_is_named_with_the_key_that_was_meant() {
        assert_eq!(
            error(json!({"pyext": {"module_name": "md"}})),
            "error[PX401]: [package.metadata.pyext] has the unknown key `module_name`\n  \
             = help: did you mean `module-name`? The keys are `allowed-imports`, `instances`, `max-gzip-size`, `max-memory`, \
             `max-size`, `module-name`, `python-source`, `requires-python`, `simd`, `wasm-opt`, `wasm-opt-version`, `wasmtime`"
        );
        assert!(error(json!({"pyext": {"zzz": 1}})).contains("help: the keys are"));
    }

    #[test]
    fn a_value_of_a_wrong_type_is_named() {
        assert_eq!(
            error(json!({"pyext": {"wasm-opt": "yes"}})),
            "error[PX402]: `wasm-opt` in [package.metadata.pyext] is the string `yes`\n  = help: it has to be `true` or `false`"
        );
        assert!(
            error(json!({"pyext": 3})).contains("`pyext` in [package.metadata] is the number 3")
        );
        assert!(error(json!({"pyext": {"module-name": 3}})).contains("a string"));
        for wrong in [json!("latest"), json!(119)] {
            let error = error(json!({"pyext": {"wasm-opt-version": wrong}}));
            assert!(error.starts_with("error[PX402]"), "{error}");
            assert!(error.contains("a string such as \"119\""), "{error}");
        }
        for wrong in [json!("thread"), json!(2)] {
            let error = error(json!({"pyext": {"instances": wrong}}));
            assert!(
                error.contains("it has to be \"shared\" or \"per-thread\""),
                "{error}"
            );
        }
    }

    #[test]
    fn a_module_name_that_python_cannot_import_is_refused() {
        assert_eq!(
            error(json!({"pyext": {"module-name": "import"}})),
            "error[PX403]: `import` cannot be the name of a Python module\n  = note: it is a keyword of Python\n  \
             = help: [package.metadata.pyext]\n          module-name = \"import_\""
        );
        assert!(error(json!({"pyext": {"module-name": "a-b"}})).contains("module-name = \"a_b\""));
        assert!(error(json!({"pyext": {"module-name": "2d"}})).contains("module-name = \"_2d\""));
    }
}
