//! What is said of a value in the settings that is not what it has to be.

use serde_json::Value;

use crate::error::Error;
use crate::escape;

/// The table of the settings in Cargo.toml.
pub const SECTION: &str = "[package.metadata.pyext]";

/// PX402: a value at this place is not what it has to be.
pub fn wrong_type(place: &str, key: &str, wanted: &str, found: &Value) -> Error {
    let found = match found {
        Value::Null => "nothing".to_string(),
        Value::Bool(_) => "a boolean".to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the string {}", escape::name(text)),
        Value::Array(_) => "an array".to_string(),
        Value::Object(_) => "a table".to_string(),
    };
    Error::new("PX402", format!("`{key}` in {place} is {found}"))
        .mend(format!("it has to be {wanted}"))
}
