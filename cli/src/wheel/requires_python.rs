//! `Requires-Python`: which Python versions pip may install a wheel on.

use crate::error::{Error, Result};
use crate::escape;

/// The oldest Python that the runtime in every wheel runs on.
const FLOOR: &str = ">=3.9";

/// The author's specifier, made narrower where it would admit a Python that the runtime does not know.
///
/// # Errors
/// PX413 if it is not a version specifier of PEP 440.
///
/// ```
/// use cargo_pyext::wheel::requires_python::requires_python;
/// assert_eq!(requires_python(None)?, ">=3.9");
/// assert_eq!(requires_python(Some(">= 3.11, <4"))?, ">=3.11,<4");
/// assert_eq!(requires_python(Some("<4"))?, ">=3.9,<4");
/// # Ok::<(), cargo_pyext::error::Error>(())
/// ```
pub fn requires_python(specifier: Option<&str>) -> Result<String> {
    let Some(specifier) = specifier else {
        return Ok(FLOOR.to_string());
    };
    let mut clauses = Vec::new();
    let mut high_enough = false;
    for clause in specifier.split(',') {
        let clause = Clause::parse(clause.trim()).ok_or_else(|| invalid(specifier))?;
        high_enough |= clause.excludes_everything_below_floor();
        clauses.push(format!("{}{}", clause.operator, clause.version));
    }
    if !high_enough {
        clauses.insert(0, FLOOR.to_string());
    }
    Ok(clauses.join(","))
}

fn invalid(specifier: &str) -> Error {
    Error::new(
        "PX413",
        format!(
            "`requires-python` is {}, which pip does not understand",
            escape::name(specifier)
        ),
    )
    .reason("it has to be a list of version specifiers (PEP 440)")
    .mend(format!("requires-python = \"{FLOOR}\""))
}

struct Clause<'a> {
    operator: &'a str,
    version: &'a str,
}

impl<'a> Clause<'a> {
    /// One comparison with a version of numbers, `.*` behind it where PEP 440 allows that.
    fn parse(text: &'a str) -> Option<Self> {
        let operator = ["~=", "==", "!=", "<=", ">=", "<", ">"]
            .into_iter()
            .find(|op| text.starts_with(op))?;
        let version = text[operator.len()..].trim_start();
        let clause = Clause { operator, version };
        let numbers = match version.strip_suffix(".*") {
            Some(numbers) if matches!(operator, "==" | "!=") => numbers,
            Some(_) => return None,
            None => version,
        };
        let mut count = 0;
        for number in numbers.split('.') {
            number
                .parse::<u32>()
                .ok()
                .filter(|_| !number.starts_with('+'))?;
            count += 1;
        }
        // `~=3` has no last number to leave free.
        (operator != "~=" || count > 1).then_some(clause)
    }

    fn excludes_everything_below_floor(&self) -> bool {
        let mut numbers = self
            .version
            .split('.')
            .map(|n| n.parse::<u32>().unwrap_or(0));
        let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        matches!(self.operator, ">=" | ">" | "~=" | "==") && version >= (3, 9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specifier_never_admits_a_python_that_the_runtime_does_not_know() {
        for (given, wanted) in [
            (">=3.9", ">=3.9"),
            (">=3.10,<3.14", ">=3.10,<3.14"),
            ("==3.12.*", "==3.12.*"),
            ("~=3.11", "~=3.11"),
            (">=3.8", ">=3.9,>=3.8"),
            (">=3", ">=3.9,>=3"),
            ("!=3.10.*", ">=3.9,!=3.10.*"),
            (" > 3.12 ", ">3.12"),
        ] {
            assert_eq!(requires_python(Some(given)).unwrap(), wanted, "{given}");
        }
    }

    #[test]
    fn text_that_is_no_specifier_is_refused() {
        for bad in [
            "",
            "3.9",
            ">=",
            ">=3.x",
            ">=3.9.*",
            "~=3",
            ">=3.9\nName: x",
            "^3.9",
            ">=+3",
            ">=3.9,",
            "=>3.9",
        ] {
            assert_eq!(
                requires_python(Some(bad)).unwrap_err().code,
                "PX413",
                "{bad:?}"
            );
        }
    }
}
