//! `cargo pyext diff`: how the interface of an extension has changed, and what version its users have to expect.

pub(crate) mod compare;
mod source;

use std::fmt;

use semver::Version;
use serde_json::{Value, json};

use crate::escape;
pub use compare::compare;
pub use source::{LOCK, Source, lock_path, lock_text};

/// How much a change concerns users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Only what people read.
    Patch,
    /// Programs that worked go on to work.
    Minor,
    /// Programs that worked may not.
    Major,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Patch => "patch",
            Level::Minor => "minor",
            Level::Major => "major",
        })
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How much it concerns users.
    pub level: Level,
    /// Where: `function greet, parameter name`.
    pub place: String,
    /// What the thing at this place is called: `parameter`. Of an order, what is in it.
    pub word: &'static str,
    /// What has happened to it.
    pub event: Event,
}

/// What has happened to a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It is gone.
    Gone,
    /// It is new.
    New,
    /// What is in it has another order.
    Order {
        /// The old one.
        was: String,
        /// The new one.
        is: String,
    },
    /// One of its keys has another value, or none.
    Key {
        /// As the interface has it.
        key: String,
        /// The old value, for people.
        was: Option<String>,
        /// The new value, for people.
        is: Option<String>,
    },
}

/// What people call a key.
pub(crate) fn key_name(key: &str) -> &str {
    match key {
        "raises" => "error",
        "base" => "base class",
        other => other,
    }
}

impl Change {
    /// What has happened, for people: `type was string, is u32`.
    pub fn what(&self) -> String {
        let (key, was, is) = match &self.event {
            Event::Gone => return "is gone".to_string(),
            Event::New => return "is new".to_string(),
            Event::Order { was, is } => return format!("order was {was}, is {is}"),
            Event::Key { key, was, is } => (key_name(key), was, is),
        };
        match (was, is) {
            _ if key == "docs" => "other documentation".to_string(),
            (None, _) if key == "vectorize" => "runs on arrays now".to_string(),
            _ if key == "vectorize" => "does not run on arrays any more".to_string(),
            (Some(was), Some(is)) => format!("{key} was {was}, is {is}"),
            (Some(was), None) => format!("{key} was {was}, is none"),
            (None, is) => format!("{key} is now {}", is.as_deref().unwrap_or("none")),
        }
    }
}

/// All changes between two interfaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// The gravest first.
    pub changes: Vec<Change>,
    /// The versions, where both are known.
    pub versions: Option<(Version, Version)>,
}

impl Diff {
    /// The gravest level, if anything has changed.
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(|c| c.level).max()
    }

    /// The lowest version that the new interface may have.
    pub fn wanted(&self) -> Option<Version> {
        let (old, _) = self.versions.as_ref()?;
        let level = self.level()?;
        let mut next = Version::new(old.major, old.minor, old.patch);
        // Below 1.0 the second number stands for the first, as cargo has it.
        let level = match (level, old.major) {
            (Level::Major, 0) => Level::Minor,
            (Level::Minor, 0) => Level::Patch,
            (level, _) => level,
        };
        match level {
            Level::Major => next = Version::new(old.major + 1, 0, 0),
            Level::Minor => next = Version::new(old.major, old.minor + 1, 0),
            // A pre-release becomes its release by that.
            Level::Patch if !old.pre.is_empty() => {}
            Level::Patch => next.patch += 1,
        }
        Some(next)
    }

    /// Whether the new version says as much as it has to; true if there is nothing to judge by.
    pub fn is_version_enough(&self) -> bool {
        match (&self.versions, self.wanted()) {
            (Some((_, new)), Some(wanted)) => {
                Version::new(new.major, new.minor, new.patch) >= wanted
            }
            _ => true,
        }
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for change in &self.changes {
            let (place, what) = (
                escape::sentence(&change.place),
                escape::sentence(&change.what()),
            );
            text.push_str(&format!(
                "{:<5}  {place}: {what}\n",
                change.level.to_string()
            ));
        }
        text.push_str(&match self.level() {
            None => "The interfaces are the same.\n".to_string(),
            Some(level) => format!("The change is {level}{}.\n", self.versions_text()),
        });
        text
    }

    fn versions_text(&self) -> String {
        match (&self.versions, self.wanted()) {
            (Some((old, new)), Some(wanted)) if self.is_version_enough() => {
                format!(": from {old} to at least {wanted}, as {new} is")
            }
            (Some((old, new)), Some(wanted)) => {
                format!(": from {old} to at least {wanted}, and the version is {new}")
            }
            _ => String::new(),
        }
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let change =
            |c: &Change| json!({"level": c.level.to_string(), "place": c.place, "what": c.what()});
        json!({
            "level": self.level().map(|l| l.to_string()),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "old_version": self.versions.as_ref().map(|(old, _)| old.to_string()),
            "new_version": self.versions.as_ref().map(|(_, new)| new.to_string()),
            "wanted_version": self.wanted().map(|v| v.to_string()),
            "version_is_enough": self.is_version_enough(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(level: Level, old: &str, new: &str) -> Diff {
        Diff {
            changes: vec![Change {
                level,
                place: "function f".to_string(),
                word: "function",
                event: Event::New,
            }],
            versions: Some((Version::parse(old).unwrap(), Version::parse(new).unwrap())),
        }
    }

    #[test]
    fn the_wanted_version_follows_cargos_rules() {
        for (level, old, wanted) in [
            (Level::Major, "1.2.3", "2.0.0"),
            (Level::Minor, "1.2.3", "1.3.0"),
            (Level::Patch, "1.2.3", "1.2.4"),
            (Level::Major, "0.2.3", "0.3.0"),
            (Level::Minor, "0.2.3", "0.2.4"),
            (Level::Patch, "1.0.0-beta.1", "1.0.0"),
        ] {
            let wanted = Version::parse(wanted).ok();
            assert_eq!(diff(level, old, old).wanted(), wanted, "{old}");
        }
        assert!(diff(Level::Major, "0.1.0", "0.2.0").is_version_enough());
        assert!(!diff(Level::Major, "0.1.0", "0.1.9").is_version_enough());
    }
}
