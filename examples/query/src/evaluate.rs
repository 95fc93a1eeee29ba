//! The value of an expression in a row.

use std::cmp::Ordering;

use pyext::Exception;
use sqlparser::ast::BinaryOperator;

use crate::cell::Cell;
use crate::error::{QueryError, Result};
use crate::plan::Expr;

/// A function of Python that queries can call by any name that is not built in.
pub type Functions<'a> = &'a dyn Fn(&str, Vec<Cell>) -> std::result::Result<Cell, Exception>;

/// A row, and what a query can call in it.
pub struct Row<'a> {
    /// Its number.
    pub number: usize,
    /// Its values.
    pub cells: &'a [Cell],
    /// What is not built in.
    pub functions: Option<Functions<'a>>,
}

fn wrong(function: impl ToString, reason: impl ToString) -> QueryError {
    QueryError::Function {
        function: function.to_string(),
        reason: reason.to_string(),
    }
}

impl Row<'_> {
    /// The value. Null in, null out, as SQL has it.
    pub fn evaluate(&self, expr: &Expr) -> Result<Cell> {
        Ok(match expr {
            Expr::Value(cell) => cell.clone(),
            Expr::Column(index) => self.cells[*index].clone(),
            Expr::Not(inner) => match self.truth(inner)? {
                Some(value) => Cell::Bool(!value),
                None => Cell::Null,
            },
            Expr::Minus(inner) => match self.evaluate(inner)? {
                Cell::Null => Cell::Null,
                value => arithmetic(Cell::Int(0), &BinaryOperator::Minus, value)?,
            },
            Expr::IsNull(inner) => Cell::Bool(self.evaluate(inner)? == Cell::Null),
            // The second is not looked at where the first decides.
            Expr::Logic(a, decides, b) => match (self.truth(a)?, *decides) {
                (Some(value), decides) if value == decides => Cell::Bool(value),
                (first, _) => match (first, self.truth(b)?) {
                    (_, Some(value)) if value == *decides => Cell::Bool(value),
                    (Some(_), Some(value)) => Cell::Bool(value),
                    _ => Cell::Null,
                },
            },
            Expr::Binary(a, op, b) => match (self.evaluate(a)?, self.evaluate(b)?) {
                (Cell::Null, _) | (_, Cell::Null) => Cell::Null,
                (a, b) => binary(a, op, b)?,
            },
            Expr::Like(value, pattern) => match (self.evaluate(value)?, self.evaluate(pattern)?) {
                (Cell::Text(text), Cell::Text(pattern)) => Cell::Bool(like(&text, &pattern)),
                (Cell::Null, _) | (_, Cell::Null) => Cell::Null,
                (value, _) => return Err(wrong("like", format_args!("`{value}` is no text"))),
            },
            Expr::Call(name, args) => {
                let args = args.iter().map(|arg| self.evaluate(arg));
                self.call(name, args.collect::<Result<_>>()?)?
            }
        })
    }

    /// Whether a condition holds; none if that is not known.
    pub fn truth(&self, condition: &Expr) -> Result<Option<bool>> {
        match self.evaluate(condition)? {
            Cell::Null => Ok(None),
            Cell::Bool(value) => Ok(Some(value)),
            other => Err(wrong("a condition", format_args!("`{other}` is no bool"))),
        }
    }

    fn call(&self, name: &str, mut args: Vec<Cell>) -> Result<Cell> {
        match (name, &mut args[..]) {
            ("coalesce", args) => {
                let first = args.iter().find(|cell| **cell != Cell::Null);
                Ok(first.cloned().unwrap_or(Cell::Null))
            }
            ("lower" | "upper" | "length" | "abs", [Cell::Null]) => Ok(Cell::Null),
            ("lower", [Cell::Text(text)]) => Ok(Cell::Text(text.to_lowercase())),
            ("upper", [Cell::Text(text)]) => Ok(Cell::Text(text.to_uppercase())),
            ("length", [Cell::Text(text)]) => Ok(Cell::Int(text.chars().count() as i64)),
            ("abs", [Cell::Int(number)]) => match number.checked_abs() {
                Some(number) => Ok(Cell::Int(number)),
                None => Err(wrong(name, "the number is too large")),
            },
            ("abs", [Cell::Float(number)]) => Ok(Cell::Float(number.abs())),
            ("lower" | "upper" | "length" | "abs", _) => {
                Err(wrong(name, "it takes one argument, of another kind"))
            }
            _ => match self.functions {
                Some(functions) => functions(name, args).map_err(|cause| QueryError::Python {
                    function: name.to_owned(),
                    row: self.number as u32,
                    cause,
                }),
                None => Err(wrong(name, "there is no such function")),
            },
        }
    }
}

fn binary(a: Cell, op: &BinaryOperator, b: Cell) -> Result<Cell> {
    use BinaryOperator as Op;
    let holds: fn(Ordering) -> bool = match op {
        Op::Eq => Ordering::is_eq,
        Op::NotEq => Ordering::is_ne,
        Op::Lt => Ordering::is_lt,
        Op::LtEq => Ordering::is_le,
        Op::Gt => Ordering::is_gt,
        Op::GtEq => Ordering::is_ge,
        Op::StringConcat => return Ok(Cell::Text(format!("{a}{b}"))),
        _ => return arithmetic(a, op, b),
    };
    Ok(match a.compare(&b) {
        Some(order) => Cell::Bool(holds(order)),
        None => Cell::Null,
    })
}

fn arithmetic(a: Cell, op: &BinaryOperator, b: Cell) -> Result<Cell> {
    use BinaryOperator as Op;
    if let (Cell::Int(a), Cell::Int(b)) = (&a, &b) {
        let exact = match op {
            Op::Plus => a.checked_add(*b),
            Op::Minus => a.checked_sub(*b),
            Op::Multiply => a.checked_mul(*b),
            Op::Modulo => a.checked_rem(*b),
            _ => None,
        };
        if let Some(number) = exact {
            return Ok(Cell::Int(number));
        }
    }
    let (Some(x), Some(y)) = (a.number(), b.number()) else {
        return Err(wrong(op, format_args!("`{a}` and `{b}` are not both numbers")));
    };
    Ok(Cell::Float(match op {
        Op::Plus => x + y,
        Op::Minus => x - y,
        Op::Multiply => x * y,
        Op::Divide => x / y,
        Op::Modulo => x % y,
        _ => return Err(wrong(op, "the operator is not supported")),
    }))
}

/// Whether the text is as the pattern says: `%` is any text, `_` any character.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut t, mut p) = (0, 0);
    // Where the last `%` stood, and how much of the text it takes.
    let mut any: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                any = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '_' || *c == text[t] => (t, p) = (t + 1, p + 1),
            _ => match &mut any {
                Some((at, taken)) => {
                    *taken += 1;
                    (t, p) = (*taken, *at + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '%')
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn patterns_match_as_in_sql() {
        for (text, pattern) in [("abc", "a%"), ("abc", "%c"), ("abc", "a_c"), ("", "%"), ("aXbXc", "a%X%c"), ("ab", "%%b")] {
            assert!(like(text, pattern), "{text} like {pattern}");
        }
        for (text, pattern) in [("abc", "a"), ("abc", "_"), ("", "_"), ("abc", "%d"), ("ab", "ab_")] {
            assert!(!like(text, pattern), "{text} like {pattern}");
        }
    }
}
