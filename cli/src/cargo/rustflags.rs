//! Adding flags for rustc without dropping the user's.
//!
//! cargo takes flags from the first of four places that has any: CARGO_ENCODED_RUSTFLAGS, RUSTFLAGS, all `target.*.rustflags`
//! that apply, `build.rustflags`. So ours have to go where the user's are.

use std::env;
use std::process::Command;
use std::str::FromStr;

use cargo_platform::{Cfg, CfgExpr};
use toml::Value;

use super::config::Config;
use super::toolchain::TARGET;

const ENCODED: &str = "CARGO_ENCODED_RUSTFLAGS";
const BETWEEN: char = '\u{1f}';

/// What the environment says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Environment {
    /// CARGO_ENCODED_RUSTFLAGS.
    pub encoded: Option<String>,
    /// RUSTFLAGS.
    pub plain: Option<String>,
    /// `CARGO_TARGET_<TARGET>_RUSTFLAGS`, whether it is set.
    pub target: bool,
    /// CARGO_BUILD_RUSTFLAGS.
    pub build: Option<String>,
}

impl Environment {
    /// That of this process.
    pub fn current() -> Environment {
        let target = format!(
            "CARGO_TARGET_{}_RUSTFLAGS",
            TARGET.to_uppercase().replace('-', "_")
        );
        Environment {
            encoded: env::var(ENCODED).ok(),
            plain: env::var("RUSTFLAGS").ok(),
            target: env::var_os(target).is_some(),
            build: env::var("CARGO_BUILD_RUSTFLAGS").ok(),
        }
    }
}

/// Where the flags go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The variable CARGO_ENCODED_RUSTFLAGS, with this value.
    Encoded(String),
    /// A `--config` argument that cargo joins with the user's other `target.*.rustflags`.
    Target(String),
}

impl Place {
    /// Finds the place for `flags` and joins them with the user's there. `cfg` says what the target sets; it is asked only if
    /// the configuration has tables of the form `target.'cfg(…)'`.
    pub fn of(
        flags: &[String],
        environment: &Environment,
        config: &Config,
        cfg: impl FnOnce() -> Vec<Cfg>,
    ) -> Place {
        let own = flags.join(&BETWEEN.to_string());
        if let Some(encoded) = &environment.encoded {
            return Place::Encoded(join(encoded.clone(), &own));
        }
        if let Some(plain) = &environment.plain {
            return Place::Encoded(join(words(plain), &own));
        }
        if environment.target || target_has_flags(config, cfg) {
            // cargo joins the flags of every table that applies. This one always does, and has a name of its own, so that it is
            // joined whether the user wrote a string or a list.
            let list: Vec<Value> = flags.iter().map(|f| Value::String(f.clone())).collect();
            return Place::Target(format!(
                "target.\"cfg(all())\".rustflags={}",
                Value::Array(list)
            ));
        }
        let build = environment
            .build
            .as_deref()
            .map(words)
            .or_else(|| build_flags(config));
        Place::Encoded(join(build.unwrap_or_default(), &own))
    }

    /// Puts the flags there.
    pub fn apply(&self, command: &mut Command) {
        match self {
            Place::Encoded(value) => {
                command.env(ENCODED, value);
            }
            Place::Target(argument) => {
                command.arg("--config").arg(argument);
            }
        }
    }
}

fn join(user: String, own: &str) -> String {
    match (user.is_empty(), own.is_empty()) {
        (true, _) => own.to_string(),
        (_, true) => user,
        _ => format!("{user}{BETWEEN}{own}"),
    }
}

/// Flags in a string, as cargo splits them.
fn words(text: &str) -> String {
    text.split(' ')
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(&BETWEEN.to_string())
}

