//! The files of a new extension: templates with `{{name}}` for values of a closed list.

use clap::ValueEnum;

use crate::error::{Error, Result};

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The values that templates can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// Name of the crate.
    pub name: String,
    /// Name of the Python module.
    pub module_name: String,
    /// The authors, as a TOML array.
    pub authors: String,
    /// Who holds the copyright.
    pub holder: String,
    /// The SDK, as keys and values of a TOML table.
    pub sdk: String,
    /// Name of the world in WIT, for the template that has one.
    pub world: String,
    /// Folder of the wheels, as seen from the crate.
    pub wheels: String,
    /// File name of the wheel.
    pub wheel_name: String,
    /// A call and its result, as a Python session shows them.
    pub example: String,
    /// Whether the standard library is used.
    pub std: bool,
}

/// What makes a crate do without the standard library where it is an extension. Tests run natively and have it.
pub const NO_STD: &str = "#![cfg_attr(target_family = \"wasm\", no_std)]\n";

impl Values {
    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "name" => &self.name,
            "module_name" => &self.module_name,
            "authors" => &self.authors,
            "holder" => &self.holder,
            "sdk" => &self.sdk,
            "world" => &self.world,
            "wheels" => &self.wheels,
            "wheel_name" => &self.wheel_name,
            "example" => &self.example,
            "features" if self.std => ", features = [\"std\"]",
            "features" => "",
            "no_std" if self.std => "",
            "no_std" => NO_STD,
            _ => return None,
        })
    }
}

/// One file of a new extension: its path below the crate's folder, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// With `/` between folders.
    pub path: String,
    /// UTF-8.
    pub text: String,
}

/// What a new extension is made from.
#[derive(ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Template {
    /// A function and its tests
    #[default]
    Function,
    /// Functions that every plugin of a program has, a record, an error of its own
    Plugin,
    /// Functions on arrays of numbers, also where they lie
    Numeric,
    /// A class: a constructor, a method, a property, special methods
    Class,
    /// A function that `cargo component build` makes a component of, too
    #[cfg(feature = "component")]
    Component,
}

impl Template {
    /// The folder with the files that it does not share with others.
    fn folder(self, std: bool) -> &'static str {
        match (self, std) {
            (Template::Function, false) => "no_std/",
            (Template::Function, true) => "std/",
            (Template::Plugin, _) => "plugin/",
            (Template::Numeric, _) => "numeric/",
            (Template::Class, _) => "class/",
            #[cfg(feature = "component")]
            (Template::Component, _) => "component/",
        }
    }

    /// A call and its result, as a Python session shows them.
    pub fn example(self, module: &str) -> String {
        match self {
            Template::Plugin => format!(">>> {module}.rewrite(\"a  \")\n'a\\n'"),
            Template::Numeric => format!(">>> {module}.mean([1.0, 2.0, 6.0])\n3.0"),
            Template::Class => format!(">>> {module}.Mean([1.0, 2.0, 6.0]).value\n3.0"),
            _ => format!(">>> {module}.greet(\"Ada\")\n'Hello, Ada!'"),
        }
    }

    /// The word that chooses it.
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or(String::new(), |value| value.get_name().to_string())
    }

    /// All of them, with what they are, one a line.
    pub fn list() -> String {
        let line = |(name, about)| format!("{name:<10} {about}\n");
        Template::all().into_iter().map(line).collect()
    }

    /// All of them: name, and what it is.
    pub fn all() -> Vec<(String, String)> {
        let values = Template::value_variants().iter();
        let entries = values.filter_map(|template| {
            let value = template.to_possible_value()?;
            let help = value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            Some((value.get_name().to_string(), help))
        });
        entries.collect()
    }

    /// What the template calls the world of a module.
    ///
    /// # Errors
    /// PX801 if WIT has no such name.
    #[cfg_attr(not(feature = "component"), expect(unused_variables))]
    pub fn world(self, module_name: &str) -> Result<String> {
        match self {
            Template::Function | Template::Plugin | Template::Numeric | Template::Class => {
                Ok(String::new())
            }
            #[cfg(feature = "component")]
            Template::Component => crate::component::world(module_name),
        }
    }
}

