//! Limits that a module has to keep beyond the ABI: an author's own, or those of a program that loads what others made.

use std::path::Path;

use serde_json::{Map, Value};

use crate::bytes::{gzip_size, thousands};
use crate::check::Finding;
use crate::error::{Error, Result};
use crate::escape;
use crate::files;
use crate::setting::wrong_type;
use crate::wasm::features::OLDEST;
use crate::wasm::module::Module;

/// The limits. What is not set is not judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Bytes of the file.
    pub max_size: Option<u64>,
    /// Bytes of it compressed.
    pub max_gzip_size: Option<u64>,
    /// Bytes that its memory may have.
    pub max_memory: Option<u64>,
    /// Imports that it may have: `MODULE.NAME`, or `MODULE.*`.
    pub allowed_imports: Option<Vec<String>>,
    /// The oldest release of wasmtime that it has to run on.
    pub wasmtime: Option<u32>,
}

/// The keys of a policy.
pub const KEYS: [&str; 5] = [
    "allowed-imports",
    "max-gzip-size",
    "max-memory",
    "max-size",
    "wasmtime",
];

/// Bytes of a page of linear memory.
const PAGE: u64 = 64 * 1024;

impl Policy {
    /// Reads the keys of a policy from a table that may have others and stands at this place.
    ///
    /// # Errors
    /// PX402 for a value that is no size or list.
    pub fn parse(table: &Map<String, Value>, place: &str) -> Result<Policy> {
        let size = |key: &str| match table.get(key) {
            None => Ok(None),
            Some(value) => match bytes(value) {
                Some(bytes) => Ok(Some(bytes)),
                None => Err(wrong_type(
                    place,
                    key,
                    "a number of bytes, or a size such as \"20 kB\" or \"1 MiB\"",
                    value,
                )),
            },
        };
        let allowed_imports = match table.get("allowed-imports") {
            None => None,
            Some(value) => {
                let wrong = || {
                    wrong_type(
                        place,
                        "allowed-imports",
                        "a list of strings such as \"MODULE.NAME\"",
                        value,
                    )
                };
                let list = value.as_array().ok_or_else(wrong)?;
                let list = list.iter().map(|item| item.as_str().map(str::to_string));
                Some(list.collect::<Option<Vec<_>>>().ok_or_else(wrong)?)
            }
        };
        Ok(Policy {
            max_size: size("max-size")?,
            max_gzip_size: size("max-gzip-size")?,
            max_memory: size("max-memory")?,
            allowed_imports,
            wasmtime: table
                .get("wasmtime")
                .map(|value| release(value, place))
                .transpose()?,
        })
    }

