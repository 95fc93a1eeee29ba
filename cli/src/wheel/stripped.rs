//! Python source without comments, docstrings and blank lines: what only readers of the repository need.

/// The same program. Its text is laid out as ruff does it: a docstring begins its line and ends it.
pub fn strip(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    // Brackets that are open: a text that begins a line in them is part of an expression.
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        let line_start = out.rfind('\n').map_or(0, |at| at + 1);
        let begins = out[line_start..].trim().is_empty();
        match first {
            '#' => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                out.truncate(out.trim_end_matches(' ').len());
            }
            '"' | '\'' => {
                let (text, after) = rest.split_at(end_of_text(rest));
                rest = after;
                if !(begins && depth == 0 && text.starts_with("\"\"\"")) {
                    out.push_str(text);
                    continue;
                }
                let indent = out.len() - line_start;
                let next = after.lines().find(|line| !line.trim().is_empty());
                let is_followed =
                    next.is_some_and(|line| line.len() - line.trim_start().len() >= indent);
                if !is_followed {
                    out.push_str("pass");
                }
            }
            '\n' => {
                rest = &rest[1..];
                if begins {
                    out.truncate(line_start);
                } else {
                    out.push('\n');
                }
            }
            _ => {
                match first {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// Where the text ends that begins here.
fn end_of_text(rest: &str) -> usize {
    let quote = &rest[..1];
    let triple = quote.repeat(3);
    let quote = match rest.starts_with(&triple) {
        true => triple.as_str(),
        false => quote,
    };
    let mut at = quote.len();
    while at < rest.len() && !rest[at..].starts_with(quote) {
        let mut characters = rest[at..].chars();
        // What is behind a backslash ends nothing.
        let escape = usize::from(characters.next() == Some('\\'));
        at += rest[at..]
            .chars()
            .take(1 + escape)
            .map(char::len_utf8)
            .sum::<usize>();
    }
    (at + quote.len()).min(rest.len())
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_docstrings_and_blank_lines_go_and_texts_stay() {
        let source = r##""""About
it."""

import os  # why

#: A text.
TEXT = "# not \" one"
LONG = f(
    """
# part of it
"""
)


class Empty(Exception):
    """Nothing else."""


def f(a: str = '"""') -> int:
    """Says."""
    # so

    return len(a)
"##;
        let expected = r##"import os
TEXT = "# not \" one"
LONG = f(
    """
# part of it
"""
)
class Empty(Exception):
    pass
def f(a: str = '"""') -> int:
    return len(a)
"##;
        assert_eq!(strip(source), expected);
    }
}