/// The files of an extension, with or without the standard library if the template leaves that open, sorted.
///
/// # Errors
/// PX509 if a template names a value that there is not; a test shows that none does.
pub fn render(template: Template, std: bool, values: &Values) -> Result<Vec<File>> {
    let folder = template.folder(std);
    let mut files: Vec<File> = Vec::new();
    let of = |folder| {
        FILES
            .iter()
            .filter_map(move |(path, text)| Some((path.strip_prefix(folder)?, text)))
    };
    // The template's own go before those that all share.
    for (path, text) in of(folder).chain(of("common/")) {
        // The ending keeps cargo, git and formatters from taking a template for the real thing.
        let path = path.strip_suffix(".in").unwrap_or(path);
        let path = fill(path, values)?;
        if files.iter().all(|file| file.path != path) {
            let text = fill(text, values)?;
            files.push(File { path, text });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files by which a service builds, tests and packs the crate.
pub fn ci(service: Ci) -> Vec<File> {
    let folder = match service {
        Ci::Github => "github/",
    };
    let files = FILES
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text)));
    let file = |(path, text): (&str, &&str)| File {
        path: path.strip_suffix(".in").unwrap_or(path).to_string(),
        text: (*text).to_string(),
    };
    files.map(file).collect()
}

/// A service that builds on every push.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions
    Github,
}

/// The files that let Python's tools build a crate of this name.
///
/// # Errors
/// PX509 if a template names another value; a test shows that none does.
pub fn pyproject(name: &str) -> Result<Vec<File>> {
    let files = FILES
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("pyproject/")?, text)));
    let get = |value: &str| (value == "name").then_some(name);
    let file = |(path, text): (&str, &&str)| {
        Ok(File {
            path: path.strip_suffix(".in").unwrap_or(path).to_string(),
            text: fill_from(text, get)?,
        })
    };
    files.map(file).collect()
}

/// The text with every `{{name}}` replaced. What is put in is not looked at again.
fn fill(template: &str, values: &Values) -> Result<String> {
    fill_from(template, |name| values.get(name))
}

fn fill_from<'a>(template: &str, get: impl Fn(&str) -> Option<&'a str>) -> Result<String> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let value = after
            .split_once("}}")
            .and_then(|(name, tail)| Some((get(name)?, tail)));
        let (value, tail) = value.ok_or_else(|| {
            Error::new("PX509", "a template of this program is broken").mend("please report it")
        })?;
        out.push_str(value);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            name: "fast-md".to_string(),
            module_name: "fast_md".to_string(),
            authors: "[]".to_string(),
            holder: "{{name}}".to_string(),
            sdk: "version = \"0.1\"".to_string(),
            world: "fast-md".to_string(),
            wheels: "target/wheels".to_string(),
            wheel_name: "fast_md-0.1.0-py3-none-any.whl".to_string(),
            example: ">>> 1\n1".to_string(),
            std: false,
        }
    }

    #[test]
    fn both_templates_have_every_file_of_a_crate() {
        for std in [false, true] {
            let files = render(Template::Function, std, &values()).unwrap();
            let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
            assert_eq!(
                paths,
                [
                    ".gitignore",
                    "Cargo.toml",
                    "LICENSE",
                    "README.md",
                    "src/lib.rs",
                    "tests/test_fast_md.py"
                ]
            );
            let manifest: toml::Table = files[1].text.parse().unwrap();
            assert_eq!(manifest["package"]["name"].as_str(), Some("fast-md"));
            assert_eq!(
                manifest["package"]["metadata"]["pyext"]["module-name"].as_str(),
                Some("fast_md")
            );
            assert_eq!(
                manifest["dependencies"]["pyext"].get("features").is_some(),
                std
            );
            assert_eq!(files[4].text.contains("no_std"), !std);
        }
    }

    #[test]
    fn a_value_is_not_a_template() {
        let license = render(Template::Function, false, &values())
            .unwrap()
            .remove(2);
        assert!(license.text.contains("(c) {{name}}\n"));
    }

    #[test]
    fn an_unknown_name_is_an_error() {
        for template in ["{{nothing}}", "{{name", "{{}}"] {
            assert_eq!(fill(template, &values()).unwrap_err().code, "PX509");
        }
    }
}
