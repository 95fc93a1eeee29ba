//! Interface text assembled by const evaluation.
//!
//! A type describes itself through a trait constant of type [`Text`]; a macro joins such constants with literals
//! into one record. Nothing is executed to obtain the metadata of a module, and aliases, re-exports and generics
//! describe themselves rightly because the compiler has resolved them.

/// The characters of `text`; `N` is its length. What is used often is written once that way.
pub const fn render<const N: usize>(text: &Text) -> [u8; N] {
    let mut out = [0; N];
    let end = text.write(&mut out, 0);
    assert!(end == N);
    out
}

/// A piece of interface text: a tree of literals.
pub enum Text {
    /// These characters, which are JSON already.
    Literal(&'static str),
    /// A JSON string with these characters: quoted and escaped.
    Quoted(&'static str),
    /// A whole number.
    Number(i64),
    /// These bytes of UTF-8, which are JSON already: what [`render`] gave.
    Rendered(&'static [u8]),
    /// These pieces, one after the other.
    Join(&'static [&'static Text]),
    /// These pieces with a comma between each two.
    Commas(&'static [&'static Text]),
    /// A whole number that has no sign.
    Unsigned(u64),
    /// A JSON string of this character.
    Char(char),
    /// A JSON list of these numbers.
    Bytes(&'static [u8]),
    /// A float in a record: `{"bits":…}` with those of its `f64`.
    Float(f64),
}

const FLOAT: &str = "{\"bits\":";

impl Text {
    /// Length of the text in bytes.
    pub const fn len(&self) -> usize {
        match self {
            Text::Literal(s) => s.len(),
            Text::Quoted(s) => quoted_len(s.as_bytes()),
            Text::Rendered(bytes) => bytes.len(),
            Text::Number(n) => n.is_negative() as usize + digits(n.unsigned_abs()),
            Text::Join(parts) => total(parts),
            Text::Commas(parts) => total(parts) + parts.len().saturating_sub(1),
            Text::Unsigned(n) => digits(*n),
            Text::Char(c) => quoted_len(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Text::Bytes(bytes) => {
                let mut len = 1 + bytes.len() + bytes.is_empty() as usize;
                let mut i = 0;
                while i < bytes.len() {
                    len += digits(bytes[i] as u64);
                    i += 1;
                }
                len
            }
            Text::Float(f) => FLOAT.len() + digits(f.to_bits()) + 1,
        }
    }

    /// Whether the text is empty.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the text at `at`; returns where it ends.
    pub(crate) const fn write(&self, out: &mut [u8], mut at: usize) -> usize {
        match self {
            Text::Literal(s) => at = write_literal(s, out, at),
            Text::Rendered(bytes) => at = write_bytes(bytes, out, at),
            Text::Quoted(s) => at = write_quoted(s.as_bytes(), out, at),
            Text::Number(n) => {
                if n.is_negative() {
                    at = write_literal("-", out, at);
                }
                at = write_digits(n.unsigned_abs(), out, at);
            }
            Text::Unsigned(n) => at = write_digits(*n, out, at),
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
            Text::Char(c) => {
                at = write_quoted(c.encode_utf8(&mut [0; 4]).as_bytes(), out, at);
            }
            Text::Bytes(bytes) => {
                at = write_literal("[", out, at);
                let mut i = 0;
                while i < bytes.len() {
                    if i > 0 {
                        at = write_literal(",", out, at);
                    }
                    at = write_digits(bytes[i] as u64, out, at);
                    i += 1;
                }
                at = write_literal("]", out, at);
            }
            Text::Float(f) => {
                at = write_literal(FLOAT, out, at);
                at = write_digits(f.to_bits(), out, at);
                at = write_literal("}", out, at);
            }
        }
        at
    }
}

/// Number of decimal digits.
const fn digits(n: u64) -> usize {
    match n.checked_ilog10() {
        Some(log) => log as usize + 1,
        None => 1,
    }
}

const fn write_digits(mut n: u64, out: &mut [u8], at: usize) -> usize {
    let end = at + digits(n);
    let mut place = end;
    while place > at {
        place -= 1;
        out[place] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    end
}

/// In one step: const evaluation pays for each statement.
const fn write_literal(text: &str, out: &mut [u8], at: usize) -> usize {
    write_bytes(text.as_bytes(), out, at)
}

const fn write_bytes(bytes: &[u8], out: &mut [u8], at: usize) -> usize {
    let (_, rest) = out.split_at_mut(at);
    let (place, _) = rest.split_at_mut(bytes.len());
    place.copy_from_slice(bytes);
    at + bytes.len()
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

const fn quoted_len(bytes: &[u8]) -> usize {
    let mut len = 2;
    let mut i = 0;
    while i < bytes.len() {
        len += match bytes[i] {
            b'"' | b'\\' | b'\n' => 2,
            0..=0x1f => 6,
            _ => 1,
        };
        i += 1;
    }
    len
}

const fn write_quoted(bytes: &[u8], out: &mut [u8], mut at: usize) -> usize {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out[at] = b'"';
    at += 1;
    let mut i = 0;
    while i < bytes.len() {
        let b = bytes[i];
        match b {
            b'"' | b'\\' | b'\n' => {
                out[at] = b'\\';
                out[at + 1] = if b == b'\n' { b'n' } else { b };
                at += 2;
            }
            0..=0x1f => {
                let escape = [
                    b'\\',
                    b'u',
                    b'0',
                    b'0',
                    HEX[(b >> 4) as usize],
                    HEX[(b & 15) as usize],
                ];
                let mut k = 0;
                while k < escape.len() {
                    out[at + k] = escape[k];
                    k += 1;
                }
                at += escape.len();
            }
            _ => {
                out[at] = b;
                at += 1;
            }
        }
        i += 1;
    }
    out[at] = b'"';
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString};

    const HARD: &str = "a \"quoted\" back\\slash\nnew line\ttab \u{0} \u{1f} é 🐍 \u{7f}";
    const TEXT: Text = Text::Quoted(HARD);

    #[test]
    fn quoted_text_is_json() {
        const JSON: [u8; TEXT.len()] = render(&TEXT);
        let back: Option<String> = serde_json::from_slice(&JSON).ok();
        assert_eq!(back, Some(HARD.to_string()));
    }

    #[test]
    fn values_are_json() {
        const VALUES: Text = Text::Join(&[
            &Text::Literal("["),
            &Text::Commas(&[
                &Text::Unsigned(0),
                &Text::Unsigned(u64::MAX),
                &Text::Char('\n'),
                &Text::Char('🐍'),
                &Text::Bytes(&[]),
                &Text::Bytes(&[0, 9, 10, 255]),
                &Text::Float(-0.0),
            ]),
            &Text::Literal("]"),
        ]);
        const TEXT: [u8; VALUES.len()] = render(&VALUES);
        assert_eq!(
            core::str::from_utf8(&TEXT),
            Ok(concat!(
                "[0,18446744073709551615,",
                "\"\\n\",\"🐍\",[],[0,9,10,255],{\"bits\":9223372036854775808}]"
            ))
        );
    }

    #[test]
    fn commas_stand_between_parts_only() {
        const A: Text = Text::Literal("1");
        const LIST: Text = Text::Join(&[
            &Text::Literal("["),
            &Text::Commas(&[&A, &A, &A]),
            &Text::Commas(&[]),
            &Text::Literal("]"),
        ]);
        const JSON: [u8; LIST.len()] = render(&LIST);
        assert_eq!(&JSON, b"[1,1,1]");
    }

    #[test]
    fn numbers_are_written_in_full() {
        macro_rules! check {
            ($($n:expr)*) => {$({
                const TEXT: Text = Text::Number($n);
                const JSON: [u8; TEXT.len()] = render(&TEXT);
                assert_eq!(&JSON, ($n as i64).to_string().as_bytes());
            })*};
        }
        check!(0 9 10 -1 -10 99 100 i64::MAX i64::MIN);
    }
}
