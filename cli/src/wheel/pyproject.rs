//! `[project]` of pyproject.toml (PEP 621): what it says goes before Cargo.toml; what it leaves out is taken from there.

use std::collections::BTreeMap;
use std::fmt::Write;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use crate::error::{Error, Result};
use crate::escape;
use crate::spelling::closest;
use crate::wheel::names::index_name;

/// What the project says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// `name`.
    pub name: Option<String>,
    /// `version`; none if it is dynamic.
    pub version: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `requires-python`.
    pub requires_python: Option<String>,
    /// `license`, an SPDX expression.
    pub license: Option<String>,
    /// `license-files`, and the file of an old `license` table: patterns of paths.
    pub license_files: Vec<String>,
    /// `readme`.
    pub readme: Option<Readme>,
    /// `authors` as `Name <address>`, as Cargo has them.
    pub authors: Option<Vec<String>>,
    /// `maintainers`, likewise.
    pub maintainers: Vec<String>,
    /// `keywords`.
    pub keywords: Option<Vec<String>>,
    /// `classifiers`.
    pub classifiers: Vec<String>,
    /// `urls`.
    pub urls: Option<Vec<(String, String)>>,
    /// `dependencies`.
    pub dependencies: Vec<String>,
    /// Whether tools may take these for all that the package needs, without asking the build backend.
    pub is_static: bool,
    /// `optional-dependencies`.
    pub extras: BTreeMap<String, Vec<String>>,
    /// `scripts`, `gui-scripts` and `entry-points` by their groups.
    pub entry_points: BTreeMap<String, BTreeMap<String, String>>,
}

/// Where the long description is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readme {
    /// A file, seen from pyproject.toml.
    File(Utf8PathBuf),
    /// The text itself, and its content type.
    Text(String, String),
}

/// The name of the file.
pub const FILE: &str = "pyproject.toml";

const KEYS: [&str; 17] = [
    "authors",
    "classifiers",
    "dependencies",
    "description",
    "dynamic",
    "entry-points",
    "gui-scripts",
    "keywords",
    "license",
    "license-files",
    "maintainers",
    "name",
    "optional-dependencies",
    "readme",
    "requires-python",
    "scripts",
    "urls",
];
const VERSION: &str = "version";

fn unreadable(why: String) -> Error {
    Error::new("PX432", "pyproject.toml cannot be read")
        .reason(why)
        .mend("write it as TOML 1.0 in UTF-8")
}

impl Project {
    /// Reads `pyproject.toml` in the folder. Without the file or its table nothing is said.
    ///
    /// # Errors
    /// PX432 if it is not TOML, PX433 if a key or value is none of PEP 621.
    pub fn read(folder: &Utf8Path) -> Result<Project> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Ok(Project::default());
        }
        let bytes = crate::files::read(path.as_std_path())?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|e| unreadable(format!("it is not UTF-8 from byte {} on", e.valid_up_to())));
        text.and_then(Self::parse).map_err(|e| e.place(&path))
    }

    /// Reads its text.
    ///
    /// # Errors
    /// PX432 and PX433, as for [`Project::read`].
    pub fn parse(text: &str) -> Result<Project> {
        let table: Table = text.parse().map_err(|e: toml::de::Error| {
            let at = e.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
            unreadable(format!("line {line}: {}", escape::sentence(e.message())))
        })?;
        let empty = Table::new();
        let table = match table.get("project") {
            None => return Ok(Project::default()),
            Some(Value::Table(table)) => table,
            Some(_) => return Err(wrong("project", "a table")),
        };
        for key in table.keys().filter(|key| *key != VERSION) {
            if !KEYS.contains(&key.as_str()) {
                return Err(unknown(key));
            }
        }
        let text = |key: &str| string(table, key);
        let texts = |key: &str| strings(table, key);
        let sub = |key: &str| match table.get(key) {
            None => Ok(&empty),
            Some(Value::Table(table)) => Ok(table),
            Some(_) => Err(wrong(key, "a table")),
        };
        let (license, license_file) = license(table)?;
        let mut license_files = texts("license-files")?.unwrap_or_default();
        license_files.extend(license_file);
        let mut extras = BTreeMap::new();
        for (name, _) in sub("optional-dependencies")? {
            let list = self::strings(sub("optional-dependencies")?, name)?.unwrap_or_default();
            // PEP 685: metadata has extras in this form only.
            if extras
                .insert(index_name(name), requirements(list)?)
                .is_some()
            {
                let wanted =
                    "one extra of each name, whatever its letters' case and its `-`, `_` and `.`";
                return Err(wrong("optional-dependencies", wanted));
            }
        }
        let urls = match table.contains_key("urls") {
            true => Some(pairs(sub("urls")?, "urls")?.into_iter().collect()),
            false => None,
        };
        Ok(Project {
            name: text("name")?,
            version: version(table)?,
            description: text("description")?,
            requires_python: text("requires-python")?,
            license,
            license_files,
            readme: readme(table)?,
            authors: people(table, "authors")?,
            maintainers: people(table, "maintainers")?.unwrap_or_default(),
            keywords: texts("keywords")?,
            classifiers: texts("classifiers")?.unwrap_or_default(),
            urls,
            dependencies: requirements(texts("dependencies")?.unwrap_or_default())?,
            is_static: !texts("dynamic")?
                .unwrap_or_default()
                .iter()
                .any(|key| key == "dependencies" || key == VERSION),
            extras,
            entry_points: entry_points(table)?,
        })
    }

    /// The file `entry_points.txt`, empty if there are none.
    pub fn entry_points_text(&self) -> String {
        let mut text = String::new();
        for (group, entries) in &self.entry_points {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "[{group}]");
            for (name, target) in entries {
                let _ = writeln!(text, "{name} = {target}");
            }
            text.push('\n');
        }
        text
    }
}

