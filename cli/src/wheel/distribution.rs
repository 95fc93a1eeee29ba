//! What pyproject.toml and Cargo.toml say about the package, as Python's packaging tools want it.

use std::collections::BTreeMap;
use std::fs;

use cargo_metadata::Package;
use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::escape;
use crate::manifest::{Instances, Manifest};
use crate::shell::Shell;
use crate::wheel::archive::File;
use crate::wheel::metadata::requires_dist;
use crate::wheel::names;
use crate::wheel::pure;
use crate::wheel::pyproject::{self, Project};
use crate::wheel::requires_python::requires_python;
use crate::wheel::text::one_line;
use crate::wheel::version::python_version;

/// Longest summary that PyPI takes, in characters.
const LONGEST_SUMMARY: usize = 512;

/// The facts about a distribution, checked and in Python's forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Distribution {
    /// Name of the package.
    pub name: String,
    /// Version as PEP 440 has it.
    pub version: String,
    /// Description in one line, empty if there is none.
    pub summary: String,
    /// Author names without an e-mail address.
    pub authors: Vec<String>,
    /// `Name <address>`.
    pub author_emails: Vec<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Those who look after it, without an e-mail address.
    pub maintainers: Vec<String>,
    /// Likewise, as `Name <address>`.
    pub maintainer_emails: Vec<String>,
    /// Classifiers of PyPI.
    pub classifiers: Vec<String>,
    /// Label and address.
    pub urls: Vec<(String, String)>,
    /// The oldest release of the engine that it runs on.
    pub wasmtime: u32,
    /// What it needs beside the engine.
    pub dependencies: Vec<String>,
    /// What it needs for each of its extras.
    pub extras: BTreeMap<String, Vec<String>>,
    /// The file `entry_points.txt`, empty if there is none.
    pub entry_points: String,
    /// More licence files than those that are found: patterns of paths.
    pub license_files: Vec<String>,
    /// The folder of the extension's module in the wheel, `fastmd` or `fastmd/_native`; the interface's name if it is empty.
    pub folder: String,
    /// Who shares an instance of the extension.
    pub instances: Instances,
    /// Files of pure Python, by their paths in the wheel.
    pub python: Vec<File>,
    /// Version specifiers.
    pub requires_python: String,
    /// The long description.
    pub readme: Option<Readme>,
}

/// The long description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readme {
    /// Value of `Description-Content-Type`.
    pub content_type: String,
    /// The text.
    pub text: String,
}

