//! What follows the head of a stub or class, with blank lines where ruff wants or allows them.

use crate::wheel::python::layout::{guarded, is_guarded};
use crate::wheel::text::docstring;

/// Something that stands in a stub or class.
pub struct Item {
    /// Its lines, without the last line's end.
    pub text: String,
    /// What it is.
    pub sort: Sort,
    /// Whether it ends with its documentation.
    pub is_documented: bool,
}

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A variable or member.
    Variable,
    /// A class, or another name of some.
    Class,
    /// A function.
    Function,
}

impl Item {
    /// A variable with its documentation.
    pub fn variable(line: &str, docs: &str, indent: usize) -> Item {
        let margin = " ".repeat(indent);
        let docs = docstring(docs, indent);
        let body = docs.as_ref().map(|docs| format!("\n{margin}{docs}"));
        Item {
            text: guarded(line, &body.unwrap_or_default(), indent),
            sort: Sort::Variable,
            is_documented: docs.is_some(),
        }
    }
}

/// Items in their order.
#[derive(Default)]
pub struct Body(Vec<Item>);

impl Body {
    /// Adds an item.
    pub fn add(&mut self, item: Item) {
        self.0.push(item);
    }

    /// Whether nothing stands here.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines, with a blank one in front. As in stubs everywhere, what has no documentation stands close together.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before: Option<&Item> = None;
        for item in &self.0 {
            let is_close = before.is_some_and(|before| {
                let both = [before, item];
                before.sort == item.sort
                    && item.sort != Sort::Class
                    && !before.is_documented
                    && !both.iter().any(|item| is_guarded(&item.text))
            });
            if !is_close {
                text.push('\n');
            }
            text.push_str(&item.text);
            text.push('\n');
            before = Some(item);
        }
        text
    }
}
