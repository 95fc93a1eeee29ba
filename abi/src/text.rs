//! Interface text assembled by const evaluation.
//!
//! A type describes itself through a trait constant of type [`Text`]; a macro joins such constants with literals
//! into one record. Nothing is executed to obtain the metadata of a module, and aliases, re-exports and generics
//! describe themselves rightly because the compiler has resolved them.

mod definition;

use crate::names::RECORD_VERSION;

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
}

impl Text {
    /// Length of the text in bytes.
    pub const fn len(&self) -> usize {
        match self {
            Text::Literal(s) => s.len(),
            Text::Quoted(s) => quoted_len(s.as_bytes()),
            Text::Number(n) => number_len(*n),
            Text::Rendered(bytes) => bytes.len(),
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
            Text::Literal(s) => at = write_bytes(s.as_bytes(), out, at),
            Text::Rendered(bytes) => at = write_bytes(bytes, out, at),
            Text::Quoted(s) => at = write_quoted(s.as_bytes(), out, at),
            Text::Number(n) => at = write_number(*n, out, at),
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

/// In one step: const evaluation pays for each statement.
const fn write_bytes(bytes: &[u8], out: &mut [u8], at: usize) -> usize {
    let (_, rest) = out.split_at_mut(at);
    let (place, _) = rest.split_at_mut(bytes.len());
    place.copy_from_slice(bytes);
    at + bytes.len()
}

const fn number_len(n: i64) -> usize {
    let digits = match n.unsigned_abs().checked_ilog10() {
        Some(log) => log as usize + 1,
        None => 1,
    };
    digits + n.is_negative() as usize
}

const fn write_number(n: i64, out: &mut [u8], at: usize) -> usize {
    let end = at + number_len(n);
    let mut rest = n.unsigned_abs();
    let mut place = end;
    loop {
        place -= 1;
        out[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if n.is_negative() {
        out[at] = b'-';
    }
    end
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

/// The text as bytes; `N` is its length. What is used often is written once that way.
pub const fn render<const N: usize>(text: &Text) -> [u8; N] {
    let mut out = [0; N];
    let end = text.write(&mut out, 0);
    assert!(end == N);
    out
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

/// The text of a function's record (`docs/abi.md`, "Before linking: records").
///
/// `params` are (name, type, writable). Everything is a constant expression.
///
/// ```
/// use pyext_abi::text::Text;
/// const U8: &Text = &Text::Quoted("u8");
/// const RECORD: Text = pyext_abi::function_record! {
///     symbol: "#demo::half",
///     module: "demo",
///     sdk: "0.1.0",
///     name: "half",
///     docs: "Half of it.",
///     params: [("whole", U8, false)],
///     result: U8,
///     raises: None,
/// };
/// ```
#[macro_export]
macro_rules! function_record {
    (
        symbol: $symbol:expr,
        module: $module:expr,
        sdk: $sdk:expr,
        name: $name:expr,
        docs: $docs:expr,
        params: [$(($param:expr, $ty:expr, $writable:expr)),*],
        result: $result:expr,
        raises: $raises:expr $(,)?
    ) => {
        $crate::text::Text::Join(&[
            &$crate::text::Text::Literal("{\"kind\":\"function\",\"symbol\":"),
            &$crate::text::Text::Quoted($symbol),
            &$crate::text::Text::Literal(",\"module\":"),
            &$crate::text::Text::Quoted($module),
            &$crate::text::Text::Literal(",\"sdk\":"),
            &$crate::text::Text::Quoted($sdk),
            &$crate::text::Text::Literal(",\"name\":"),
            &$crate::text::Text::Quoted($name),
            &$crate::text::Text::Literal(",\"docs\":"),
            &$crate::text::Text::Quoted($docs),
            &$crate::text::Text::Literal(",\"params\":["),
            &$crate::text::Text::Commas(&[$(
                &$crate::text::Text::Join(&[
                    &$crate::text::Text::Literal("{\"name\":"),
                    &$crate::text::Text::Quoted($param),
                    &$crate::text::Text::Literal(",\"type\":"),
                    $ty,
                    $crate::text::writable($writable),
                    &$crate::text::Text::Literal("}"),
                ]),
            )*]),
            &$crate::text::Text::Literal("],\"result\":"),
            $result,
            $crate::text::raises($raises),
            &$crate::text::Text::Literal("}"),
        ])
    };
}

/// What says that a function can fail.
#[doc(hidden)]
pub const fn raises(error: Option<&'static Text>) -> &'static Text {
    match error {
        Some(_) => &Text::Literal(",\"raises\":\"unit\""),
        None => &Text::Literal(""),
    }
}

/// What marks a writable parameter.
#[doc(hidden)]
pub const fn writable(writable: bool) -> &'static Text {
    if writable {
        &Text::Literal(",\"writable\":true")
    } else {
        &Text::Literal("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString};

    const HARD: &str = "a \"quoted\" back\\slash\nnew line\ttab \u{0} \u{1f} é 🐍 \u{7f}";
    const TEXT: Text = Text::Quoted(HARD);

    #[test]
    fn quoted_text_is_json() {
        const RECORD: [u8; record_len(&TEXT)] = record(&TEXT);
        let back: Option<String> = serde_json::from_slice(&RECORD[HEADER..]).ok();
        assert_eq!(back, Some(HARD.to_string()));
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
        const RECORD: [u8; record_len(&LIST)] = record(&LIST);
        assert_eq!(&RECORD[HEADER..], b"[1,1,1]");
    }

    #[test]
    fn numbers_are_written_in_full() {
        macro_rules! check {
            ($($n:expr)*) => {$({
                const TEXT: Text = Text::Number($n);
                const RECORD: [u8; record_len(&TEXT)] = record(&TEXT);
                assert_eq!(&RECORD[HEADER..], ($n as i64).to_string().as_bytes());
            })*};
        }
        check!(0 9 10 -1 -10 99 100 i64::MAX i64::MIN);
    }

    #[cfg(feature = "model")]
    #[test]
    fn a_function_record_is_read_back() {
        use crate::interface::{Item, parse_records};

        const LIST: Text = Text::Literal("{\"list\":\"f64\"}");
        const FUNCTION: Text = crate::function_record! {
            symbol: "#demo::scale",
            module: "demo",
            sdk: "0.1.0",
            name: "scale",
            docs: HARD,
            params: [("values", &LIST, true), ("factor", &Text::Quoted("f64"), false)],
            result: &Text::Quoted("unit"),
            raises: Some(&Text::Quoted("unit")),
        };
        const RECORD: [u8; record_len(&FUNCTION)] = record(&FUNCTION);
        let records = parse_records(&RECORD).unwrap_or_default();
        let [(_, Item::Function { symbol, function })] = &records[..] else {
            panic!("{records:?}")
        };
        assert_eq!(symbol, "#demo::scale");
        assert_eq!(function.docs, HARD);
        assert!(function.params[0].writable && !function.params[1].writable);
        assert_eq!(function.params[0].ty.to_string(), "list<f64>");
        assert!(function.raises.as_ref().is_some_and(|t| t.is_unit()));
        assert_eq!(function.check(), Ok(()));
    }
}
