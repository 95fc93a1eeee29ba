//! A query as it is carried out, made from SQL.

use sqlparser::ast::{
    self, BinaryOperator, Expr as Sql, FunctionArg, FunctionArgExpr, FunctionArguments,
    GroupByExpr, InTarget, LimitClause, OrderByKind, SelectItem, SetExpr, UnaryOperator,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use crate::cell::Cell;
use crate::error::{QueryError, Result};
use crate::table::Data;

/// What a `select` asks for.
pub struct Plan {
    /// The columns of the result: name and what is in them.
    pub columns: Vec<(String, Expr)>,
    /// Which rows.
    pub filter: Option<Expr>,
    /// In which order: by what, and whether from the largest.
    pub order: Vec<(Expr, bool)>,
    /// How many rows are left out first.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

/// What has a value in each row.
#[derive(Debug, Clone)]
pub enum Expr {
    /// Always the same.
    Value(Cell),
    /// That of a column.
    Column(usize),
    /// `not x`.
    Not(Box<Expr>),
    /// `-x`.
    Minus(Box<Expr>),
    /// `x is null`.
    IsNull(Box<Expr>),
    /// `a and b`; `a or b`, if it decides with `true`.
    Logic(Box<Expr>, bool, Box<Expr>),
    /// A comparison or arithmetic.
    Binary(Box<Expr>, BinaryOperator, Box<Expr>),
    /// `x like 'pattern'`.
    Like(Box<Expr>, Box<Expr>),
    /// `f(a, b)`.
    Call(String, Vec<Expr>),
}

fn unsupported(feature: impl ToString) -> QueryError {
    QueryError::Unsupported {
        feature: feature.to_string(),
    }
}

impl Plan {
    /// Reads one `select` over the columns of `data`.
    pub fn parse(sql: &str, data: &Data) -> Result<Plan> {
        let query = Parser::new(&GenericDialect {})
            .try_with_sql(sql)
            .and_then(|mut parser| {
                let query = parser.parse_query()?;
                parser.expect_token(&Token::EOF)?;
                Ok(query)
            })
            .map_err(|e| QueryError::Syntax {
                reason: e.to_string(),
            })?;
        let SetExpr::Select(select) = *query.body else {
            return Err(unsupported("UNION and the like"));
        };
        if !matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty())
            || select.having.is_some()
        {
            return Err(unsupported("GROUP BY"));
        }
        if select.from.len() > 1 || select.from.iter().any(|from| !from.joins.is_empty()) {
            return Err(unsupported("a join"));
        }
        if query.with.is_some() || select.distinct.is_some() {
            return Err(unsupported("WITH or DISTINCT"));
        }
        let mut columns = Vec::new();
        for item in select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => {
                    columns.push((expr.to_string(), translate(expr, data)?));
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    columns.push((alias.value, translate(expr, data)?));
                }
                SelectItem::Wildcard(_) => {
                    let all = data.columns.iter().enumerate();
                    columns.extend(all.map(|(i, c)| (c.name.clone(), Expr::Column(i))));
                }
                other => return Err(unsupported(other)),
            }
        }
        let filter = select.selection.map(|e| translate(e, data)).transpose()?;
        let order = match query.order_by.map(|order| order.kind) {
            None => Vec::new(),
            Some(OrderByKind::Expressions(by)) => by
                .into_iter()
                .map(|by| {
                    let down = matches!(by.options.sort, Some(ast::OrderBySort::Desc));
                    // A column of the result comes before one of the table.
                    let named = columns.iter().find(|(name, _)| {
                        matches!(&by.expr, Sql::Identifier(by) if by.value.eq_ignore_ascii_case(name))
                    });
                    match named {
                        Some((_, expr)) => Ok((expr.clone(), down)),
                        None => Ok((translate(by.expr, data)?, down)),
                    }
                })
                .collect::<Result<_>>()?,
            Some(OrderByKind::All(_)) => return Err(unsupported("ORDER BY ALL")),
        };
        let (offset, limit) = match query.limit_clause {
            None => (None, None),
            Some(LimitClause::LimitOffset { limit, offset, .. }) => {
                (offset.map(|offset| offset.value), limit)
            }
            Some(LimitClause::OffsetCommaLimit { offset, limit }) => (Some(offset), Some(limit)),
        };
        Ok(Plan {
            columns,
            filter,
            order,
            offset: offset.map_or(Ok(0), count)?,
            limit: limit.map_or(Ok(usize::MAX), count)?,
        })
    }
}