/// `build.rustflags`; lists of several files are joined, the far ones first, as cargo joins them.
fn build_flags(config: &Config) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for value in config.values(&["build", "rustflags"]) {
        match value {
            Value::String(text) => {
                all.push(words(text));
                break;
            }
            Value::Array(list) => {
                let flags: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                all.push(flags.join(&BETWEEN.to_string()));
            }
            _ => {}
        }
    }
    all.reverse();
    (!all.is_empty()).then(|| all.join(&BETWEEN.to_string()))
}

/// Whether any `target.*.rustflags` applies to our target.
fn target_has_flags(config: &Config, cfg: impl FnOnce() -> Vec<Cfg>) -> bool {
    let tables = config
        .values(&["target"])
        .filter_map(Value::as_table)
        .flatten();
    let keys: Vec<&str> = tables
        .filter(|(_, table)| table.get("rustflags").is_some())
        .map(|(key, _)| key.as_str())
        .collect();
    if keys.contains(&TARGET) {
        return true;
    }
    let expressions: Vec<CfgExpr> = keys
        .iter()
        .filter_map(|key| key.strip_prefix("cfg(")?.strip_suffix(')'))
        .filter_map(|text| CfgExpr::from_str(text).ok())
        .collect();
    if expressions.is_empty() {
        return false;
    }
    let cfg = cfg();
    expressions.iter().any(|e| e.matches(&cfg))
}

/// What the target sets, asked of rustc.
pub fn target_cfg(mut rustc: Command) -> Vec<Cfg> {
    let output = rustc.args(["--print", "cfg", "--target", TARGET]).output();
    let text = output
        .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
        .unwrap_or_default();
    text.lines()
        .filter_map(|line| Cfg::from_str(line).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn place(environment: &Environment, config: &str) -> Place {
        let arguments: Vec<String> = if config.is_empty() {
            vec![]
        } else {
            vec![config.to_string()]
        };
        let config = Config::load(Path::new("/"), &arguments);
        let cfg = || {
            vec![Cfg::Name(cargo_platform::Ident {
                name: "wasm".to_string(),
                raw: false,
            })]
        };
        Place::of(&["--ours".to_string()], environment, &config, cfg)
    }

    fn encoded(flags: &[&str]) -> Place {
        Place::Encoded(flags.join("\u{1f}"))
    }

    #[test]
    fn flags_of_the_environment_stay_before_ours() {
        let mut environment = Environment {
            plain: Some("-C  x --cfg y".to_string()),
            ..Environment::default()
        };
        assert_eq!(
            place(&environment, ""),
            encoded(&["-C", "x", "--cfg", "y", "--ours"])
        );
        environment.encoded = Some("-Cz".to_string());
        assert_eq!(place(&environment, ""), encoded(&["-Cz", "--ours"]));
    }

    #[test]
    fn flags_of_the_target_are_left_to_cargo_to_join() {
        let ours = Place::Target("target.\"cfg(all())\".rustflags=[\"--ours\"]".to_string());
        let empty = Environment::default();
        for config in [
            "target.wasm32-unknown-unknown.rustflags=[\"-Cx\"]",
            "target.'cfg(wasm)'.rustflags=\"-Cx\"",
            "target.'cfg(not(unix))'.rustflags=[\"-Cx\"]",
        ] {
            assert_eq!(place(&empty, config), ours, "{config}");
        }
        let variable = Environment {
            target: true,
            ..Environment::default()
        };
        assert_eq!(place(&variable, ""), ours);
    }

    #[test]
    fn flags_of_the_build_table_count_if_no_target_has_any() {
        let empty = Environment::default();
        assert_eq!(place(&empty, ""), encoded(&["--ours"]));
        assert_eq!(
            place(&empty, "build.rustflags=[\"-C\", \"a b\"]"),
            encoded(&["-C", "a b", "--ours"])
        );
        assert_eq!(
            place(&empty, "build.rustflags=\"-C a\""),
            encoded(&["-C", "a", "--ours"])
        );
        assert_eq!(
            place(&empty, "target.'cfg(unix)'.rustflags=[\"-Cx\"]"),
            encoded(&["--ours"])
        );
    }
}
