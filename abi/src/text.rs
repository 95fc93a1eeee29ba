//! Interface text assembled by const evaluation.
//!
//! A type describes itself through a trait constant of type [`Text`]; a macro joins such constants with literals
//! into one record. Nothing is executed to obtain the metadata of a module, and aliases, re-exports and generics
//! describe themselves rightly because the compiler has resolved them.

use crate::names::RECORD_VERSION;

/// A piece of interface text: a tree of literals.
pub enum Text {
    /// These characters, which are JSON already.
    Literal(&'static str),
    /// These pieces, one after the other.
    Join(&'static [&'static Text]),
    /// These pieces with a comma between each two.
    Commas(&'static [&'static Text]),
}

impl Text {
    /// Length of the text in bytes.
    pub const fn len(&self) -> usize {
        match self {
            Text::Literal(s) => s.len(),
            Text::Join(parts) => total(parts),
            Text::Commas(parts) => total(parts) + parts.len().saturating_sub(1),
        }
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the text at `at`; returns where it ends.
    const fn write(&self, out: &mut [u8], mut at: usize) -> usize {
        match self {
            Text::Literal(s) => {
                let bytes = s.as_bytes();
                let mut i = 0;
                while i < bytes.len() {
                    out[at] = bytes[i];
                    at += 1;
                    i += 1;
                }
            }
            Text::Join(parts) => {
                let mut i = 0;
                while i < parts.len() {
                    at = parts[i].write(out, at);
                    i += 1;
                }
            }
            Text::Commas(parts) => {
                let mut i = 0;
                while i < parts.len() {
                    if i > 0 {
                        out[at] = b',';
                        at += 1;
                    }
                    at = parts[i].write(out, at);
                    i += 1;
                }
            }
        }
        at
    }
}

const fn total(parts: &[&Text]) -> usize {
    let mut sum = 0;
    let mut i = 0;
    while i < parts.len() {
        sum += parts[i].len();
        i += 1;
    }
    sum
}

/// Bytes in front of a record's text: its length and the version.
const HEADER: usize = 5;

/// Length of the record that holds `text`, all included.
pub const fn record_len(text: &Text) -> usize {
    HEADER + text.len()
}

/// The record that holds `text`; `N` is [`record_len`] of it.
///
/// ```
/// use pyext_abi::text::{record, record_len, Text};
/// const TEXT: Text = Text::Literal("{}");
/// const RECORD: [u8; record_len(&TEXT)] = record(&TEXT);
/// assert_eq!(&RECORD, b"\x03\0\0\0\x01{}");
/// ```
pub const fn record<const N: usize>(text: &Text) -> [u8; N] {
    let mut out = [0; N];
    let len = (N - 4) as u32;
    let prefix = len.to_le_bytes();
    let mut i = 0;
    while i < 4 {
        out[i] = prefix[i];
        i += 1;
    }
    out[4] = RECORD_VERSION;
    let end = text.write(&mut out, HEADER);
    assert!(end == N);
    out
}