/// A number of rows.
fn count(expr: Sql) -> Result<usize> {
    expr.to_string()
        .parse()
        .map_err(|_| unsupported(format_args!("{expr} as a number of rows")))
}

fn translate(expr: Sql, data: &Data) -> Result<Expr> {
    let boxed = |expr: Box<Sql>| translate(*expr, data).map(Box::new);
    let negated = |expr: Expr, negated: bool| match negated {
        true => Expr::Not(Box::new(expr)),
        false => expr,
    };
    Ok(match expr {
        Sql::Nested(inner) => translate(*inner, data)?,
        Sql::Identifier(name) => Expr::Column(data.column(&name.value)?),
        Sql::Value(value) => Expr::Value(literal(value.value)?),
        Sql::UnaryOp { op, expr } => match op {
            UnaryOperator::Not => Expr::Not(boxed(expr)?),
            UnaryOperator::Minus => Expr::Minus(boxed(expr)?),
            UnaryOperator::Plus => translate(*expr, data)?,
            other => return Err(unsupported(format_args!("the operator {other}"))),
        },
        Sql::IsNull(inner) => Expr::IsNull(boxed(inner)?),
        Sql::IsNotNull(inner) => Expr::Not(Box::new(Expr::IsNull(boxed(inner)?))),
        Sql::BinaryOp { left, op, right } => {
            let (left, right) = (boxed(left)?, boxed(right)?);
            match op {
                BinaryOperator::And => Expr::Logic(left, false, right),
                BinaryOperator::Or => Expr::Logic(left, true, right),
                op => Expr::Binary(left, op, right),
            }
        }
        Sql::Between {
            expr,
            negated: not,
            low,
            high,
        } => {
            let at_least = Expr::Binary(boxed(expr.clone())?, BinaryOperator::GtEq, boxed(low)?);
            let at_most = Expr::Binary(boxed(expr)?, BinaryOperator::LtEq, boxed(high)?);
            negated(
                Expr::Logic(Box::new(at_least), false, Box::new(at_most)),
                not,
            )
        }
        Sql::In {
            expr,
            target: InTarget::List(list),
            negated: not,
            ..
        } => {
            let mut any = Expr::Value(Cell::Bool(false));
            for one in list {
                let left = boxed(expr.clone())?;
                let equal = Expr::Binary(left, BinaryOperator::Eq, Box::new(translate(one, data)?));
                any = Expr::Logic(Box::new(any), true, Box::new(equal));
            }
            negated(any, not)
        }
        Sql::Like {
            negated: not,
            any: false,
            expr,
            pattern,
            escape_char: None,
        } => negated(Expr::Like(boxed(expr)?, boxed(pattern)?), not),
        Sql::Function(call) => {
            let name = call.name.to_string().to_lowercase();
            let FunctionArguments::List(list) = call.args else {
                return Err(unsupported(format_args!("{name} without arguments")));
            };
            let args = list.args.into_iter().map(|arg| match arg {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => translate(expr, data),
                other => Err(unsupported(format_args!("the argument {other} of {name}"))),
            });
            let args = args.collect::<Result<_>>()?;
            Expr::Call(name, args)
        }
        other => return Err(unsupported(other)),
    })
}

fn literal(value: ast::Value) -> Result<Cell> {
    Ok(match value {
        ast::Value::Null => Cell::Null,
        ast::Value::Boolean(value) => Cell::Bool(value),
        ast::Value::Number(text, _) => Cell::parse(&text),
        ast::Value::SingleQuotedString(text) => Cell::Text(text),
        other => return Err(unsupported(format_args!("the value {other}"))),
    })
}