    /// Reads a file of TOML with the keys of a policy and no others.
    ///
    /// # Errors
    /// PX219 if it cannot be read, PX325 if it is no policy, PX402 for a value that is no size or list.
    pub fn read(path: &Path) -> Result<Policy> {
        let text = files::read(path)?;
        Self::of_text(&String::from_utf8_lossy(&text)).map_err(|e| e.place(path.display()))
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// PX325 if it is no policy, PX402 for a value that is no size or list.
    pub fn of_text(text: &str) -> Result<Policy> {
        let no_policy = |why: String| {
            Error::new("PX325", "the file is no policy")
                .reason(why)
                .mend(format!(
                    "its keys are {}",
                    KEYS.map(|k| format!("`{k}`")).join(", ")
                ))
        };
        let table: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| no_policy(escape::sentence(e.message())))?;
        if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(no_policy(format!(
                "it has the unknown key {}",
                escape::name(key)
            )));
        }
        match serde_json::to_value(&table) {
            Ok(Value::Object(table)) => Self::parse(&table, "the policy"),
            _ => Err(no_policy("it has a value that JSON has not".to_string())),
        }
    }

    /// What of the module breaks the policy. A file that is no module breaks none: the check of the ABI says what it is.
    pub fn judge(&self, bytes: &[u8]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let size = bytes.len() as u64;
        let mut limit = |code, what: &str, key: &str, size: u64, limit: Option<u64>| {
            if let Some(limit) = limit.filter(|limit| size > *limit) {
                findings.push(
                    Error::new(code, format!("{what}: {} bytes", thousands(size)))
                        .reason(format!("`{key}` is {} bytes", thousands(limit)))
                        .mend("`cargo pyext size` shows what is large"),
                );
            }
        };
        limit(
            "PX330",
            "the module is too large",
            "max-size",
            size,
            self.max_size,
        );
        if self.max_gzip_size.is_some() {
            let gzip = gzip_size(bytes);
            limit(
                "PX331",
                "the module is too large when compressed",
                "max-gzip-size",
                gzip,
                self.max_gzip_size,
            );
        }
        if let Ok(module) = Module::parse(bytes) {
            findings.extend(self.memory(&module));
            findings.extend(self.imports(&module));
        }
        findings
    }

    fn memory(&self, module: &Module<'_>) -> Vec<Finding> {
        let Some(limit) = self.max_memory else {
            return Vec::new();
        };
        let memories = module.memories.iter();
        let finding = |memory: &wasmparser::MemoryType| {
            let first = memory.initial.saturating_mul(PAGE);
            if first > limit {
                return Some(
                    Error::new(
                        "PX332",
                        format!("the memory has {} bytes at the start", thousands(first)),
                    )
                    .reason(format!("`max-memory` is {} bytes", thousands(limit)))
                    .mend(
                        "raise `max-memory`, or make the stack smaller, which has 1 MiB if nothing is said:\n\
                         RUSTFLAGS=\"-C link-arg=-zstack-size=65536\" cargo pyext build",
                    ),
                );
            }
            let most = memory.maximum.map(|pages| pages.saturating_mul(PAGE));
            let message = match most {
                None => "the memory can grow without end".to_string(),
                Some(most) if most > limit => {
                    format!("the memory can grow to {} bytes", thousands(most))
                }
                Some(_) => return None,
            };
            Some(
                Error::new("PX332", message)
                    .reason(format!("`max-memory` is {} bytes", thousands(limit)))
                    .mend(format!(
                        "RUSTFLAGS=\"-C link-arg=--max-memory={}\" cargo pyext build",
                        limit / PAGE * PAGE
                    )),
            )
        };
        memories.filter_map(finding).collect()
    }

    fn imports(&self, module: &Module<'_>) -> Vec<Finding> {
        let Some(allowed) = &self.allowed_imports else {
            return Vec::new();
        };
        let fits = |pattern: &String, from: &str, name: &str| match pattern.strip_suffix(".*") {
            Some(module) => module == from,
            None => *pattern == format!("{from}.{name}"),
        };
        let refused = module.imports.iter().filter(|i| {
            !allowed
                .iter()
                .any(|pattern| fits(pattern, i.module, i.name))
        });
        refused
            .map(|import| {
                let name = escape::name(&format!("{}.{}", import.module, import.name));
                Error::new("PX333", format!("the import {name} is not allowed"))
                    .reason("`allowed-imports` has no entry for it")
                    .mend("switch off what needs it, or add it to `allowed-imports`")
            })
            .collect()
    }
}

/// A release of wasmtime: `>=47`.
fn release(value: &Value, place: &str) -> Result<u32> {
    let release = value.as_str().and_then(|text| {
        let number = text.trim().strip_prefix(">=")?.trim();
        number.parse().ok().filter(|n| *n >= OLDEST)
    });
    release.ok_or_else(|| {
        let wanted = format!("a string such as \">={OLDEST}\", with the oldest release that it has to run on, which is {OLDEST} at least");
        wrong_type(place, "wasmtime", &wanted, value)
    })
}

/// A size: a number of bytes, or one with a unit.
fn bytes(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => size(text),
        _ => None,
    }
}

