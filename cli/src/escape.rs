//! Text of strangers made fit for a terminal: what a `.wasm` says never moves the cursor, changes colours or reorders a line.

use std::fmt::{self, Display, Write};

/// Most characters of one quoted name; a longer one is cut, because a message has to stay readable.
const LONGEST_NAME: usize = 120;

/// Most characters of one quoted sentence.
const LONGEST_SENTENCE: usize = 500;

/// Names of a list before the rest is only counted.
const MOST_NAMES: usize = 5;

/// Text of one line, as it is safe to print: line breaks, control and format characters appear as escapes.
///
/// ```
/// use cargo_pyext::escape::line;
/// assert_eq!(line("a\u{1b}[31m\n").to_string(), r"a\u{1b}[31m\n");
/// assert_eq!(line("Grüße, 世界").to_string(), "Grüße, 世界");
/// ```
pub fn line(text: &str) -> Line<'_> {
    Line(text)
}

/// A sentence that may hold names of the file's, escaped and cut to a readable length.
pub fn sentence(text: &str) -> String {
    cut(text, LONGEST_SENTENCE, push)
}

/// A name in backquotes, escaped and cut to a readable length.
///
/// ```
/// assert_eq!(cargo_pyext::escape::name("a`\u{202e}b"), r"`a\u{60}\u{202e}b`");
/// ```
pub fn name(text: &str) -> String {
    let text = cut(text, LONGEST_NAME, |out, c| match c {
        '`' => out.push_str("\\u{60}"),
        c => push(out, c),
    });
    format!("`{text}`")
}

/// Names of a list; many of them are only counted.
pub fn names<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut listed: Vec<String> = names.take(MOST_NAMES).map(name).collect();
    if more > 0 {
        listed.push(format!("{more} more"));
    }
    listed.join(", ")
}

/// As many characters as are allowed, each as `push` puts it.
fn cut(text: &str, most: usize, push: impl Fn(&mut String, char)) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == most {
            out.push('…');
            break;
        }
        push(&mut out, c);
    }
    out
}

/// JSON that is safe to print and says the same: what [`is_unsafe`] appears as JSON's own escapes.
///
/// ```
/// let value = serde_json::json!({"name": "a\u{202e}\u{9b}\u{e0001}"});
/// assert_eq!(cargo_pyext::escape::json(&value), r#"{"name":"a\u202e\u009b\udb40\udc01"}"#);
/// ```
pub fn json(value: &serde_json::Value) -> String {
    // Such characters stand in strings only, where an escape may take their place.
    let mut out = String::new();
    for c in value.to_string().chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// See [`line()`].
#[derive(Debug, Clone, Copy)]
pub struct Line<'a>(&'a str);

impl Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(self.0.len());
        for c in self.0.chars() {
            push(&mut out, c);
        }
        f.write_str(&out)
    }
}

fn push(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if is_unsafe(c) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        }
        c => out.push(c),
    }
}

/// Whether a terminal may act on the character, or a reader not see it: controls, and Unicode's format characters
/// (bidirectional overrides, zero-width characters, tags) and line separators.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_acts_on_survives() {
        for c in [
            '\u{1b}', '\u{7}', '\u{9b}', '\r', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}',
        ] {
            let shown = line(&format!("a{c}b")).to_string();
            assert!(!shown.contains(c), "{shown:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_so_is_a_long_sentence() {
        let long = "x".repeat(5000);
        assert_eq!(name(&long).chars().count(), LONGEST_NAME + 3);
        assert_eq!(sentence(&long).chars().count(), LONGEST_SENTENCE + 1);
        assert_eq!(sentence("a\u{1b}`\n"), "a\\u{1b}`\\n");
    }
}
