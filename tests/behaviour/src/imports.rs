//! What the user of the extension provides, and exceptions on their way through the guest.

use alloc::collections::BTreeMap;
use core::fmt;
use core::time::Duration;

use pyext::Exception;
use pyext::prelude::*;

use crate::classes::Counter;

/// Where values are kept.
#[pyext::import]
pub trait Host {
    /// The value of a key.
    fn lookup(&self, key: &str) -> Option<String>;

    /// Keeps a value.
    fn store(&self, key: &str, value: i64) -> Result<(), Exception>;

    fn length(&self, words: &[&str]) -> u32;

    fn describe(&self, place: Place) -> String;

    fn place(&self, name: &str) -> Result<Place, Exception>;

    fn numbers(&self, count: u32) -> Vec<f64>;

    fn mixed(
        &self,
        flag: bool,
        numbers: (i8, u64),
        ratio: f32,
        huge: u128,
        time: Duration,
        bytes: &[u8],
    ) -> (bool, i8, u64, f32, u128, Duration, Vec<u8>);

    fn nothing(&self);

    /// Ends the instance if it raises.
    fn careless(&self) -> i32;

    fn table(&self, rows: Vec<BTreeMap<String, Option<i64>>>) -> BTreeMap<String, i64>;

    #[pyext(name = "try_color")]
    fn color(&self, color: Color) -> Result<Color, Exception>;

    /// Stays in Rust.
    fn twice(&self, key: &str) -> Option<String> {
        self.lookup(key).map(|value| format!("{value}{value}"))
    }
}

/// Something else.
#[pyext::import(name = "Other")]
pub trait Second {
    fn answer(&self) -> u32;
}

#[derive(Enum, Clone, Copy, Debug, PartialEq)]
pub enum Color {
    Red,
    Green,
}

#[derive(Record, Clone, Debug, PartialEq)]
pub struct Place {
    pub name: String,
    pub at: Option<(f64, f64)>,
}

#[export]
pub fn lookup(host: &dyn Host, key: &str) -> Option<String> {
    host.lookup(key)
}

#[export(signature = (key, value = 1))]
pub fn store(key: &str, host: &dyn Host, value: i64) -> Result<(), Exception> {
    host.store(key, value)
}

#[export]
pub fn twice(key: &str, host: &dyn Host, second: &dyn Second) -> String {
    format!("{:?} {}", host.twice(key), second.answer())
}

/// Calls all that there is.
#[export]
pub fn everything(host: &dyn Host) -> Result<String, Exception> {
    let place = host.place("home")?;
    host.nothing();
    let mixed = host.mixed(
        true,
        (-7, u64::MAX),
        0.5,
        u128::MAX,
        Duration::new(3, 5),
        b"bytes",
    );
    let rows = Vec::from([
        BTreeMap::from([("a".to_string(), Some(1)), ("b".to_string(), None)]),
        BTreeMap::new(),
    ]);
    Ok(format!(
        "{} {} {:?} {:?} {mixed:?} {:?} {:?}",
        host.length(&["a", "bc"]),
        host.describe(place.clone()),
        place,
        host.numbers(3),
        host.table(rows),
        host.color(Color::Green)?,
    ))
}

#[export]
pub fn careless(host: &dyn Host) -> i32 {
    host.careless()
}

/// Goes on after an exception; how many of the keys could be stored.
#[export]
pub fn store_all(host: &dyn Host, keys: Vec<String>) -> (u32, Vec<String>) {
    let mut stored = 0;
    let mut mistakes = Vec::new();
    for key in &keys {
        match host.store(key, 0) {
            Ok(()) => stored += 1,
            Err(error) => mistakes.push(error.to_string()),
        }
    }
    (stored, mistakes)
}

/// The exception is the source of this.
#[derive(Debug)]
pub struct NotStored {
    key: String,
    source: Exception,
}

impl fmt::Display for NotStored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not stored", self.key)
    }
}

