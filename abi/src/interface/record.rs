//! Records: what the SDK's macros left in a module for `cargo pyext build`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde_json::Value;

use super::definition::Definition;
use super::function::Function;
use super::read::{Object, Types};
use super::{Constant, Import, Module};
use crate::names;

/// What a record describes.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// An exported function.
    Function {
        /// Symbol of its wrapper.
        symbol: String,
        /// The function. Its name has nothing in front.
        function: Function,
        /// The class that it belongs to.
        class: Option<Arc<Definition>>,
    },
    /// A class.
    Class {
        /// Symbol of the function that drops an object.
        symbol: String,
        /// The class.
        class: Arc<Definition>,
    },
    /// What the user of the extension gives it.
    Import(Import),
    /// An exported constant.
    Constant(Constant),
    /// A Rust module that is a submodule in Python.
    Module(Module),
}

/// Where a record comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Path of the Rust module that the item stands in; of a module, its own.
    pub module: String,
    /// Version of the SDK that wrote the record.
    pub sdk: String,
}

/// Reads the content of a record section: records, each with its length in front. Names have no submodule yet, and
/// definitions the path of their Rust module.
///
/// # Errors
/// A sentence that says what is wrong and where.
pub fn parse_records(mut bytes: &[u8]) -> Result<Vec<(Origin, Item)>, String> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let n = records.len();
        let broken = |why: &str| format!("record {n}: {why}");
        let (prefix, rest) = bytes
            .split_first_chunk::<4>()
            .ok_or_else(|| broken("its length is cut off"))?;
        let len = u32::from_le_bytes(*prefix) as usize;
        let (body, rest) = rest
            .split_at_checked(len)
            .ok_or_else(|| broken("it is cut off"))?;
        let (version, json) = body.split_first().ok_or_else(|| broken("it is empty"))?;
        if *version != names::RECORD_VERSION {
            return Err(broken(&format!(
                "its version is {version}, this tool knows {}",
                names::RECORD_VERSION
            )));
        }
        let value = serde_json::from_slice(json).map_err(|e| broken(&e.to_string()))?;
        records.push(record(&value).map_err(|why| broken(&why))?);
        bytes = rest;
    }
    Ok(records)
}

fn record(value: &Value) -> Result<(Origin, Item), String> {
    let object = Object::new(value, "a record")?;
    let origin = Origin {
        module: object.text("module")?.to_string(),
        sdk: object.text("sdk")?.to_string(),
    };
    let mut types = Types::of_record();
    let item = match object.text("kind")? {
        "function" => Item::Function {
            symbol: object.text("symbol")?.to_string(),
            function: types.function(&object)?,
            class: match object.has("class") {
                true => Some(types.class(&object, "class")?),
                false => None,
            },
        },
        "class" => Item::Class {
            symbol: object.text("symbol")?.to_string(),
            class: types.class(&object, "type")?,
        },
        "import" => Item::Import(types.import(&object)?),
        "constant" => {
            let mut constant = types.constant(&object)?;
            if let Some(bits) = constant.value.get("bits").and_then(Value::as_u64) {
                constant.value = float(f64::from_bits(bits));
            }
            Item::Constant(constant)
        }
        "module" => Item::Module(Module {
            name: object.text("name")?.to_string(),
            docs: object.docs()?,
        }),
        other => return Err(format!("the kind {other:?} is unknown")),
    };
    Ok((origin, item))
}

/// A float as interfaces write it.
fn float(value: f64) -> Value {
    let name = match value {
        _ if value.is_nan() => "nan",
        f64::INFINITY => "inf",
        f64::NEG_INFINITY => "-inf",
        _ => return Value::from(value),
    };
    Value::from(name)
}
