//! Names of Python as Rust has them.

/// What Rust keeps for itself and takes with `r#` in front.
const KEYWORDS: [&str; 46] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where",
];
/// What it does not take at all.
const IMPOSSIBLE: [&str; 5] = ["Self", "_", "crate", "self", "super"];

/// The identifier for a name.
///
/// # Errors
/// A sentence, if there is none.
pub fn ident(name: &str) -> Result<String, String> {
    match name {
        _ if IMPOSSIBLE.contains(&name) => Err(format!("Rust has no name `{name}`")),
        _ if KEYWORDS.contains(&name) || name == "while" || name == "yield" => {
            Ok(format!("r#{name}"))
        }
        _ => Ok(name.to_string()),
    }
}

/// `DARK_BLUE` as Rust calls a case: `DarkBlue`.
pub fn camel(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        let rest = letters.map(|c| c.to_ascii_lowercase());
        first.into_iter().chain(rest).collect::<String>()
    };
    let camel: String = name.split('_').map(word).collect();
    match camel.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => camel,
        false => format!("Case{camel}"),
    }
}

/// Whether the derives make this name of `camel(name)` by themselves.
pub fn is_upper_snake(name: &str) -> bool {
    let words = || name.split('_');
    words().all(|word| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rusts_own() {
        assert_eq!(ident("type").as_deref(), Ok("r#type"));
        assert_eq!(ident("width").as_deref(), Ok("width"));
        assert!(ident("crate").is_err());
        assert_eq!(camel("DARK_BLUE"), "DarkBlue");
        assert_eq!(camel("red"), "Red");
        assert_eq!(camel("_2"), "Case2");
        assert!(is_upper_snake("DARK_BLUE") && !is_upper_snake("A1") && !is_upper_snake("red"));
    }
}
