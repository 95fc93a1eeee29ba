//! Markdown to HTML, by [pulldown-cmark](https://docs.rs/pulldown-cmark).

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use pyext::prelude::*;

/// Converts CommonMark to HTML.
///
/// Follows the CommonMark specification, version 0.31.2, without extensions. Raw HTML in the text stays as it is, so do
/// not show the result of a stranger's text without a sanitiser.
#[export]
pub fn to_html(markdown: &str) -> String {
    convert(markdown, Options::empty())
}

/// Converts Markdown to HTML with the extensions that are asked for.
///
/// `tables` are those of GitHub, `footnotes` read `[^1]`, `strikethrough` reads `~~text~~` and `tasklists` read `- [ ]`.
#[export]
pub fn render(
    markdown: &str,
    tables: bool,
    footnotes: bool,
    strikethrough: bool,
    tasklists: bool,
) -> String {
    let mut options = Options::empty();
    options.set(Options::ENABLE_TABLES, tables);
    options.set(Options::ENABLE_FOOTNOTES, footnotes);
    options.set(Options::ENABLE_STRIKETHROUGH, strikethrough);
    options.set(Options::ENABLE_TASKLISTS, tasklists);
    convert(markdown, options)
}

/// The plain text of the first heading, or nothing if there is none.
#[export]
pub fn title(markdown: &str) -> Option<String> {
    let mut events = Parser::new(markdown)
        .skip_while(|event| !matches!(event, Event::Start(Tag::Heading { .. })))
        .skip(1)
        .peekable();
    events.peek()?;
    let mut text = String::new();
    for event in events {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    Some(text)
}

fn convert(markdown: &str, options: Options) -> String {
    // HTML is a little longer than its Markdown; one allocation serves most documents.
    let mut text = String::with_capacity(markdown.len() + markdown.len() / 2);
    html::push_html(&mut text, Parser::new_ext(markdown, options));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_and_a_paragraph_become_html() {
        assert_eq!(to_html("# Hi\n\nthere"), "<h1>Hi</h1>\n<p>there</p>\n");
    }

    #[test]
    fn an_extension_works_only_when_asked_for() {
        let table = "|a|\n|-|\n|b|\n";
        assert!(!to_html(table).contains("<table>"));
        assert!(render(table, true, false, false, false).contains("<table>"));
        assert_eq!(
            render("~~x~~", false, false, true, false),
            "<p><del>x</del></p>\n"
        );
    }

    #[test]
    fn the_title_is_the_text_of_the_first_heading() {
        assert_eq!(
            title("text\n\n## A `b` *c*\n\n# D"),
            Some("A b c".to_owned())
        );
        assert_eq!(title("no heading"), None);
        assert_eq!(title("#"), Some(String::new()));
    }
}
