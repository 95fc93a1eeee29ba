//! `cargo pyext explain`: what `docs/errors.md` says about a code. That page is the one home of the texts.

mod markdown;
mod page;

use crate::error::{Error, Result};
use crate::escape;

const PAGE: &str = include_str!(concat!(env!("OUT_DIR"), "/errors.md"));

/// What the page says about one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: String,
    /// The heading that it stands under.
    pub section: String,
    /// What stands there for all codes of the section, empty if nothing does.
    pub about: String,
    /// Whether it is a warning.
    pub is_warning: bool,
    /// What is wrong.
    pub what: String,
    /// What mends it.
    pub mend: String,
    /// Why it is so, how it comes about and how to find its place: paragraphs of one line each, and code blocks, which are
    /// indented by four spaces. Not every code has it.
    pub more: Option<String>,
}

/// All of them, in the order of the page.
pub fn all() -> Vec<Explanation> {
    page::read(PAGE)
}

/// What is known about a code; `px431` and `431` are understood, too.
///
/// # Errors
/// PX923 if there is no such code.
pub fn explain(code: &str) -> Result<Explanation> {
    let digits = code
        .trim_start_matches(['P', 'X', 'p', 'x', '['])
        .trim_end_matches(']');
    let wanted = format!("PX{digits}");
    let all = all();
    if let Some(found) = all.iter().find(|e| e.code == wanted) {
        return Ok(found.clone());
    }
    let near = digits.get(..1).map(|first| format!("PX{first}"));
    let same = all.iter().filter(|e| {
        near.as_ref()
            .is_some_and(|n| e.code.starts_with(n.as_str()))
    });
    let codes: Vec<&str> = same.map(|e| e.code.as_str()).collect();
    let error = Error::new("PX923", format!("there is no code {}", escape::name(code)));
    Err(match codes[..] {
        [] => error.mend("a code is PX and three digits; `cargo pyext explain` lists all"),
        _ => error.mend(format!("codes that begin like it: {}", codes.join(", "))),
    })
}

impl Explanation {
    /// For people.
    pub fn text(&self) -> String {
        let kind = if self.is_warning { "warning" } else { "error" };
        let mut text = format!(
            "{kind}[{}]: {}\n  = help: {}\n",
            self.code, self.what, self.mend
        );
        let about = match self.about.as_str() {
            "" => self.section.clone(),
            about => format!("{}: {about}", self.section),
        };
        text.push_str(&format!("  = note: {about}\n"));
        if let Some(more) = &self.more {
            text.push('\n');
            for line in more.lines() {
                match line.starts_with(page::CODE) {
                    true => text.push_str(line),
                    false => text.push_str(&markdown::wrap(line)),
                }
                text.push('\n');
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_however_it_is_written() {
        let wanted = "error[PX401]: `[package.metadata.pyext]` has a key that does not exist, or has another name itself\n  \
             = help: correct the spelling\n  = note: Wheel and manifest\n\n\
             A key that nobody knows does nothing, and its author would believe that it does. So all keys are\n\
             checked, and the nearest known one is proposed. They are listed in the settings and written with\n\
             `-`, as cargo's own.\n\n    \
                 [package.metadata.pyext]\n    \
                 module_name = \"fastmd\"     # wrong\n    \
                 module-name = \"fastmd\"     # right\n";
        for code in ["PX401", "px401", "401", "[PX401]"] {
            assert_eq!(explain(code).unwrap().text(), wanted);
        }
        let warning = explain("PX420").unwrap();
        assert!(warning.is_warning);
        assert!(
            explain("PX801")
                .unwrap()
                .about
                .starts_with("From `wit` and `build --component`")
        );
        assert!(!explain("PX101").unwrap().about.contains("E0597"));
    }

    #[test]
    fn an_unknown_code_is_answered_with_its_neighbours() {
        let error = explain("499").unwrap_err().to_string();
        assert!(
            error.starts_with("error[PX923]: there is no code `499`\n  = help: codes that begin like it: PX401, PX402"),
            "{error}"
        );
        assert_eq!(
            explain("hello").unwrap_err().mend.as_deref(),
            Some("a code is PX and three digits; `cargo pyext explain` lists all")
        );
    }

    #[test]
    fn every_row_of_the_page_is_read() {
        let rows = PAGE.lines().filter(|line| line.starts_with("| PX")).count();
        assert_eq!(all().len(), rows);
        for found in all() {
            assert!(
                !found.what.is_empty() && !found.mend.is_empty(),
                "{found:?}"
            );
        }
    }

    #[test]
    fn every_heading_is_a_code_and_more_is_said_of_all_findings() {
        let headings: Vec<&str> = PAGE
            .lines()
            .filter_map(|l| l.strip_prefix("### "))
            .collect();
        let all = all();
        let told = all.iter().filter(|e| e.more.is_some());
        assert_eq!(told.map(|e| e.code.as_str()).collect::<Vec<_>>(), headings);
        for found in all.iter().filter(|e| e.code.starts_with("PX3")) {
            assert!(found.more.is_some(), "{}", found.code);
        }
    }

    #[test]
    fn more_stands_behind_the_row_with_its_code_as_it_is() {
        let text = explain("PX305").unwrap().text();
        let (row, more) = text.split_once("\n\n").unwrap();
        assert!(
            row.starts_with("error[PX305]") && row.contains("  = note: "),
            "{row}"
        );
        assert!(more.starts_with("The compiler writes a record"), "{more}");
        let command = "    cargo pyext build                                       # finished";
        assert!(more.contains(command), "{more}");
        let prose = more.lines().filter(|line| !line.starts_with(' '));
        assert!(
            prose.clone().count() > 2 && prose.clone().all(|line| line.len() <= 100),
            "{more}"
        );
    }

    #[test]
    fn no_row_of_the_page_loses_a_character_of_its_code() {
        let code = |text: &str| text.split('`').skip(1).step_by(2).collect::<String>();
        let rows = PAGE.lines().filter(|line| line.starts_with("| PX"));
        for (row, found) in rows.zip(all()) {
            assert!(row.matches('`').count() % 2 == 0, "{row}");
            assert_eq!(code(&found.what) + &code(&found.mend), code(row));
        }
        assert!(explain("PX121").unwrap().mend.ends_with("a `Vec<T>`"));
    }
}