impl Distribution {
    /// Reads the package's manifest; warns of what is missing.
    ///
    /// # Errors
    /// PX410 to PX414 for a name, version, licence, Python version or README that Python's tools would refuse.
    pub fn read(package: &Package, manifest: &Manifest, shell: &Shell) -> Result<Distribution> {
        let folder = package.manifest_path.parent().unwrap_or("".into());
        let project = Project::read(folder)?;
        let of_cargo = &package.manifest_path;
        let of_project = folder.join(pyproject::FILE);
        // Where a value stands, for messages.
        let place = |is_projects: bool| match is_projects {
            true => of_project.clone(),
            false => of_cargo.clone(),
        };
        let name = project.name.as_deref().unwrap_or(&package.name);
        names::check_distribution(name).map_err(|e| e.place(place(project.name.is_some())))?;
        warn_if_taken(manifest.top(), package, shell);
        let runtime = requires_dist(manifest.wasmtime());
        let has_runtime = |text: &String| text.starts_with("wasmtime");
        if project.is_static && !project.dependencies.iter().any(has_runtime) {
            shell.warning(
                &Error::new(
                    "PX437",
                    "`dependencies` has no wasmtime, which extensions need",
                )
                .place(place(true))
                .reason(
                    "uv takes what stands there for all, and installs no wasmtime from this folder",
                )
                .mend(format!(
                    "add '{runtime}' to them, or `dynamic = [\"dependencies\"]` if there are none"
                )),
            );
        }
        let missing = |code, key: &str, why: &str, mend: &str| {
            let warning = Error::new(code, format!("the package has no `{key}`"));
            shell.warning(
                &warning
                    .place(of_cargo)
                    .reason(why)
                    .mend(format!("[package]\n{mend}")),
            );
        };
        let license = project.license.as_deref().or(package.license.as_deref());
        let license = license
            .map(spdx)
            .transpose()
            .map_err(|e| e.place(place(project.license.is_some())))?;
        let has_license_file = package.license_file.is_some() || !project.license_files.is_empty();
        if license.is_none() && !has_license_file {
            let mend = "license = \"MIT OR Apache-2.0\"";
            missing(
                "PX420",
                "license",
                "without one others have no right to use it",
                mend,
            );
        }
        let description = project.description.as_deref();
        let summary = one_line(
            description
                .or(package.description.as_deref())
                .unwrap_or_default(),
        );
        if summary.is_empty() {
            let mend = format!("description = \"What {name} does\"");
            missing(
                "PX421",
                "description",
                "indexes show it as the summary",
                &mend,
            );
        }
        let readme = match &project.readme {
            Some(pyproject::Readme::File(path)) => Some(readme(&folder.join(path))?),
            Some(pyproject::Readme::Text(text, content_type)) => Some(Readme {
                content_type: one_line(content_type),
                text: plain(text),
            }),
            None => package.readme().map(|path| readme(&path)).transpose()?,
        };
        if readme.as_ref().is_none_or(|readme| readme.text.is_empty()) {
            missing(
                "PX422",
                "readme",
                "indexes show it as the package's page",
                "readme = \"README.md\"",
            );
        }
        let (author_emails, authors) =
            authors(project.authors.as_ref().unwrap_or(&package.authors));
        let (maintainer_emails, maintainers) = self::authors(&project.maintainers);
        let keywords = project.keywords.as_ref().unwrap_or(&package.keywords);
        let version = match &project.version {
            Some(version) => version.clone(),
            None => python_version(&package.version).map_err(|e| e.place(of_cargo))?,
        };
        let python = project.requires_python.as_deref();
        let entry_points = project.entry_points_text();
        Ok(Distribution {
            name: name.to_string(),
            version,
            summary: shortened(summary, package, shell),
            authors,
            author_emails,
            license,
            keywords: keywords
                .iter()
                .map(|k| one_line(&k.replace(',', " ")))
                .collect(),
            maintainers,
            maintainer_emails,
            classifiers: project.classifiers,
            urls: match project.urls {
                Some(urls) => urls,
                None => urls(package, shell),
            },
            wasmtime: manifest.wasmtime(),
            dependencies: project.dependencies,
            extras: project.extras,
            entry_points,
            license_files: project.license_files,
            folder: manifest.full_name().replace('.', "/"),
            instances: manifest.instances,
            python: pure::collect(manifest)?,
            requires_python: requires_python(python.or(manifest.requires_python.as_deref()))
                .map_err(|e| e.place(place(python.is_some())))?,
            readme,
        })
    }

    /// Everything that pip installs with it, as METADATA says it.
    pub fn requirements(&self) -> Vec<String> {
        let extras = self.extras.iter().flat_map(|(extra, list)| {
            let of_extra = move |text: &String| match text.split_once(';') {
                Some((what, when)) => {
                    format!("{}; ({}) and extra == '{extra}'", what.trim(), when.trim())
                }
                None => format!("{text}; extra == '{extra}'"),
            };
            list.iter().map(of_extra)
        });
        let own = std::iter::once(requires_dist(self.wasmtime)).chain(self.dependencies.clone());
        own.chain(extras).collect()
    }
}

fn warn_if_taken(module: &str, package: &Package, shell: &Shell) {
    if let Some(why) = names::taken(module) {
        let warning = Error::new("PX425", format!("the module is called `{module}`"));
        let mend = format!("[package.metadata.pyext]\nmodule-name = \"{module}_rs\"");
        shell.warning(&warning.place(&package.manifest_path).reason(why).mend(mend));
    }
}

/// The licence as a strict SPDX expression; Cargo allows some old spellings.
fn spdx(license: &str) -> Result<String> {
    let refuse = |why: String| {
        Error::new(
            "PX412",
            format!("`license` is {}, which is no SPDX expression", escape::name(license)),
        )
        .reason(format!("{why}; Python's package indexes refuse it"))
        .mend("license = \"MIT OR Apache-2.0\"  # names from https://spdx.org/licenses\nor, for a licence without such a name: license = \"LicenseRef-Proprietary\"")
    };
    let canonical =
        spdx::Expression::canonicalize(license).map_err(|e| refuse(e.reason.to_string()))?;
    let expression = canonical.unwrap_or_else(|| license.to_string());
    match spdx::Expression::parse(&expression) {
        Ok(_) => Ok(one_line(&expression)),
        Err(e) => Err(refuse(e.reason.to_string())),
    }
}

/// An SPDX expression if the text can be read as one.
pub fn lenient_spdx(license: &str) -> Option<String> {
    spdx(license).ok()
}

