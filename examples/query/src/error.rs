//! What can go wrong.

use pyext::Exception;

/// A table or a query that cannot be used.
#[derive(Debug, thiserror::Error, pyext::Error)]
#[pyext(base = "ValueError")]
pub enum QueryError {
    /// The data is not what it was said to be.
    #[error("{format} that cannot be read: {reason}")]
    Data {
        /// CSV or JSON.
        format: String,
        /// Why.
        reason: String,
    },
    /// The text is not SQL.
    #[error("not SQL: {reason}")]
    Syntax {
        /// Where and why.
        reason: String,
    },
    /// SQL that this extension has not.
    #[error("{feature} is not supported")]
    Unsupported {
        /// What it is.
        feature: String,
    },
    /// There is no such column.
    #[error("there is no column {name:?}; there are {}", columns.join(", "))]
    Column {
        /// The name.
        name: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A function was called with what it does not take.
    #[error("{function}: {reason}")]
    Function {
        /// Name of the function or operator.
        function: String,
        /// Why.
        reason: String,
    },
    /// A function of Python raised an exception, which is the cause of this one.
    #[error("{function} failed in row {row}")]
    Python {
        /// Name of the function.
        function: String,
        /// The row, from 0.
        row: u32,
        /// What it raised.
        #[source]
        cause: Exception,
    },
}

/// Shorter.
pub type Result<T> = std::result::Result<T, QueryError>;
