//! Defaults: literals, and what is made of them.

use syn::{Expr, ExprCall, ExprLit, ExprUnary, Lit, UnOp};

use crate::error::{Errors, span};
use crate::model::{Literal, Shape};

/// The value that is written out in `expr`; reports every part that is not.
pub fn read(expr: &Expr, errors: &mut Errors) -> Option<Literal> {
    let shape = match expr {
        Expr::Group(group) => return read(&group.expr, errors),
        Expr::Paren(paren) => return read(&paren.expr, errors),
        // `&[1, 2]` for a slice, as one would write it in a call.
        Expr::Reference(reference) if matches!(&*reference.expr, Expr::Array(_)) => {
            return read(&reference.expr, errors);
        }
        Expr::Lit(literal) => one(literal, false, errors)?,
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr: inner,
            ..
        }) => match &**inner {
            Expr::Lit(literal) if matches!(literal.lit, Lit::Int(_) | Lit::Float(_)) => {
                one(literal, true, errors)?
            }
            _ => return refuse(expr, errors),
        },
        Expr::Array(array) => Shape::List(all(array.elems.iter(), errors)?),
        Expr::Tuple(tuple) if tuple.elems.is_empty() => Shape::Unit,
        Expr::Tuple(tuple) => Shape::Tuple(all(tuple.elems.iter(), errors)?),
        Expr::Path(path) if path.qself.is_none() && path.path.is_ident("None") => Shape::None,
        Expr::Path(path) => Shape::Case(path.clone()),
        Expr::Call(call) => match some(call) {
            Some(inner) => match read(inner, errors)? {
                // The interface has one word for what is absent, and would say it of both.
                Literal {
                    shape: Shape::None | Shape::Some(_) | Shape::Unit,
                    ..
                } => {
                    errors.at(
                        expr,
                        "PX113",
                        "a `Some` around an option or `()` has no form in a signature. Write `None`, and give the parameter its value in the body",
                    );
                    return None;
                }
                literal => Shape::Some(Box::new(literal)),
            },
            None => return refuse(expr, errors),
        },
        _ => return refuse(expr, errors),
    };
    Some(Literal {
        shape,
        span: span(expr),
    })
}

/// What is in `Some(…)`.
fn some(call: &ExprCall) -> Option<&Expr> {
    let Expr::Path(function) = &*call.func else {
        return None;
    };
    match call.args.first() {
        Some(inner) if function.path.is_ident("Some") && call.args.len() == 1 => Some(inner),
        _ => None,
    }
}

fn all<'e>(exprs: impl Iterator<Item = &'e Expr>, errors: &mut Errors) -> Option<Vec<Literal>> {
    // Each is read, so that each mistake is reported.
    let literals: Vec<Option<Literal>> = exprs.map(|e| read(e, errors)).collect();
    literals.into_iter().collect()
}

/// A literal by itself, or behind a minus sign.
fn one(literal: &ExprLit, negative: bool, errors: &mut Errors) -> Option<Shape> {
    Some(match &literal.lit {
        Lit::Bool(value) => Shape::Bool(value.clone()),
        Lit::Char(value) => Shape::Char(value.clone()),
        Lit::Str(value) => Shape::Text(value.clone()),
        Lit::Byte(value) => Shape::Byte(value.clone()),
        Lit::ByteStr(value) => Shape::Bytes(value.clone()),
        Lit::Int(digits) => {
            let most = match negative {
                true => i64::MIN.unsigned_abs(),
                false => u64::MAX,
            };
            if !digits.base10_parse().is_ok_and(|n: u64| n <= most) {
                errors.at(
                    digits,
                    "PX113",
                    "a default of more than 64 bits cannot be described. Take an `Option` and give it its value in the body",
                );
                return None;
            }
            Shape::Integer {
                negative,
                digits: digits.clone(),
            }
        }
        Lit::Float(digits) => match digits.base10_parse::<f64>() {
            Ok(value) if value.is_finite() => Shape::Float {
                negative,
                digits: digits.clone(),
                value: if negative { -value } else { value },
            },
            _ => {
                errors.at(digits, "PX113", "this number is too large for an `f64`");
                return None;
            }
        },
        _ => return refuse(literal, errors),
    })
}

fn refuse<T>(expr: impl quote::ToTokens, errors: &mut Errors) -> Option<T> {
    errors.at(
        expr,
        "PX113",
        "a default is a literal, so that Python can show it: a number, text, `b\"…\"`, `true`, `None`, `Some(…)`, `[…]`, `(…, …)` of \
         these, or a case of an enum. For another value take an `Option` and give it its value in the body",
    );
    None
}