fn shortened(summary: String, package: &Package, shell: &Shell) -> String {
    if summary.chars().count() <= LONGEST_SUMMARY {
        return summary;
    }
    let warning = Error::new(
        "PX423",
        format!("the description is longer than {LONGEST_SUMMARY} characters; its end is left out"),
    );
    shell.warning(
        &warning
            .place(&package.manifest_path)
            .reason("PyPI refuses a longer summary")
            .mend("say the rest in the README"),
    );
    let mut short: String = summary.chars().take(LONGEST_SUMMARY - 1).collect();
    short.push('…');
    short
}

/// Authors with an e-mail address, and those without.
fn authors(authors: &[String]) -> (Vec<String>, Vec<String>) {
    let mut with = Vec::new();
    let mut without = Vec::new();
    for author in authors {
        let author = one_line(author);
        match author.split_once('<') {
            Some((name, rest)) => {
                let address = rest
                    .trim_end_matches('>')
                    .trim()
                    .replace([' ', '<', '>', ','], "");
                match (name.trim(), address.as_str()) {
                    ("", "") => {}
                    ("", address) => with.push(address.to_string()),
                    (name, "") => without.push(name.to_string()),
                    (name, address) => with.push(format!("{} <{address}>", quoted(name))),
                }
            }
            None if author.is_empty() => {}
            None => without.push(author),
        }
    }
    (with, without)
}

/// A display name of RFC 5322: quoted if it has a character that ends a name.
fn quoted(name: &str) -> String {
    if name.contains([
        '(', ')', '<', '>', '[', ']', ':', ';', '@', '\\', ',', '.', '"',
    ]) {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        name.to_string()
    }
}

fn urls(package: &Package, shell: &Shell) -> Vec<(String, String)> {
    let mut urls = Vec::new();
    for (label, key, url) in [
        ("Homepage", "homepage", &package.homepage),
        ("Documentation", "documentation", &package.documentation),
        ("Repository", "repository", &package.repository),
    ] {
        let Some(url) = url else { continue };
        let url = one_line(url);
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if is_web && !url.contains([' ', '<', '>', '"']) {
            urls.push((label.to_string(), url));
        } else {
            let warning = Error::new(
                "PX424",
                format!(
                    "`{key}` is {}, which is no web address; it is left out",
                    escape::name(&url)
                ),
            );
            shell.warning(
                &warning
                    .place(&package.manifest_path)
                    .reason("PyPI refuses a link that does not start with https:// or http://"),
            );
        }
    }
    urls
}

fn readme(path: &Utf8Path) -> Result<Readme> {
    let unreadable = |why: &dyn std::fmt::Display| {
        Error::new("PX414", "the README cannot be read")
            .place(path)
            .reason(why)
            .mend("correct `readme` in [package], or take it out")
    };
    let bytes = fs::read(path).map_err(|e| unreadable(&e))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable(&"it is not UTF-8 text"))?;
    let content_type = match path.extension().map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") => "text/markdown; charset=UTF-8; variant=GFM",
        Some("rst") => "text/x-rst; charset=UTF-8",
        _ => "text/plain; charset=UTF-8",
    };
    Ok(Readme {
        content_type: content_type.to_string(),
        text: plain(&text),
    })
}

/// The text of a README with line ends of one kind and nothing at its ends.
fn plain(text: &str) -> String {
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace(['\r', '\0'], "");
    text.trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_become_strict_expressions() {
        for (given, wanted) in [
            ("MIT", "MIT"),
            ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
            (
                "Apache-2.0 WITH LLVM-exception",
                "Apache-2.0 WITH LLVM-exception",
            ),
            ("LicenseRef-Proprietary", "LicenseRef-Proprietary"),
        ] {
            assert_eq!(spdx(given).unwrap(), wanted);
        }
        for bad in ["", "mine", "MIT\nName: evil", "MIT OR", "See LICENSE"] {
            assert_eq!(spdx(bad).unwrap_err().code, "PX412", "{bad:?}");
        }
    }

    #[test]
    fn authors_are_told_apart_by_their_addresses() {
        let given = [
            "Ada Lovelace <ada@example.org>",
            "Doe, John <john@example.org>",
            "Nobody",
            "<only@example.org>",
            "X\nName: evil <x@example.org\n>",
            "",
            "Empty <>",
        ];
        let (with, without) = authors(&given.map(str::to_string));
        assert_eq!(
            with,
            [
                "Ada Lovelace <ada@example.org>",
                "\"Doe, John\" <john@example.org>",
                "only@example.org",
                "\"X Name: evil\" <x@example.org>",
            ]
        );
        assert_eq!(without, ["Nobody", "Empty"]);
    }
}
