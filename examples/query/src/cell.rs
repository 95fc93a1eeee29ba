//! What a table holds: one value.

use std::cmp::Ordering;
use std::fmt;

use pyext::prelude::*;

/// One value of a table.
#[derive(Variant, Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
}

/// What a column holds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bool,
    /// Whole numbers.
    Int,
    /// Numbers.
    Float,
    /// Text.
    Text,
    /// Values of several kinds, or none at all.
    Mixed,
}

impl Cell {
    /// The value that a text stands for.
    pub fn parse(text: &str) -> Cell {
        match text {
            "" => return Cell::Null,
            "true" => return Cell::Bool(true),
            "false" => return Cell::Bool(false),
            _ => {}
        }
        // Numbers only: Rust also reads `inf` and `nan`, which are words in a table.
        let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
            && text.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        match text.parse::<i64>() {
            Ok(number) if numeric => Cell::Int(number),
            _ => match text.parse::<f64>() {
                Ok(number) if numeric => Cell::Float(number),
                _ => Cell::Text(text.to_owned()),
            },
        }
    }

    /// What it is; none if it is null.
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Cell::Null => return None,
            Cell::Bool(_) => Kind::Bool,
            Cell::Int(_) => Kind::Int,
            Cell::Float(_) => Kind::Float,
            Cell::Text(_) => Kind::Text,
        })
    }

    /// The order of two values that can be compared: numbers with numbers, others with their own kind.
    pub fn compare(&self, other: &Cell) -> Option<Ordering> {
        match (self, other) {
            (Cell::Bool(a), Cell::Bool(b)) => Some(a.cmp(b)),
            (Cell::Int(a), Cell::Int(b)) => Some(a.cmp(b)),
            (Cell::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
            (Cell::Int(_) | Cell::Float(_), Cell::Int(_) | Cell::Float(_)) => {
                self.number()?.partial_cmp(&other.number()?)
            }
            _ => None,
        }
    }

    /// Its value as a number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Int(number) => Some(*number as f64),
            Cell::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The place of its kind in an order of all values, for sorting: null first.
    pub fn rank(&self) -> u8 {
        match self {
            Cell::Null => 0,
            Cell::Bool(_) => 1,
            Cell::Int(_) | Cell::Float(_) => 2,
            Cell::Text(_) => 3,
        }
    }
}

/// As it stands in a table.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => Ok(()),
            Cell::Bool(value) => value.fmt(f),
            Cell::Int(number) => number.fmt(f),
            Cell::Float(number) => number.fmt(f),
            Cell::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_the_value_that_it_stands_for() {
        assert_eq!(Cell::parse(""), Cell::Null);
        assert_eq!(Cell::parse("true"), Cell::Bool(true));
        assert_eq!(Cell::parse("-12"), Cell::Int(-12));
        assert_eq!(Cell::parse("1.50"), Cell::Float(1.5));
        assert_eq!(
            Cell::parse("99999999999999999999"),
            Cell::Float(99999999999999999999.0)
        );
        for word in ["inf", "nan", "1 000", "-", "12th", "1e"] {
            assert_eq!(Cell::parse(word), Cell::Text(word.into()));
        }
    }

    #[test]
    fn numbers_compare_with_numbers_and_nothing_else() {
        assert_eq!(
            Cell::Int(2).compare(&Cell::Float(2.5)),
            Some(Ordering::Less)
        );
        assert_eq!(Cell::Int(2).compare(&Cell::Text("2".into())), None);
        assert_eq!(Cell::Null.compare(&Cell::Null), None);
    }
}
