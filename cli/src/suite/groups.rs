//! `[dependency-groups]` of pyproject.toml (PEP 735): what the tests need, beside the extras that are for them.

use cargo_metadata::camino::Utf8Path;
use toml::{Table, Value};

use crate::error::{Error, Result};
use crate::escape;
use crate::wheel::pyproject::FILE;

/// The groups that are taken to be for tests: `dev` is where `uv add --dev` puts pytest and its plugins.
const GROUPS: [&str; 3] = ["dev", "test", "tests"];

/// The requirements of the groups for tests in the folder's pyproject.toml.
///
/// # Errors
/// PX436 if a group is not as PEP 735 has it. That the file is TOML has been found out before.
pub fn requirements(folder: &Utf8Path) -> Result<Vec<String>> {
    let path = folder.join(FILE);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let file: Table = text.parse().unwrap_or_default();
    let groups = match file.get("dependency-groups") {
        None => return Ok(Vec::new()),
        Some(Value::Table(groups)) => Groups(groups),
        Some(_) => {
            return Err(
                Error::new("PX436", "`dependency-groups` is not as it has to be")
                    .place(path)
                    .mend("it has to be a table of lists"),
            );
        }
    };
    let mut all = Vec::new();
    for name in GROUPS.iter().filter(|name| groups.get(name).is_some()) {
        let mut open = Vec::new();
        groups
            .gather(name, &mut open, &mut all)
            .map_err(|e| e.place(&path))?;
    }
    Ok(all)
}

struct Groups<'a>(&'a Table);

impl<'a> Groups<'a> {
    /// The group of this name, and its name as it is written there.
    fn get(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        let wanted = normal(name);
        let mut entries = self.0.iter();
        let (name, group) = entries.find(|(name, _)| normal(name) == wanted)?;
        Some((name, group))
    }

    /// Adds the requirements of a group and of those that it includes. `open` are the groups that have led here.
    fn gather(&self, name: &str, open: &mut Vec<String>, all: &mut Vec<String>) -> Result<()> {
        let (name, group) = self.get(name).ok_or_else(|| {
            wrong(name, "there").reason("another group includes it, and there is none of the name")
        })?;
        if open.contains(&normal(name)) {
            return Err(wrong(name, "free of itself").reason("it includes itself"));
        }
        open.push(normal(name));
        let list = group
            .as_array()
            .ok_or_else(|| wrong(name, "a list of requirements"))?;
        for item in list {
            let included = item.get("include-group").and_then(Value::as_str);
            match (item.as_str(), included) {
                (Some(requirement), _) => all.push(requirement.to_string()),
                (None, Some(other)) => self.gather(other, open, all)?,
                (None, None) => {
                    return Err(wrong(
                        name,
                        "a list of requirements and of `{include-group = \"NAME\"}`",
                    ));
                }
            }
        }
        open.pop();
        Ok(())
    }
}

/// Names are the same if they differ in case, or in the signs between words.
fn normal(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

fn wrong(key: &str, wanted: &str) -> Error {
    let message = format!(
        "{} in [dependency-groups] is not as it has to be",
        escape::name(key)
    );
    Error::new("PX436", message).mend(format!("it has to be {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap();
        std::fs::write(path.join(FILE), text).unwrap();
        let shown = |e: Error| e.to_string().replace(path.as_str(), "").replace('\\', "/");
        requirements(path).map_err(shown)
    }

    #[test]
    fn groups_for_tests_are_read_with_what_they_include() {
        let text = "[dependency-groups]\nTest = [\"pytest-cov\", {include-group = \"type_check\"}]\n\
            type-check = [\"mypy>=1; python_version > '3'\"]\ndocs = [\"sphinx\"]\ndev = [\"numpy\"]\n";
        let read_back = read(text).unwrap();
        assert_eq!(
            read_back,
            ["numpy", "pytest-cov", "mypy>=1; python_version > '3'"]
        );
        assert_eq!(read("[project]\nname = \"a\"\n").unwrap(), [""; 0]);
    }

    #[test]
    fn a_group_that_cannot_be_read_is_named_with_its_file() {
        for (text, wanted) in [
            (
                "[dependency-groups]\ntest = [{include-group = \"lost\"}]",
                "error[PX436]: `lost` in [dependency-groups] is not as it has to be\n  --> /pyproject.toml\n  \
                 = note: another group includes it, and there is none of the name\n  = help: it has to be there",
            ),
            (
                "[dependency-groups]\ntest = [{include-group = \"dev\"}]\ndev = [{include-group = \"test\"}]",
                "error[PX436]: `dev` in [dependency-groups] is not as it has to be\n  --> /pyproject.toml\n  \
                 = note: it includes itself\n  = help: it has to be free of itself",
            ),
            (
                "[dependency-groups]\ntests = [3]",
                "error[PX436]: `tests` in [dependency-groups] is not as it has to be\n  --> /pyproject.toml\n  \
                 = help: it has to be a list of requirements and of `{include-group = \"NAME\"}`",
            ),
            (
                "[dependency-groups]\ndev = \"pytest\"",
                "error[PX436]: `dev` in [dependency-groups] is not as it has to be\n  --> /pyproject.toml\n  \
                 = help: it has to be a list of requirements",
            ),
            (
                "dependency-groups = 3",
                "error[PX436]: `dependency-groups` is not as it has to be\n  --> /pyproject.toml\n  \
                 = help: it has to be a table of lists",
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), wanted);
        }
    }
}
