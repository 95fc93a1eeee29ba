//! SQL over CSV and JSON, with functions of Python in the queries.
//!
//! ```python
//! import pyext_query
//!
//! people = pyext_query.Table.from_csv("name,born\nAda,1815\nAlan,1912\n")
//! for row in people.query("select name, 2000 - born as age order by born desc"):
//!     print(row["name"], row["age"])
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use pyext::prelude::*;
use pyext::{Exception, Iter};

mod cell;
mod error;
mod evaluate;
mod plan;
mod table;

pub use cell::{Cell, Kind};
pub use error::QueryError;
use error::Result;
pub use table::Column;
use table::Data;

/// There is no row of this number.
#[derive(Debug, thiserror::Error, pyext::Error)]
#[pyext(base = "IndexError")]
#[error("there is no row {index}; there are {rows}")]
pub struct NoRow {
    /// The number that was asked for.
    pub index: i64,
    /// How many rows there are.
    pub rows: u32,
}

/// Rows under named columns.
pub struct Table(Rc<Data>);

impl Table {
    fn new(data: Data) -> Table {
        Table(Rc::new(data))
    }
}

/// A table of data, which never changes: queries make new ones.
#[export]
impl Table {
    /// Reads CSV; the first row holds the names of the columns.
    ///
    /// Numbers, `true` and `false` become what they say, and nothing becomes null.
    #[staticmethod]
    #[pyext(signature = (text, *, delimiter = ','))]
    pub fn from_csv(text: &str, delimiter: char) -> Result<Table> {
        Data::from_csv(text, delimiter).map(Table::new)
    }

    /// Reads a JSON array of objects. What is nested stays JSON, as text.
    #[staticmethod]
    pub fn from_json(text: &str) -> Result<Table> {
        Data::from_json(text).map(Table::new)
    }

    /// The columns, from the left.
    #[getter]
    pub fn columns(&self) -> Vec<Column> {
        self.0.columns.clone()
    }

    /// What the SQL selects, as a table.
    ///
    /// `select` with expressions and names (`as`), `where`, `order by`, `limit` and `offset`; operators are those of SQL, functions are
    /// `abs`, `coalesce`, `length`, `lower`, `upper`. Every other function goes to `functions`, with its name and arguments.
    #[pyext(signature = (sql, functions = None))]
    #[allow(
        clippy::type_complexity,
        reason = "the attribute reads it where it stands"
    )]
    pub fn query(
        &self,
        sql: &str,
        functions: Option<&dyn Fn(&str, Vec<Cell>) -> std::result::Result<Cell, Exception>>,
    ) -> Result<Table> {
        self.0.query(sql, functions).map(Table::new)
    }

    /// The number of rows.
    pub fn __len__(&self) -> u32 {
        self.0.rows.len() as u32
    }

    /// One row, from the end if the number is negative.
    pub fn __getitem__(&self, index: i64) -> std::result::Result<BTreeMap<String, Cell>, NoRow> {
        let rows = self.0.rows.len();
        let from_start = match index < 0 {
            true => index + rows as i64,
            false => index,
        };
        match usize::try_from(from_start) {
            Ok(row) if row < rows => Ok(self.0.row(row)),
            _ => Err(NoRow {
                index,
                rows: rows as u32,
            }),
        }
    }

    /// The rows, one after the other.
    pub fn __iter__(&self) -> Iter<BTreeMap<String, Cell>> {
        let data = Rc::clone(&self.0);
        Iter::new((0..data.rows.len()).map(move |row| data.row(row)))
    }

    /// What it is, in short.
    pub fn __repr__(&self) -> String {
        let names: Vec<&str> = self.0.columns.iter().map(|c| &*c.name).collect();
        format!(
            "<Table of {} rows: {}>",
            self.0.rows.len(),
            names.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: &str =
        "name,born,died\nAda,1815,1852\nAlan,1912,1954\nGrace,1906,1992\nGuido,1956,\n";

    fn names(sql: &str) -> Vec<String> {
        let table = Table::from_csv(PEOPLE, ',')
            .unwrap()
            .query(sql, None)
            .unwrap();
        table.0.rows.iter().map(|row| row[0].to_string()).collect()
    }

    #[test]
    fn rows_are_selected_sorted_and_cut() {
        assert_eq!(
            names("select name where died is not null order by born desc limit 2"),
            ["Alan", "Grace"]
        );
        assert_eq!(names("select name order by died limit 1 offset 1"), ["Ada"]);
        assert_eq!(
            names("select name where name like 'G%' and not born = 1906"),
            ["Guido"]
        );
        assert_eq!(
            names("select name where born between 1900 and 1910 or name in ('Ada')"),
            ["Ada", "Grace"]
        );
        assert_eq!(
            names("select 2 * born as twice order by TWICE limit 1"),
            ["3630"]
        );
        assert_eq!(
            names("select died - born as age where died > 0"),
            ["37", "42", "86"]
        );
        assert_eq!(names("select upper(name) || '!' limit 1"), ["ADA!"]);
    }

    #[test]
    fn kinds_are_found() {
        let table = Table::from_json(r#"[{"a": 1, "b": "x"}, {"a": 1.5, "c": [1]}]"#).unwrap();
        let kinds: Vec<_> = table
            .columns()
            .into_iter()
            .map(|c| (c.name, c.kind))
            .collect();
        assert_eq!(
            kinds,
            [
                ("a".into(), Kind::Float),
                ("b".into(), Kind::Text),
                ("c".into(), Kind::Text)
            ]
        );
    }

    #[test]
    fn other_functions_are_the_callers() {
        let table = Table::from_csv(PEOPLE, ',').unwrap();
        let shout = |name: &str, args: Vec<Cell>| match &args[..] {
            [Cell::Text(text)] => Ok(Cell::Text(format!("{name} {text}"))),
            _ => Err(Exception::new("no text")),
        };
        let found = table
            .query("select hail(name) limit 1", Some(&shout))
            .unwrap();
        assert_eq!(found.0.rows, [[Cell::Text("hail Ada".into())]]);
        let failed = table
            .query("select hail(born)", Some(&shout))
            .err()
            .unwrap();
        assert_eq!(failed.to_string(), "hail failed in row 0");
        let unknown = table.query("select hail(born)", None).err().unwrap();
        assert_eq!(unknown.to_string(), "hail: there is no such function");
    }

    #[test]
    fn mistakes_are_named() {
        let table = Table::from_csv(PEOPLE, ',').unwrap();
        let text = |sql: &str| table.query(sql, None).err().unwrap().to_string();
        assert_eq!(
            text("select nam"),
            "there is no column \"nam\"; there are name, born, died"
        );
        assert_eq!(
            text("select count(*) group by name"),
            "GROUP BY is not supported"
        );
        assert_eq!(
            text("select name + 1"),
            "+: `Ada` and `1` are not both numbers"
        );
        assert!(text("select from where").starts_with("not SQL: "));
    }

    #[test]
    fn rows_are_found_from_both_ends() {
        let table = Table::from_csv(PEOPLE, ',').unwrap();
        assert_eq!(
            table.__getitem__(-1).unwrap()["name"],
            Cell::Text("Guido".into())
        );
        assert!(table.__getitem__(4).is_err());
    }
}
