//! Text of the manifest and of documentation, made fit for the files of a wheel.

use std::fmt::Write;

use crate::escape;

/// The text in one line: every run of white space, line breaks, controls and invisible characters is one space, so that
/// it cannot start a header of its own.
///
/// ```
/// assert_eq!(cargo_pyext::wheel::text::one_line(" Fast\r\nName: evil\0 "), "Fast Name: evil");
/// ```
pub fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if escape::is_unsafe(c) { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A Python docstring, quotes included, that stands `indent` spaces deep. None for empty text.
///
/// Nothing in the text can end the string, and the lines are laid out as ruff lays them out.
pub fn docstring(text: &str, indent: usize) -> Option<String> {
    let lines = clean(text);
    if let [line] = lines.as_slice() {
        // Before the closing quotes, a quote would end the string one character early.
        let mut body = String::new();
        match line.strip_suffix('"') {
            Some(line) => {
                escape_into(&mut body, line);
                body.push_str("\\\"");
            }
            None => escape_into(&mut body, line),
        }
        return Some(format!("\"\"\"{body}\"\"\""));
    }
    let mut body = String::new();
    for line in &lines {
        if !line.is_empty() && !body.is_empty() {
            body.extend(std::iter::repeat_n(' ', indent));
        }
        escape_into(&mut body, line);
        body.push('\n');
    }
    (!lines.is_empty()).then(|| format!("\"\"\"{body}{}\"\"\"", " ".repeat(indent)))
}

/// The lines without the indentation that they share and without blank lines at the ends, as `inspect.cleandoc` gives.
fn clean(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    let lines: Vec<String> = text.split('\n').map(with_plain_indentation).collect();
    let mut lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..blank);
    let indentation = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let shared = lines
        .iter()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(indentation)
        .min()
        .unwrap_or(0);
    lines
        .iter()
        .enumerate()
        .map(|(i, line)| match i {
            0 => line.trim_start().to_string(),
            _ => line.get(shared..).unwrap_or_default().to_string(),
        })
        .collect()
}

/// The line with an ordinary space for each blank character before the text: formatters count others as text or drop them.
fn with_plain_indentation(line: &str) -> String {
    let text = line.trim_start();
    let blanks = line.chars().take_while(|c| c.is_whitespace()).count();
    format!("{}{text}", " ".repeat(blanks))
}

/// Adds the line, with an escape for whatever could end the string or not be seen.
fn escape_into(out: &mut String, line: &str) {
    let mut quotes = 0;
    for c in line.chars() {
        if c == '"' && (quotes == 2 || out.is_empty()) {
            out.push_str("\\\"");
            quotes = 0;
            continue;
        }
        quotes = if c == '"' { quotes + 1 } else { 0 };
        // Writing to a String cannot fail.
        let _ = match c {
            '\\' => out.write_str("\\\\"),
            c if !escape::is_unsafe(c) => out.write_char(c),
            c if (c as u32) < 0x100 => write!(out, "\\x{:02x}", c as u32),
            c if (c as u32) < 0x1_0000 => write!(out, "\\u{:04x}", c as u32),
            c => write!(out, "\\U{:08x}", c as u32),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_docstring_has_the_layout_of_ruff() {
        let doc = |text| docstring(text, 4).unwrap_or_default();
        assert_eq!(doc(""), "");
        assert_eq!(doc(" \n\t\n"), "");
        assert_eq!(doc("One line."), r#""""One line.""""#);
        assert_eq!(doc("  One line.  \n"), r#""""One line.""""#);
        assert_eq!(
            doc("Two\n\n  indented\n    more\n"),
            "\"\"\"Two\n\n    indented\n      more\n    \"\"\""
        );
    }

    #[test]
    fn no_text_breaks_out_of_a_docstring() {
        for (text, wanted) in [
            (r#"say "hi""#, r#""""say "hi\"""""#),
            (r#""hi" they say"#, r#""""\"hi" they say""""#),
            (r#"a """ b"#, r#""""a ""\" b""""#),
            (r#"a """""" b"#, r#""""a ""\"""\" b""""#),
            (r#"a """"#, r#""""a ""\"""""#),
            (r"path\", r#""""path\\""""#),
            (r#"\""#, r#""""\\\"""""#),
            ("two\n\u{a0} \"\"\"", "\"\"\"two\n\"\"\\\"\n\"\"\""),
            (
                "a\u{1b}[0m\u{202e}\u{e0001}\0",
                r#""""a\x1b[0m\u202e\U000e0001\x00""""#,
            ),
            ("\"", r#""""\"""""#),
        ] {
            assert_eq!(docstring(text, 0).unwrap(), wanted);
        }
    }
}
