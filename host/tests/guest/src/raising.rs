//! Errors: with classes, with sources, boxed, as data.

use core::error::Error as StdError;
use core::fmt;
use core::num::ParseIntError;

use pyext::prelude::*;

/// Why settings cannot be read.
#[derive(Debug, Error)]
#[pyext(base = "ValueError")]
pub enum SettingsError {
    /// A line has no equals sign.
    Syntax {
        /// The number of the line, from 1.
        line: u32,
        words: Vec<String>,
    },
    /// A value is no number.
    Number {
        name: String,
        #[pyext(source)]
        error: ParseIntError,
    },
    Pair(u8, Option<f64>),
    #[pyext(name = "NothingThere")]
    Empty,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingsError::Syntax { line, .. } => write!(f, "line {line} has no `=`"),
            SettingsError::Number { name, .. } => write!(f, "{name} is no number"),
            SettingsError::Pair(..) => f.write_str("a pair"),
            SettingsError::Empty => f.write_str("nothing"),
        }
    }
}

impl StdError for SettingsError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            SettingsError::Number { error, .. } => Some(error),
            _ => None,
        }
    }
}

#[export]
pub fn settings(text: &str) -> Result<(String, i32), SettingsError> {
    if text.is_empty() {
        return Err(SettingsError::Empty);
    }
    if text == "pair" {
        return Err(SettingsError::Pair(7, Some(0.5)));
    }
    let words = text.split(' ').map(ToString::to_string).collect();
    let (name, value) = text
        .split_once('=')
        .ok_or(SettingsError::Syntax { line: 3, words })?;
    let name = name.to_string();
    match value.parse() {
        Ok(value) => Ok((name, value)),
        Err(error) => Err(SettingsError::Number { name, error }),
    }
}

/// By another derive.
#[derive(Debug, thiserror::Error, Error)]
#[error("no {thing}")]
#[pyext(base = "KeyError", name = "Missing")]
pub struct MissingThing {
    thing: String,
    #[source]
    why: SettingsError,
}

#[export]
pub fn look_for(thing: &str) -> Result<(), MissingThing> {
    let result = settings("a=x");
    result.map_err(|why| MissingThing {
        thing: thing.into(),
        why,
    })?;
    Ok(())
}

/// Without a value.
#[derive(Debug, thiserror::Error, Error)]
#[error("out of order")]
pub struct Broken;

#[export]
pub fn broken(really: bool) -> Result<f64, Broken> {
    if really { Err(Broken) } else { Ok(0.5) }
}

/// Borrows what it tells about.
#[derive(Debug, Error)]
pub struct Unknown<'a> {
    word: &'a str,
}

impl fmt::Display for Unknown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word)
    }
}

#[export]
pub fn known<'a>(word: &'a str) -> Result<&'a str, Unknown<'a>> {
    if word == "known" {
        Ok(word)
    } else {
        Err(Unknown { word })
    }
}

#[export]
pub fn boxed(text: &str) -> Result<i64, Box<dyn StdError>> {
    settings(text)?;
    Ok(text.len() as i64)
}

#[export]
pub fn boxed_send(text: &str) -> Result<i64, Box<dyn StdError + Send + Sync>> {
    Ok(text.parse::<i64>()?)
}

#[export]
pub fn anyhow(text: &str) -> anyhow::Result<i64> {
    use anyhow::Context;
    settings(text)
        .context("while reading")
        .context("outermost")?;
    Ok(1)
}

/// As data, not raised.
#[export]
pub fn each(texts: &[&str]) -> Vec<Result<i32, SettingsError>> {
    let value = |text: &&str| settings(text).map(|(_, value)| value);
    texts.iter().map(value).collect()
}
