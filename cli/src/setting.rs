//! What is said of a value in the settings that is not what it has to be.

use serde_json::Value;

use crate::error::Error;

/// The table of the settings in Cargo.toml.
pub const SECTION: &str = "[package.metadata.pyext]";

/// PX402: a value is not what it has to be.
pub fn wrong_type(key: &str, wanted: &str, found: &Value) -> Error {
    let found = match found {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "a table",
    };
    let place = if key == "pyext" {
        "[package.metadata]"
    } else {
        SECTION
    };
    Error::new("PX402", format!("`{key}` in {place} is {found}"))
        .mend(format!("it has to be {wanted}"))
}
