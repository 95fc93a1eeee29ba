//! Lines as ruff lays them out, so that a formatter finds nothing to change in generated files.

use unicode_width::UnicodeWidthStr;

/// Longest line that ruff leaves alone.
const LINE_LENGTH: usize = 88;

/// Comments that keep formatters away from what stands between them.
const FORMATTER_OFF: &str = "# fmt: off";
const FORMATTER_ON: &str = "# fmt: on";

/// Whether the line is no longer than ruff allows.
pub fn fits(line: &str) -> bool {
    line.width() <= LINE_LENGTH
}

/// Items between brackets: on one line if it is short enough, else each on its own.
pub fn bracketed(indent: usize, open: &str, items: &[String], close: &str) -> String {
    let margin = " ".repeat(indent);
    let line = format!("{margin}{open}{}{close}", items.join(", "));
    if fits(&line) {
        return line;
    }
    let lines = items.iter().map(|item| format!("{margin}    {item},\n"));
    let lines: String = lines.collect();
    format!("{margin}{open}\n{lines}{margin}{close}")
}

/// A call: on one line, or its arguments on the next one, or each on a line of its own.
pub fn call(head: &str, arguments: &[String]) -> String {
    let joined = arguments.join(", ");
    let line = format!("{head}({joined})");
    let inner = format!("    {joined}");
    match (fits(&line), fits(&inner)) {
        (true, _) => line,
        (false, true) => format!("{head}(\n{inner}\n)"),
        (false, false) => bracketed(0, &format!("{head}("), arguments, ")"),
    }
}

/// `from MODULE import NAMES`, in brackets if it is too long.
pub fn import(module: &str, names: &[String]) -> String {
    let line = format!("from {module} import {}", names.join(", "));
    match fits(&line) {
        true => line,
        false => bracketed(0, &format!("from {module} import ("), names, ")"),
    }
}

/// `HEAD = A | B`, in brackets if it is too long.
pub fn union(head: &str, parts: &[String], body: &str) -> String {
    let joined = parts.join(" | ");
    let line = format!("{head} = {joined}");
    if fits(&line) {
        return format!("{line}{body}");
    }
    let inner = format!("    {joined}");
    let inner = match fits(&inner) {
        true => inner,
        false => format!("    {}", parts.join("\n    | ")),
    };
    guarded(&format!("{head} = (\n{inner}\n)"), body, 0)
}

/// The signature of a function in the first of ruff's layouts that is narrow enough: one line, all parameters on the next
/// line, one line for each.
pub fn signature(
    indent: usize,
    name: &str,
    params: &[String],
    result: &str,
    ending: &str,
) -> String {
    let margin = " ".repeat(indent);
    let joined = params.join(", ");
    let one = format!("{margin}def {name}({joined}) -> {result}{ending}");
    if fits(&one) || params.is_empty() {
        return one;
    }
    let head = format!("{margin}def {name}(");
    let next = format!("{margin}    {joined}");
    let inner = match params.len() > 1 && fits(&next) {
        true => next,
        false => {
            let lines = params.iter().map(|param| format!("{margin}    {param},"));
            lines.collect::<Vec<_>>().join("\n")
        }
    };
    format!("{head}\n{inner}\n{margin}) -> {result}{ending}")
}

/// The text, kept from formatters if a line of its head is too long: they would break the types in it apart.
pub fn guarded(head: &str, body: &str, indent: usize) -> String {
    if head.lines().all(fits) {
        return format!("{head}{body}");
    }
    let margin = " ".repeat(indent);
    format!("{margin}{FORMATTER_OFF}\n{head}{body}\n{margin}{FORMATTER_ON}")
}

/// Whether [`guarded`] keeps the text from formatters.
pub fn is_guarded(text: &str) -> bool {
    text.trim_start().starts_with(FORMATTER_OFF)
}
