//! The documentation of a crate: the `//!` lines at the top of its root file, which become the module's docstring.
//!
//! The macros see single functions, never the crate, so this is read from the source.

/// The text of the first block of `//!` lines that stands in front of all items.
pub fn of_crate(source: &str) -> String {
    let mut lines = Vec::new();
    for line in source.lines().map(str::trim_start) {
        match line.strip_prefix("//!") {
            Some(text) => lines.push(text.strip_prefix(' ').unwrap_or(text).trim_end()),
            None if !lines.is_empty() => break,
            None if line.is_empty() || line.starts_with("//") || line.starts_with("#!") => {}
            None => break,
        }
    }
    lines.join("\n").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::of_crate;

    #[test]
    fn the_first_block_of_inner_comments_is_the_documentation() {
        let source =
            "// Licence\n#![no_std]\n\n//! One.\n//!\n//!   Two.\n\nfn f() {}\n//! Not this.\n";
        assert_eq!(of_crate(source), "One.\n\n  Two.");
        assert_eq!(of_crate("fn f() {}\n//! Late.\n"), "");
        assert_eq!(of_crate(""), "");
    }
}
