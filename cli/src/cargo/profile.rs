//! The profile that extensions are built with, given to cargo on the command line so that no manifest is touched.

use std::path::Path;

use toml::{Table, Value};

use super::config::Config;

/// A profile: its name and its settings, as TOML values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Its name, and that of the folder in the target folder.
    pub name: &'static str,
    level: &'static str,
    settings: &'static [(&'static str, &'static str)],
}

/// Small: `s` beats `z`, which is up to 10 % smaller and up to twice slower. wasm-opt and the linker need what
/// `strip = "symbols"` would take off.
pub const SMALL: Profile = Profile {
    name: "pyext",
    level: Goal::Balanced.level(),
    settings: &[
        ("inherits", "\"release\""),
        ("lto", "\"fat\""),
        ("codegen-units", "1"),
        ("panic", "\"abort\""),
        ("debug", "false"),
        ("strip", "\"debuginfo\""),
    ],
};

/// Quick to compile, with assertions, overflow checks and names.
pub const DEBUG: Profile = Profile {
    name: "pyext-debug",
    level: "1",
    settings: &[
        ("inherits", "\"dev\""),
        ("panic", "\"abort\""),
        ("debug", "false"),
        ("strip", "\"debuginfo\""),
    ],
};

/// What a build is made for.
#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The smallest file: `opt-level = "z"`, and wasm-opt -Oz
    Size,
    /// Small, and quick enough for most: `opt-level = "s"`, and wasm-opt -Oz (what is done if nothing is said)
    Balanced,
    /// The quickest code: `opt-level = 3`, and wasm-opt -O3
    Speed,
}

impl Goal {
    /// The setting for cargo, as it goes before the user's profile: who names a goal means it.
    pub fn argument(self) -> String {
        format!("profile.{}.{LEVEL}={}", SMALL.name, self.level())
    }

    const fn level(self) -> &'static str {
        match self {
            Goal::Size => "\"z\"",
            Goal::Balanced => "\"s\"",
            Goal::Speed => "3",
        }
    }

    /// The level for wasm-opt.
    pub fn wasm_opt(self) -> &'static str {
        match self {
            Goal::Size | Goal::Balanced => "-Oz",
            Goal::Speed => "-O3",
        }
    }
}

const LEVEL: &str = "opt-level";

impl Profile {
    /// The same for code that is made for this.
    pub fn at(self, goal: Goal) -> Profile {
        Profile {
            level: goal.level(),
            ..self
        }
    }

    /// The settings to give to cargo: all that the user has not made in a profile of this name, in the workspace's manifest or in
    /// cargo's configuration.
    pub fn arguments(&self, workspace: &Path, config: &Config) -> Vec<String> {
        let keys = self.users(workspace, config);
        std::iter::once(&(LEVEL, self.level))
            .chain(self.settings)
            .filter(|(key, _)| !keys.iter().any(|k| k == key))
            .map(|(key, value)| format!("profile.{}.{key}={value}", self.name))
            .collect()
    }

    /// Whether debug information is certainly stripped, so that the linker may compress relocations.
    pub fn is_stripped(&self, workspace: &Path, config: &Config) -> bool {
        let keys = self.users(workspace, config);
        !keys.iter().any(|k| k == "strip" || k == "debug")
    }

    /// Keys that the user has set.
    fn users(&self, workspace: &Path, config: &Config) -> Vec<String> {
        let manifest = std::fs::read_to_string(workspace.join("Cargo.toml")).unwrap_or_default();
        let manifest: Table = manifest.parse().unwrap_or_default();
        let in_manifest = manifest.get("profile").and_then(|p| p.get(self.name));
        let path = ["profile", self.name];
        let tables = config.values(&path).chain(in_manifest);
        tables
            .filter_map(Value::as_table)
            .flat_map(|t| t.keys().cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_has_set_is_left_alone() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let arguments = |config: &[String]| {
            SMALL.arguments(folder.path(), &Config::load(folder.path(), config))
        };
        assert_eq!(arguments(&[]).len(), SMALL.settings.len() + 1);
        assert!(arguments(&[]).contains(&"profile.pyext.opt-level=\"s\"".to_string()));

        std::fs::write(
            folder.path().join("Cargo.toml"),
            "[profile.pyext]\nopt-level = 3\n[profile.release]\nlto = false",
        )?;
        let left = arguments(&["profile.pyext.strip=false".to_string()]);
        assert_eq!(left.len(), SMALL.settings.len() - 1);
        assert!(
            !left
                .iter()
                .any(|a| a.contains("opt-level") || a.contains("strip"))
        );
        assert!(SMALL.is_stripped(folder.path(), &Config::default()));
        Ok(())
    }
}
