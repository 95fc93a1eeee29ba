//! What a misspelt word was probably meant to be.

/// The entry of `words` that `word` was probably meant to be.
pub fn closest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let similarity =
        |other: &str| strsim::jaro_winkler(&word.to_lowercase().replace('_', "-"), other);
    words
        .iter()
        .map(|other| (similarity(other), *other))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_that_is_alike_is_proposed() {
        let words = ["max-size", "module-name"];
        assert_eq!(closest("Module_Name", &words), Some("module-name"));
        assert_eq!(closest("zzz", &words), None);
    }
}