/// `20 kB`, `1.5 MiB`, `300`.
pub fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.replace('_', "").parse().ok()?;
    let unit = match unit.trim() {
        "" | "B" => 1.0,
        "kB" | "KB" => 1e3,
        "MB" => 1e6,
        "KiB" => 1024.0,
        "MiB" => 1024.0 * 1024.0,
        "GiB" => 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    Some((number * unit) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::SECTION;
    use serde_json::json;

    fn policy(value: Value) -> Result<Policy> {
        Policy::parse(value.as_object().unwrap(), SECTION)
    }

    fn findings(policy: Value, text: &str) -> Vec<String> {
        let wasm = wat::parse_str(text).unwrap();
        let policy = self::policy(policy).unwrap();
        policy.judge(&wasm).iter().map(Error::to_string).collect()
    }

    #[test]
    fn sizes_have_units() {
        for (text, wanted) in [
            ("300", Some(300)),
            ("20 kB", Some(20_000)),
            ("1.5 MiB", Some(1_572_864)),
            ("64KiB", Some(65_536)),
            ("1_000", Some(1000)),
            ("much", None),
            ("1 kg", None),
        ] {
            assert_eq!(size(text), wanted, "{text}");
        }
        assert_eq!(
            policy(json!({"max-size": "much"})).unwrap_err().to_string(),
            "error[PX402]: `max-size` in [package.metadata.pyext] is the string `much`\n  \
             = help: it has to be a number of bytes, or a size such as \"20 kB\" or \"1 MiB\""
        );
        let error = Policy::of_text("max-size = '9 parsecs'").unwrap_err();
        assert_eq!(
            error.message,
            "`max-size` in the policy is the string `9 parsecs`"
        );
        assert_eq!(
            policy(json!({"allowed-imports": [1]})).unwrap_err().code,
            "PX402"
        );
        let wasmtime = |text: &str| policy(json!({"wasmtime": text}));
        assert_eq!(wasmtime(">= 47").unwrap().wasmtime, Some(47));
        for text in ["47", ">=35", ">=x", "<47"] {
            let error = wasmtime(text).unwrap_err().to_string();
            assert!(
                error.contains("`wasmtime` in [package.metadata.pyext]"),
                "{error}"
            );
            assert!(error.contains("\">=36\""), "{error}");
        }
    }

    #[test]
    fn each_limit_has_its_finding() {
        let module = r#"(module (import "env" "now" (func)) (memory (export "memory") 1))"#;
        assert_eq!(findings(json!({}), module), [""; 0]);
        assert_eq!(
            findings(json!({"max-size": 10}), module)[0],
            "error[PX330]: the module is too large: 44 bytes\n  = note: `max-size` is 10 bytes\n  \
             = help: `cargo pyext size` shows what is large"
        );
        assert!(findings(json!({"max-gzip-size": 10}), module)[0].starts_with("error[PX331]"));
        assert_eq!(
            findings(json!({"max-memory": "1 MiB"}), module)[0],
            "error[PX332]: the memory can grow without end\n  = note: `max-memory` is 1,048,576 bytes\n  \
             = help: RUSTFLAGS=\"-C link-arg=--max-memory=1048576\" cargo pyext build"
        );
        assert_eq!(
            findings(json!({"max-memory": "1 MiB"}), "(module (memory 1 16))"),
            [""; 0]
        );
        assert_eq!(
            findings(json!({"max-memory": "64 kB"}), "(module (memory 1 1))")[0],
            "error[PX332]: the memory has 65,536 bytes at the start\n  = note: `max-memory` is 64,000 bytes\n  \
             = help: raise `max-memory`, or make the stack smaller, which has 1 MiB if nothing is said:\n          \
             RUSTFLAGS=\"-C link-arg=-zstack-size=65536\" cargo pyext build"
        );
        assert_eq!(
            findings(json!({"allowed-imports": ["env.then"]}), module)[0],
            "error[PX333]: the import `env.now` is not allowed\n  = note: `allowed-imports` has no entry for it\n  \
             = help: switch off what needs it, or add it to `allowed-imports`"
        );
        for allowed in ["env.now", "env.*"] {
            assert_eq!(
                findings(json!({"allowed-imports": [allowed]}), module),
                [""; 0]
            );
        }
    }
}
