//! The Markdown of `docs/errors.md` as a terminal shows it.

/// Columns of a line, as in the help of the commands.
const WIDTH: usize = 100;

/// A text without links and brackets of addresses. What stands in backticks stays as it is.
pub fn plain(text: &str) -> String {
    let parts: Vec<String> = text.split('`').enumerate().map(outside).collect();
    parts.join("`")
}

/// A part between backticks; every other one, the first among them, is outside of code.
fn outside((i, part): (usize, &str)) -> String {
    match i % 2 {
        0 => without_links(part).replace(['<', '>'], ""),
        _ => part.to_string(),
    }
}

/// Links are their texts.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let link = after.split_once("](");
        match link.and_then(|(name, tail)| Some((name, tail.split_once(')')?.1))) {
            Some((name, tail)) => {
                out.push_str(name);
                rest = tail;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out + rest
}

/// A paragraph in lines. Code in backticks is not broken, so that it can be copied.
pub fn wrap(paragraph: &str) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in words(paragraph) {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            lines.push('\n');
            column = 0;
        } else if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += width;
    }
    lines
}

/// What stands between spaces that are outside of code.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.split(move |c| {
        is_code ^= c == '`';
        c == ' ' && !is_code
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_their_texts_and_code_stays() {
        assert_eq!(
            plain(
                "a [page](page.md#x) and <https://rustup.rs>, `#[export]`, `Vec<T>`, `a[0](1)`, [b]"
            ),
            "a page and https://rustup.rs, `#[export]`, `Vec<T>`, `a[0](1)`, [b]"
        );
    }

    #[test]
    fn lines_end_between_words_and_not_in_code() {
        let long = "word ".repeat(18);
        let text = format!("{long}`cargo pyext build --debug` ends");
        assert_eq!(
            wrap(&text),
            format!("{}\n`cargo pyext build --debug` ends", long.trim_end())
        );
        assert_eq!(wrap("short"), "short");
    }
}
