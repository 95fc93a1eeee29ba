//! The checksums that Cargo.lock has of what registries gave.

use std::collections::BTreeMap;
use std::fs;

use cargo_metadata::{Metadata, Package};
use toml::{Table, Value};

/// The SHA-256 of each package's archive, in hexadecimal, by the package's name, version and source.
#[derive(Debug, Default)]
pub struct Checksums(BTreeMap<[String; 3], String>);

impl Checksums {
    /// Those of a workspace; none without a Cargo.lock that can be read, of which cargo itself has spoken by then.
    pub fn of(metadata: &Metadata) -> Checksums {
        let path = metadata.workspace_root.join("Cargo.lock");
        fs::read_to_string(path).map_or_else(|_| Checksums::default(), |text| Self::parse(&text))
    }

    fn parse(text: &str) -> Checksums {
        let lock: Table = text.parse().unwrap_or_default();
        let packages = lock.get("package").and_then(Value::as_array);
        let entries = packages.into_iter().flatten().filter_map(|package| {
            let text = |key: &str| package.get(key)?.as_str().map(str::to_string);
            Some((
                [text("name")?, text("version")?, text("source")?],
                text("checksum").filter(|sum| is_sha256(sum))?,
            ))
        });
        Checksums(entries.collect())
    }

    /// The package's; a folder and a git repository have none.
    pub fn get(&self, package: &Package) -> Option<&str> {
        let source = package.source.as_ref()?.repr.clone();
        let key = [
            package.name.to_string(),
            package.version.to_string(),
            source,
        ];
        self.0.get(&key).map(String::as_str)
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_checksums_of_registries_are_taken() {
        let sum = "0123456789abcdef".repeat(4);
        let text = format!(
            "version = 4\n\
             [[package]]\nname = \"own\"\nversion = \"0.1.0\"\n\
             [[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+https://x\"\nchecksum = \"{sum}\"\n\
             [[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"registry+https://x\"\nchecksum = \"{}\"\n\
             [[package]]\nname = 3\n",
            &sum[1..]
        );
        let found = Checksums::parse(&text).0;
        let key = ["a", "1.0.0", "registry+https://x"].map(str::to_string);
        assert_eq!(found, BTreeMap::from([(key, sum)]));
        assert!(Checksums::parse("no = [toml").0.is_empty());
    }
}
