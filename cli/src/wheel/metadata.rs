//! The text files of `*.dist-info`: METADATA (core metadata 2.4) and WHEEL.

use std::fmt::Write;

use crate::wheel::distribution::Distribution;
use crate::wheel::text::one_line;

/// What every wheel needs at run time, and nothing else: the engine, except in the browser, which has its own.
pub fn requires_dist(wasmtime: u32) -> String {
    format!("wasmtime>={wasmtime}; sys_platform != \"emscripten\"")
}

/// The tag of every wheel: any Python 3, no ABI, any platform.
pub const TAG: &str = "py3-none-any";

/// The file METADATA. `license_files` are paths below `licenses/`.
pub fn metadata(distribution: &Distribution, license_files: &[String]) -> String {
    let d = distribution;
    let mut text = String::new();
    header(&mut text, "Metadata-Version", "2.4");
    header(&mut text, "Name", &d.name);
    header(&mut text, "Version", &d.version);
    header(&mut text, "Summary", &d.summary);
    header(&mut text, "Keywords", &d.keywords.join(","));
    header(&mut text, "Author", &d.authors.join(", "));
    header(&mut text, "Author-email", &d.author_emails.join(", "));
    header(&mut text, "Maintainer", &d.maintainers.join(", "));
    header(
        &mut text,
        "Maintainer-email",
        &d.maintainer_emails.join(", "),
    );
    header(
        &mut text,
        "License-Expression",
        d.license.as_deref().unwrap_or_default(),
    );
    for file in license_files {
        header(&mut text, "License-File", file);
    }
    for classifier in &d.classifiers {
        header(&mut text, "Classifier", classifier);
    }
    for (label, url) in &d.urls {
        header(&mut text, "Project-URL", &format!("{label}, {url}"));
    }
    header(&mut text, "Requires-Python", &d.requires_python);
    for extra in d.extras.keys() {
        header(&mut text, "Provides-Extra", extra);
    }
    for requirement in d.requirements() {
        header(&mut text, "Requires-Dist", &requirement);
    }
    if let Some(readme) = d.readme.as_ref().filter(|readme| !readme.text.is_empty()) {
        header(&mut text, "Description-Content-Type", &readme.content_type);
        let _ = write!(text, "\n{}\n", readme.text);
    }
    text
}

/// One header, left out if it has no value. A value is always one line: a second one would be a header of its own.
fn header(text: &mut String, name: &str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    }
}

/// The file WHEEL.
pub fn wheel() -> String {
    format!(
        "Wheel-Version: 1.0\nGenerator: cargo-pyext {}\nRoot-Is-Purelib: true\nTag: {TAG}\n",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wheel::distribution::Readme;

    #[test]
    fn metadata_has_the_fields_of_the_manifest() {
        let distribution = Distribution {
            name: "fastmd".to_string(),
            version: "0.1.0".to_string(),
            summary: "Markdown, fast".to_string(),
            authors: vec!["Nobody".to_string()],
            author_emails: vec!["Ada <ada@example.org>".to_string()],
            license: Some("MIT".to_string()),
            keywords: vec!["a".to_string(), "b c".to_string()],
            urls: vec![("Homepage".to_string(), "https://example.org".to_string())],
            maintainers: vec!["Bob".to_string()],
            classifiers: vec!["Topic :: Text Processing".to_string()],
            dependencies: vec!["numpy>=2".to_string()],
            extras: [(
                "test".to_string(),
                vec![
                    "pytest".to_string(),
                    "tomli; python_version < '3.11' or os_name == 'nt'".to_string(),
                ],
            )]
            .into(),
            requires_python: ">=3.9".to_string(),
            wasmtime: 36,
            readme: Some(Readme {
                content_type: "text/plain".to_string(),
                text: "Hello\n\nName: not a header".to_string(),
            }),
            ..Distribution::default()
        };
        assert_eq!(
            metadata(
                &distribution,
                &["LICENSE".to_string(), "b-1/LICENSE".to_string()]
            ),
            "Metadata-Version: 2.4\nName: fastmd\nVersion: 0.1.0\nSummary: Markdown, fast\nKeywords: a,b c\n\
             Author: Nobody\nAuthor-email: Ada <ada@example.org>\nMaintainer: Bob\nLicense-Expression: MIT\nLicense-File: LICENSE\n\
             License-File: b-1/LICENSE\nClassifier: Topic :: Text Processing\nProject-URL: Homepage, https://example.org\n\
             Requires-Python: >=3.9\nProvides-Extra: test\nRequires-Dist: wasmtime>=36; sys_platform != \"emscripten\"\n\
             Requires-Dist: numpy>=2\nRequires-Dist: pytest; extra == 'test'\n\
             Requires-Dist: tomli; (python_version < '3.11' or os_name == 'nt') and extra == 'test'\nDescription-Content-Type: text/plain\n\n\
             Hello\n\nName: not a header\n"
        );
    }

    #[test]
    fn no_value_starts_a_header_of_its_own() {
        for end in [
            "\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{1c}", "\u{85}", "\u{2028}", "\u{2029}",
        ] {
            let distribution = Distribution {
                name: "fastmd".to_string(),
                summary: format!("a{end}Requires-Dist: evil"),
                keywords: vec![format!("k{end}{end}body")],
                ..Distribution::default()
            };
            let text = metadata(&distribution, &[]);
            assert!(
                text.contains("Summary: a Requires-Dist: evil\nKeywords: k body\n"),
                "{text}"
            );
        }
    }
}