fn unknown(key: &str) -> Error {
    let error = Error::new(
        "PX433",
        format!("[project] has the unknown key {}", escape::name(key)),
    );
    match closest(key, &KEYS) {
        Some(near) => error.mend(format!("did you mean `{near}`?")),
        None => error.mend("settings of a tool belong to `[tool.NAME]`"),
    }
}

fn wrong(key: &str, wanted: &str) -> Error {
    Error::new(
        "PX433",
        format!("{} in [project] is not as it has to be", escape::name(key)),
    )
    .mend(format!("it has to be {wanted}"))
}

fn string(table: &Table, key: &str) -> Result<Option<String>> {
    match table.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(key, "a string")),
    }
}

fn strings(table: &Table, key: &str) -> Result<Option<Vec<String>>> {
    let wrong = || wrong(key, "a list of strings");
    match table.get(key) {
        None => Ok(None),
        Some(Value::Array(items)) => {
            let items = items.iter().map(|item| item.as_str().map(str::to_string));
            items
                .collect::<Option<Vec<_>>>()
                .map(Some)
                .ok_or_else(wrong)
        }
        Some(_) => Err(wrong()),
    }
}

fn pairs(table: &Table, key: &str) -> Result<BTreeMap<String, String>> {
    let pair = |(name, value): (&String, &Value)| {
        let fits = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        match value.as_str().filter(|value| fits(name) && fits(value)) {
            Some(value) => Ok((name.clone(), value.to_string())),
            None => Err(wrong(key, "a table of strings of one line")),
        }
    };
    table.iter().map(pair).collect()
}

