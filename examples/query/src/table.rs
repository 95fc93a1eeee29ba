//! Tables: from CSV and JSON, and what a query makes of one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use pyext::prelude::*;
use serde_json::Value as Json;

use crate::cell::{Cell, Kind};
use crate::error::{QueryError, Result};
use crate::evaluate::{Functions, Row};
use crate::plan::Plan;

/// A column of a table.
#[derive(Record, Debug, Clone, PartialEq)]
#[pyext(frozen)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// The content of a table, which its iterators share.
pub struct Data {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

fn broken(format: &str, reason: impl ToString) -> QueryError {
    QueryError::Data {
        format: format.to_owned(),
        reason: reason.to_string(),
    }
}

impl Data {
    /// Rows under names; a row that is too short is filled up.
    fn new(names: Vec<String>, mut rows: Vec<Vec<Cell>>) -> Data {
        for row in &mut rows {
            row.resize(names.len(), Cell::Null);
        }
        let kind = |i: usize| {
            let mut kinds = rows.iter().filter_map(|row| row[i].kind());
            let first = kinds.next().unwrap_or(Kind::Mixed);
            kinds.fold(first, |known, kind| match (known, kind) {
                (a, b) if a == b => a,
                (Kind::Int | Kind::Float, Kind::Int | Kind::Float) => Kind::Float,
                _ => Kind::Mixed,
            })
        };
        let columns = names.into_iter().enumerate().map(|(i, name)| Column {
            name,
            kind: kind(i),
        });
        Data {
            columns: columns.collect(),
            rows,
        }
    }

    /// The index of the column of this name, in any case of letters.
    pub fn column(&self, name: &str) -> Result<usize> {
        let mut names = self.columns.iter();
        names
            .position(|column| column.name.eq_ignore_ascii_case(name))
            .ok_or_else(|| QueryError::Column {
                name: name.to_owned(),
                columns: self.columns.iter().map(|c| c.name.clone()).collect(),
            })
    }

    /// The row of this number.
    pub fn row(&self, index: usize) -> BTreeMap<String, Cell> {
        let names = self.columns.iter().map(|column| column.name.clone());
        names.zip(self.rows[index].iter().cloned()).collect()
    }

    /// Reads CSV; the first row holds the names.
    pub fn from_csv(text: &str, delimiter: char) -> Result<Data> {
        let delimiter = u8::try_from(delimiter)
            .map_err(|_| broken("CSV", "the delimiter is not an ASCII character"))?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let csv = |error: csv::Error| broken("CSV", error);
        let names = reader.headers().map_err(csv)?.iter().map(str::to_owned);
        let names = names.collect();
        let rows = reader
            .records()
            .map(|record| Ok(record.map_err(csv)?.iter().map(Cell::parse).collect()))
            .collect::<Result<_>>()?;
        Ok(Data::new(names, rows))
    }

    /// Reads a JSON array of objects. What is nested stays JSON, as text.
    pub fn from_json(text: &str) -> Result<Data> {
        let objects: Vec<serde_json::Map<String, Json>> =
            serde_json::from_str(text).map_err(|error| broken("JSON", error))?;
        let mut names: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for object in objects {
            let mut row = vec![Cell::Null; names.len()];
            for (name, value) in object {
                let index = names.iter().position(|n| *n == name).unwrap_or_else(|| {
                    names.push(name);
                    row.push(Cell::Null);
                    names.len() - 1
                });
                row[index] = cell(value);
            }
            rows.push(row);
        }
        Ok(Data::new(names, rows))
    }

    /// Carries out a query.
    pub fn query(&self, sql: &str, functions: Option<Functions<'_>>) -> Result<Data> {
        let plan = Plan::parse(sql, self)?;
        let mut kept: Vec<(Vec<Cell>, Row<'_>)> = Vec::new();
        for (number, cells) in self.rows.iter().enumerate() {
            let row = Row {
                number,
                cells,
                functions,
            };
            let holds = match &plan.filter {
                Some(filter) => row.truth(filter)?,
                None => Some(true),
            };
            if holds == Some(true) {
                let keys = plan.order.iter().map(|(by, _)| row.evaluate(by));
                kept.push((keys.collect::<Result<_>>()?, row));
            }
        }
        kept.sort_by(|(a, _), (b, _)| {
            let keys = a.iter().zip(b).zip(&plan.order);
            keys.map(|((a, b), (_, down))| {
                let order = a.rank().cmp(&b.rank());
                let order = order.then(a.compare(b).unwrap_or(Ordering::Equal));
                if *down { order.reverse() } else { order }
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
        });
        let wanted = kept.iter().skip(plan.offset).take(plan.limit);
        let rows = wanted.map(|(_, row)| {
            let columns = plan.columns.iter();
            columns.map(|(_, expr)| row.evaluate(expr)).collect()
        });
        let rows = rows.collect::<Result<_>>()?;
        let names = plan.columns.into_iter().map(|(name, _)| name);
        Ok(Data::new(names.collect(), rows))
    }
}

fn cell(value: Json) -> Cell {
    match value {
        Json::Null => Cell::Null,
        Json::Bool(value) => Cell::Bool(value),
        Json::String(text) => Cell::Text(text),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Cell::Int(number),
            None => Cell::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        nested => Cell::Text(nested.to_string()),
    }
}