impl core::error::Error for NotStored {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[export]
pub fn store_or_say(host: &dyn Host, key: String) -> Result<(), NotStored> {
    host.store(&key, 0)
        .map_err(|source| NotStored { key, source })
}

/// An error with a class, whose source is an exception.
#[derive(Debug, Error)]
#[pyext(base = "KeyError")]
pub struct Unstored {
    pub key: String,
    #[pyext(source)]
    pub source: Exception,
}

impl fmt::Display for Unstored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is unstored", self.key)
    }
}

impl core::error::Error for Unstored {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[export]
pub fn store_with_class(host: &dyn Host, key: String) -> Result<(), Unstored> {
    host.store(&key, 0)
        .map_err(|source| Unstored { key, source })
}

#[export]
pub fn store_boxed(host: &dyn Host, key: &str) -> Result<u32, Box<dyn core::error::Error>> {
    if key.is_empty() {
        return Err("no key".into());
    }
    host.store(key, 0)?;
    Ok(key.parse()?)
}

/// One that was made here.
#[export]
pub fn own_exception() -> Result<(), Exception> {
    Err(Exception::new("made in the guest"))
}

/// Methods that call the host while the object is lent: the host can call back.
pub struct Watched {
    count: u32,
}

#[export]
impl Watched {
    #[new]
    pub fn new() -> Watched {
        Watched { count: 0 }
    }

    pub fn change(&mut self, host: &dyn Host, key: &str) -> u32 {
        host.nothing();
        self.count += host.lookup(key).map_or(1, |text| text.len() as u32);
        self.count
    }

    pub fn read(&self, host: &dyn Host) -> u32 {
        host.nothing();
        self.count
    }

    pub fn absorb(&self, host: &dyn Host, other: Counter) -> u32 {
        host.nothing();
        drop(other);
        self.count
    }
}

impl Default for Watched {
    fn default() -> Self {
        Watched::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Mock;

    impl Host for Mock {
        fn lookup(&self, key: &str) -> Option<String> {
            (key == "a").then(|| "b".to_string())
        }

        fn store(&self, key: &str, _: i64) -> Result<(), Exception> {
            match key {
                "full" => Err(Exception::new("no room")),
                _ => Ok(()),
            }
        }

        fn length(&self, words: &[&str]) -> u32 {
            words.len() as u32
        }

        fn describe(&self, place: Place) -> String {
            place.name
        }

        fn place(&self, name: &str) -> Result<Place, Exception> {
            Ok(Place {
                name: name.to_string(),
                at: None,
            })
        }

        fn numbers(&self, count: u32) -> Vec<f64> {
            vec![0.5; count as usize]
        }

        fn mixed(
            &self,
            flag: bool,
            numbers: (i8, u64),
            ratio: f32,
            huge: u128,
            time: Duration,
            bytes: &[u8],
        ) -> (bool, i8, u64, f32, u128, Duration, Vec<u8>) {
            (
                flag,
                numbers.0,
                numbers.1,
                ratio,
                huge,
                time,
                bytes.to_vec(),
            )
        }

        fn nothing(&self) {}

        fn careless(&self) -> i32 {
            1
        }

        fn table(&self, rows: Vec<BTreeMap<String, Option<i64>>>) -> BTreeMap<String, i64> {
            rows.into_iter()
                .flatten()
                .filter_map(|(key, value)| Some((key, value?)))
                .collect()
        }

        fn color(&self, color: Color) -> Result<Color, Exception> {
            Ok(color)
        }
    }

    impl Second for Mock {
        fn answer(&self) -> u32 {
            42
        }
    }

    #[test]
    fn a_mock_takes_the_place_of_the_host() {
        assert_eq!(twice("a", &Mock, &Mock), "Some(\"bb\") 42");
        assert!(everything(&Mock).is_ok_and(|text| text.starts_with("2 home Place")));
        let keys = ["a", "full"].map(String::from).to_vec();
        assert_eq!(store_all(&Mock, keys), (1, vec!["no room".to_string()]));
        assert_eq!(Watched::new().change(&Mock, "b"), 1);
    }
}
