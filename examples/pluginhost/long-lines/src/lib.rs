//! A rule: no line is longer than the setting `width` says.
#![cfg_attr(target_family = "wasm", no_std)]

use pyext::prelude::*;

/// The name of the rule.
#[export]
pub const NAME: &str = "long-lines";

/// Something that the rule does not like.
#[derive(Clone, Debug, PartialEq, Record)]
#[pyext(frozen)]
pub struct Finding {
    /// From 1.
    pub line: u32,
    /// For people.
    pub message: String,
}

/// What the program gives.
#[pyext::import]
pub trait Settings {
    /// The value of a setting, if the user has set it.
    fn get(&self, name: &str) -> Option<String>;
}

/// Lines that are longer than the setting `width`, by default 80 characters.
#[export(signature = (lines, most = 100))]
pub fn check(
    settings: &dyn Settings,
    lines: Vec<String>,
    most: u32,
) -> Result<Vec<Finding>, String> {
    let width = match settings.get("width") {
        Some(text) => text
            .parse()
            .map_err(|_| format!("width is {text}, which is no number"))?,
        None => 80,
    };
    let too_long = |(line, text): (u32, &String)| {
        let length = text.chars().count();
        (length > width).then(|| Finding {
            line,
            message: format!("{length} characters, more than {width}"),
        })
    };
    Ok((1..)
        .zip(&lines)
        .filter_map(too_long)
        .take(most as usize)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Width(Option<&'static str>);

    impl Settings for Width {
        fn get(&self, name: &str) -> Option<String> {
            assert_eq!(name, "width");
            self.0.map(ToString::to_string)
        }
    }

    fn lines(found: Result<Vec<Finding>, String>) -> Vec<u32> {
        found
            .unwrap_or_default()
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn long_lines_are_found() {
        let text = || vec!["é".repeat(81), "short".to_string(), "é".repeat(80)];
        assert_eq!(lines(check(&Width(None), text(), 100)), [1]);
        assert_eq!(lines(check(&Width(Some("4")), text(), 100)), [1, 2, 3]);
        assert_eq!(lines(check(&Width(Some("4")), text(), 2)), [1, 2]);
        assert!(check(&Width(Some("wide")), text(), 100).is_err());
    }
}
