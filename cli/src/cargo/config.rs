//! The user's cargo configuration, as far as our own settings would override it.
//!
//! cargo has no stable command that prints its configuration, so its files are read here in cargo's order: `--config`, then
//! `.cargo/config.toml` of the current folder and of each above it, then the one in CARGO_HOME.

use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The configuration tables that hold, the ones that count most first.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Config {
    tables: Vec<Table>,
}

impl Config {
    /// Reads what holds for a cargo that runs in `folder` with these `--config` arguments. Files that cannot be read are left
    /// out: cargo itself complains about them.
    pub fn load(folder: &Path, arguments: &[String]) -> Config {
        let from_argument = |argument: &String| match read(Path::new(argument)) {
            Some(table) => Some(table),
            None => argument.parse::<Table>().ok(),
        };
        let mut tables: Vec<Table> = arguments.iter().rev().filter_map(from_argument).collect();
        let mut folders: Vec<PathBuf> = folder.ancestors().map(|f| f.join(".cargo")).collect();
        folders.extend(cargo_home());
        let mut seen = HashSet::new();
        for folder in folders {
            // cargo prefers the name without an ending if both exist.
            let file = ["config", "config.toml"]
                .map(|n| folder.join(n))
                .into_iter()
                .find(|p| p.is_file());
            if let Some(file) = file.filter(|f| seen.insert(f.clone())) {
                tables.extend(read(&file));
            }
        }
        Config { tables }
    }

    /// The values at a path of keys, the one that counts most first.
    pub fn values<'a>(&'a self, keys: &'a [&str]) -> impl Iterator<Item = &'a Value> {
        self.tables.iter().filter_map(move |table| {
            let (first, rest) = keys.split_first()?;
            rest.iter()
                .try_fold(table.get(*first)?, |value, key| value.get(*key))
        })
    }
}

fn read(path: &Path) -> Option<Table> {
    std::fs::read_to_string(path).ok()?.parse().ok()
}

/// cargo's own folder.
pub fn cargo_home() -> Option<PathBuf> {
    match env::var_os("CARGO_HOME").filter(|home| !home.is_empty()) {
        Some(home) => std::path::absolute(home).ok(),
        None => Some(env::home_dir()?.join(".cargo")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_count_before_near_files_before_far_ones() -> Result<(), Box<dyn std::error::Error>>
    {
        let root = tempfile::tempdir()?;
        let inner = root.path().join("a");
        for (folder, text) in [
            (root.path(), "build.rustflags = \"far\""),
            (&inner, "[build]\nrustflags = [\"near\"]"),
        ] {
            std::fs::create_dir_all(folder.join(".cargo"))?;
            std::fs::write(folder.join(".cargo/config.toml"), text)?;
        }
        let config = Config::load(&inner, &["build.rustflags=[\"argument\"]".to_string()]);
        let shown: Vec<String> = config
            .values(&["build", "rustflags"])
            .take(3)
            .map(ToString::to_string)
            .collect();
        assert_eq!(shown, ["[\"argument\"]", "[\"near\"]", "\"far\""]);
        assert_eq!(config.values(&["build", "rustflags", "x"]).count(), 0);
        Ok(())
    }
}
