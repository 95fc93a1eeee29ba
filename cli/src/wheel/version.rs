//! Versions: from Cargo's form to Python's (PEP 440), so that both sort alike.

use semver::Version;

use crate::error::{Error, Result};
use crate::escape;

/// The same version as Python writes it: `1.0.0-beta.1` is `1.0.0b1`.
///
/// # Errors
/// PX411 if Python has no such version.
///
/// ```
/// use cargo_pyext::wheel::version::python_version;
/// let version = semver::Version::parse("1.0.0-rc.2+linux")?;
/// assert_eq!(python_version(&version)?, "1.0.0rc2+linux");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn python_version(version: &Version) -> Result<String> {
    let mut text = format!("{}.{}.{}", version.major, version.minor, version.patch);
    if !version.pre.is_empty() {
        let pre = pre_release(version.pre.as_str()).ok_or_else(|| {
            inexpressible(version, "pre-release", version.pre.as_str())
                .reason("Python knows alpha, beta, rc and dev releases, each with one number")
                .mend(format!(
                    "version = \"{text}-alpha.1\"  # or -beta.1, -rc.1, -dev.1"
                ))
        })?;
        text.push_str(&pre);
    }
    if !version.build.is_empty() {
        let local = local_version(version.build.as_str()).ok_or_else(|| {
            inexpressible(version, "build metadata", version.build.as_str())
                .reason("Python wants letters and digits in it, in pieces with one `.` between")
                .mend("take it out, or write it like `+build.1`")
        })?;
        text.push('+');
        text.push_str(&local);
    }
    Ok(text)
}

fn inexpressible(version: &Version, what: &str, part: &str) -> Error {
    Error::new(
        "PX411",
        format!(
            "the version {} cannot be written for Python: its {what} is {}",
            escape::name(&version.to_string()),
            escape::name(part)
        ),
    )
}

/// `alpha`, `alpha1` and `alpha.1` as Python writes them. None for everything else: a second number or label would
/// sort differently in Python.
fn pre_release(text: &str) -> Option<String> {
    let label_end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (label, rest) = text.split_at(label_end);
    let number = rest.strip_prefix('.').unwrap_or(rest);
    if !number.bytes().all(|b| b.is_ascii_digit()) || (number.is_empty() && !rest.is_empty()) {
        return None;
    }
    let label = match label.to_ascii_lowercase().as_str() {
        "a" | "alpha" => "a",
        "b" | "beta" => "b",
        "rc" => "rc",
        "dev" => ".dev",
        _ => return None,
    };
    Some(format!("{label}{}", without_leading_zeros(number)))
}

fn local_version(text: &str) -> Option<String> {
    let mut segments = Vec::new();
    for segment in text.split(['.', '-']) {
        if segment.is_empty() || !segment.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if segment.bytes().all(|b| b.is_ascii_digit()) {
            segments.push(without_leading_zeros(segment).to_string());
        } else {
            segments.push(segment.to_ascii_lowercase());
        }
    }
    Some(segments.join("."))
}

fn without_leading_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The right column is what `str(packaging.version.Version(right))` gives, so it is normal already.
    const TABLE: [(&str, &str); 17] = [
        ("0.1.0", "0.1.0"),
        ("1.0.0-alpha", "1.0.0a0"),
        ("1.0.0-alpha.1", "1.0.0a1"),
        ("1.0.0-alpha1", "1.0.0a1"),
        ("1.0.0-Alpha.1", "1.0.0a1"),
        ("1.0.0-a.0", "1.0.0a0"),
        ("1.0.0-beta.1", "1.0.0b1"),
        ("1.0.0-b12", "1.0.0b12"),
        ("1.0.0-beta007", "1.0.0b7"),
        ("1.0.0-rc.1", "1.0.0rc1"),
        ("1.0.0-rc.99999999999", "1.0.0rc99999999999"),
        ("1.0.0-dev", "1.0.0.dev0"),
        ("1.0.0-dev.3", "1.0.0.dev3"),
        ("1.2.3+abc", "1.2.3+abc"),
        ("1.2.3+Linux-GNU.007", "1.2.3+linux.gnu.7"),
        ("1.2.3+000", "1.2.3+0"),
        ("1.0.0-dev.3+git.1a2b", "1.0.0.dev3+git.1a2b"),
    ];

    #[test]
    fn versions_take_the_form_that_python_calls_normal() {
        for (cargo, python) in TABLE {
            let version = Version::parse(cargo).unwrap();
            assert_eq!(python_version(&version).unwrap(), python, "{cargo}");
        }
    }

    #[test]
    fn a_version_that_python_would_sort_otherwise_is_refused() {
        for cargo in [
            "1.0.0-1",
            "1.0.0-post.1",
            "1.0.0-pre.1",
            "1.0.0-alpha.1.2",
            "1.0.0-alpha.beta",
            "1.0.0-alpha-1",
            "1.0.0-nightly",
            "1.0.0-alpha.1.dev.1",
            "1.0.0+a--b",
            "1.0.0+-",
        ] {
            let error = python_version(&Version::parse(cargo).unwrap()).unwrap_err();
            assert_eq!(error.code, "PX411", "{cargo}");
            assert!(error.mend.is_some(), "{cargo}");
        }
    }
}
