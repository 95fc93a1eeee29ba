//! Reads `docs/errors.md`: a section for each family of codes with a table of them, and behind that a heading for each code
//! of which more is said.

use super::Explanation;
use super::markdown::plain;

/// What stands in front of the lines of a code block, as Markdown has it as well.
pub const CODE: &str = "    ";

/// All codes of a page, in its order.
pub fn read(page: &str) -> Vec<Explanation> {
    let mut reader = Reader::default();
    page.lines().for_each(|line| reader.line(line));
    for more in reader.found.iter_mut().filter_map(|e| e.more.as_mut()) {
        *more = plain_but_code(more);
    }
    reader.found
}

/// Whole paragraphs, because a span of code can go on in the next line of the page.
fn plain_but_code(text: &str) -> String {
    let lines = text.lines().map(|line| match line.starts_with(CODE) {
        true => line.to_string(),
        false => plain(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[derive(Default)]
struct Reader {
    found: Vec<Explanation>,
    section: String,
    about: String,
    /// The code of the heading that the lines stand under.
    heading: Option<String>,
    is_code: bool,
    /// Whether the line before belongs to the same paragraph or code block.
    goes_on: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if self.heading.is_some() && line.starts_with("```") {
            self.is_code = !self.is_code;
            self.goes_on = false;
        } else if self.is_code {
            self.more("\n", format!("{CODE}{line}").trim_end());
        } else if let Some(heading) = line.strip_prefix("## ") {
            let name = heading.split(" (PX").next().unwrap_or(heading);
            self.section = name.replace('`', "");
            self.about.clear();
            self.heading = None;
        } else if let Some(code) = line.strip_prefix("### ") {
            self.heading = Some(code.to_string());
            self.goes_on = false;
        } else if line.is_empty() {
            self.goes_on = false;
        } else if self.heading.is_some() {
            self.more(" ", line);
        } else if let Some(row) = line.strip_prefix("| PX") {
            self.row(row);
        } else if !line.starts_with(['|', '#']) && self.is_new() {
            if !self.about.is_empty() {
                self.about.push(' ');
            }
            self.about.push_str(line);
        }
    }

    fn row(&mut self, row: &str) {
        let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let (code, kind, what, mend) = match cells[..] {
            [code, kind @ ("error" | "warning"), what, mend] => (code, kind, what, mend),
            [code, what, mend] => (code, "error", what, mend),
            _ => return,
        };
        self.found.push(Explanation {
            code: format!("PX{code}"),
            section: self.section.clone(),
            about: plain(&self.about),
            is_warning: kind == "warning",
            what: plain(what),
            mend: plain(mend),
            more: None,
        });
    }

    /// Adds a line to what is said of the code of the heading: to the paragraph or block before it, or as a new one.
    fn more(&mut self, joint: &str, line: &str) {
        let found = self.found.iter_mut();
        let mut of_heading = found.filter(|e| self.heading.as_ref() == Some(&e.code));
        if let Some(explanation) = of_heading.next() {
            let text = explanation.more.get_or_insert_default();
            if !text.is_empty() {
                text.push_str(if self.goes_on { joint } else { "\n\n" });
            }
            text.push_str(line);
        }
        self.goes_on = true;
    }

    /// Whether nothing of the section has been found yet: what stands behind a table is about something else.
    fn is_new(&self) -> bool {
        self.found.iter().all(|e| e.section != self.section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_under_a_heading_belongs_to_its_code() {
        let page = "# Errors\n\n## Family (PX0xx)\n\nAll of them.\n\n| code | what | mend |\n|---|---|---|\n\
            | PX101 | one | a `Vec<T>` |\n| PX102 | two | b |\n\nMore about rustc.\n\n\
            ### PX101\n\nThe [first](x.md)\nparagraph.\n\n```rust\nfn f<T>() {\n    # a [b](c)\n\n    x\n}\n```\nThe `second\n<T>`.\n\n\
            ## Other\n\n| PX201 | three | c |\n";
        let found = read(page);
        assert_eq!(
            found[0].more.as_deref(),
            Some(
                "The first paragraph.\n\n    fn f<T>() {\n        # a [b](c)\n\n        x\n    }\n\nThe `second <T>`."
            )
        );
        assert_eq!(found[0].about, "All of them.");
        assert_eq!(found[1].more, None);
        assert_eq!(
            (found[2].section.as_str(), found[2].more.as_ref()),
            ("Other", None)
        );
    }
}