/// A version of PEP 440, or none if it is dynamic or left out.
fn version(table: &Table) -> Result<Option<String>> {
    let Some(version) = string(table, VERSION)? else {
        return Ok(None);
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || ".+!-_".contains(c);
    let starts = version
        .trim_start_matches('v')
        .starts_with(|c: char| c.is_ascii_digit());
    match starts && version.chars().all(plain) {
        true => Ok(Some(version)),
        false => Err(wrong(
            VERSION,
            "a version of PEP 440, such as 1.0.0 or 1.0.0b1",
        )),
    }
}

fn license(table: &Table) -> Result<(Option<String>, Option<String>)> {
    match table.get("license") {
        None => Ok((None, None)),
        Some(Value::String(expression)) => Ok((Some(expression.clone()), None)),
        // The form before PEP 639. Its text is no expression: Cargo.toml may have one.
        Some(Value::Table(old)) => Ok((None, string(old, "file")?)),
        Some(_) => Err(wrong("license", "an SPDX expression")),
    }
}

fn readme(table: &Table) -> Result<Option<Readme>> {
    let wrong = || {
        wrong(
            "readme",
            "a path, or a table with `file` or with `text` and `content-type`",
        )
    };
    match table.get("readme") {
        None => Ok(None),
        Some(Value::String(path)) => Ok(Some(Readme::File(path.into()))),
        Some(Value::Table(table)) => match (string(table, "file")?, string(table, "text")?) {
            (Some(path), None) => Ok(Some(Readme::File(path.into()))),
            (None, Some(content)) => {
                let content_type = string(table, "content-type")?.ok_or_else(wrong)?;
                Ok(Some(Readme::Text(content, content_type)))
            }
            _ => Err(wrong()),
        },
        Some(_) => Err(wrong()),
    }
}

/// People as Cargo writes them.
fn people(table: &Table, key: &str) -> Result<Option<Vec<String>>> {
    let wrong = || wrong(key, "a list of tables with `name`, `email` or both");
    let Some(list) = table.get(key) else {
        return Ok(None);
    };
    let person = |value: &Value| {
        let table = value.as_table().ok_or_else(wrong)?;
        match (string(table, "name")?, string(table, "email")?) {
            (Some(name), Some(email)) => Ok(format!("{name} <{email}>")),
            (Some(name), None) => Ok(name),
            (None, Some(email)) => Ok(format!("<{email}>")),
            (None, None) => Err(wrong()),
        }
    };
    let list = list.as_array().ok_or_else(wrong)?;
    list.iter()
        .map(person)
        .collect::<Result<Vec<_>>>()
        .map(Some)
}

/// Requirements of PEP 508, judged by their beginning: pip judges the rest.
fn requirements(list: Vec<String>) -> Result<Vec<String>> {
    for requirement in &list {
        let starts = requirement.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !starts || requirement.contains(char::is_control) {
            return Err(Error::new(
                "PX433",
                format!("{} is no requirement", escape::name(requirement)),
            )
            .mend("write it as PEP 508 has it: \"numpy>=2\""));
        }
    }
    Ok(list)
}

fn entry_points(table: &Table) -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let mut groups = BTreeMap::new();
    let get = |table: &Table, key: &str| match table.get(key) {
        None => Ok(None),
        Some(Value::Table(entries)) => pairs(entries, key).map(Some),
        Some(_) => Err(wrong(key, "a table")),
    };
    for (key, group) in [
        ("scripts", "console_scripts"),
        ("gui-scripts", "gui_scripts"),
    ] {
        if let Some(entries) = get(table, key)? {
            groups.insert(group.to_string(), entries);
        }
    }
    if let Some(Value::Table(own)) = table.get("entry-points") {
        for group in own.keys() {
            groups.insert(group.clone(), get(own, group)?.unwrap_or_default());
        }
    }
    groups.retain(|_, entries| !entries.is_empty());
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r##"
[build-system]
requires = []

[project]
name = "Fast-MD"
version = "1.0.0b1"
description = "Markdown, fast"
requires-python = ">=3.10"
license = "MIT"
license-files = ["LICEN[CS]E*"]
readme = { text = "# Hi", content-type = "text/markdown" }
authors = [{ name = "Ada", email = "ada@example.org" }, { email = "b@example.org" }, { name = "C" }]
maintainers = [{ name = "D" }]
keywords = ["a"]
classifiers = ["Topic :: Text Processing"]
urls = { Homepage = "https://example.org" }
dependencies = ["numpy>=2"]
optional-dependencies = { Test_All = ["pytest"] }
scripts = { fastmd = "fastmd.cli:main" }
dynamic = []

[project.entry-points."my.plugins"]
fast = "fastmd"
"##;

    #[test]
    fn a_whole_project_is_read() {
        let project = Project::parse(WHOLE).unwrap();
        assert_eq!(project.name.as_deref(), Some("Fast-MD"));
        assert_eq!(project.version.as_deref(), Some("1.0.0b1"));
        assert_eq!(
            project.authors.clone().unwrap(),
            ["Ada <ada@example.org>", "<b@example.org>", "C"]
        );
        assert_eq!(project.extras["test-all"], ["pytest"]);
        assert!(project.is_static);
        assert_eq!(
            project.entry_points_text(),
            "[console_scripts]\nfastmd = fastmd.cli:main\n\n[my.plugins]\nfast = fastmd\n\n"
        );
    }

    #[test]
    fn nothing_said_is_nothing_read() {
        for text in ["", "[tool.ruff]\nline-length = 88\n"] {
            assert_eq!(Project::parse(text).unwrap(), Project::default());
        }
    }

    #[test]
    fn what_is_dynamic_is_asked_of_the_backend() {
        for key in ["version", "dependencies"] {
            let project = Project::parse(&format!("[project]\ndynamic = [\"{key}\"]")).unwrap();
            assert!(!project.is_static);
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_key() {
        let error = |text: &str| Project::parse(text).unwrap_err().to_string();
        assert_eq!(
            error("[project]\nkeyword = []"),
            "error[PX433]: [project] has the unknown key `keyword`\n  = help: did you mean `keywords`?"
        );
        assert_eq!(
            error("[project]\nkeywords = 3"),
            "error[PX433]: `keywords` in [project] is not as it has to be\n  = help: it has to be a list of strings"
        );
        assert_eq!(
            error("[project]\ndependencies = [\"-r x\"]"),
            "error[PX433]: `-r x` is no requirement\n  = help: write it as PEP 508 has it: \"numpy>=2\""
        );
        for text in [
            "project = 3",
            "[project]\nversion = \"x\\nName: evil\"",
            "[project]\nscripts = {a = \"b\\n[x]\"}",
            "[project]\nreadme = {}",
            "[project]\nauthors = [\"Ada\"]",
            "[project]\nlicense = 1",
            "[project]\noptional-dependencies = {a-b = [], A_B = []}",
        ] {
            assert!(error(text).starts_with("error[PX433]"), "{text}");
        }
        assert_eq!(
            error("# a\n[project"),
            "error[PX432]: pyproject.toml cannot be read\n  = note: line 2: unclosed table, expected `]`\n  \
             = help: write it as TOML 1.0 in UTF-8"
        );
    }
}
