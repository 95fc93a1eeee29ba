//! `inspect --addr`: the functions that offsets of a traceback lie in.

use serde_json::{Value, json};

use crate::error::Result;
use crate::escape;
use crate::wasm::module::Module;
use crate::wasm::names::{self, Place};

/// Offsets of a file, and where each lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    found: Vec<(u64, Option<Place>)>,
    /// Whether there are names of functions to go by.
    pub has_names: bool,
}

/// A number as tracebacks have it: `0x1a2b`, or decimal.
///
/// # Errors
/// What is wrong with it, for the command line.
pub fn offset(text: &str) -> std::result::Result<u64, String> {
    let number = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    number.map_err(|_| "an offset is a number such as 0x1a2b".to_string())
}

/// Looks the offsets up. `named` is the same module with names, if it has none itself: they are taken if its code is the same.
///
/// # Errors
/// PX301 to PX303 if the bytes are no module.
pub fn addresses(wasm: &[u8], named: Option<&[u8]>, offsets: &[u64]) -> Result<Addresses> {
    let module = Module::parse(wasm)?;
    let mut names = names::of(&module);
    if let Some(other) = named.and_then(|bytes| Module::parse(bytes).ok())
        && is_same_code(&module, &other)
    {
        names = names::of(&other);
    }
    let place = |offset: &u64| (*offset, names.place(&module, *offset));
    Ok(Addresses {
        found: offsets.iter().map(place).collect(),
        has_names: names.is_known,
    })
}

fn is_same_code(one: &Module<'_>, other: &Module<'_>) -> bool {
    let bodies = |module: &Module<'_>| {
        let bodies = module.bodies.iter();
        bodies.map(|b| b.as_bytes().to_vec()).collect::<Vec<_>>()
    };
    one.imported_functions == other.imported_functions && bodies(one) == bodies(other)
}

impl Addresses {
    /// Whether each offset is in a function.
    pub fn are_all_found(&self) -> bool {
        self.found.iter().all(|(_, place)| place.is_some())
    }

    /// For people: a line for each.
    pub fn text(&self) -> String {
        let line = |(offset, place): &(u64, Option<Place>)| match place {
            None => format!("{offset:#x}  in no function\n"),
            Some(place) => {
                let function = match self.has_names {
                    true => names::sentence(&place.function),
                    false => escape::name(&place.function),
                };
                format!(
                    "{offset:#x}  {function} +{:#x}, function {}\n",
                    place.offset, place.index
                )
            }
        };
        self.found.iter().map(line).collect()
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let one = |(offset, place): &(u64, Option<Place>)| json!({"offset": offset, "in": place});
        json!({"addresses": self.found.iter().map(one).collect::<Vec<_>>()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: &str = r#"(module
        (import "a" "b" (func $imported))
        (func $_ZN6fastmd5parse17h0123456789abcdefE (export "parse") nop nop)
        (func nop))"#;

    fn looked_up(wasm: &[u8], named: Option<&[u8]>) -> String {
        let module = Module::parse(wasm).unwrap();
        let start = |i: usize| module.bodies[i].range().start;
        let offsets = [start(0) + 2, start(1), 1];
        addresses(wasm, named, &offsets).unwrap().text()
    }

    #[test]
    fn an_offset_has_a_function_a_crate_and_a_place_in_it() {
        let named = wat::parse_str(NAMED).unwrap();
        let text = looked_up(&named, None);
        let at = |text: &str| text.split("  ").nth(1).unwrap().to_string();
        let lines: Vec<String> = text.lines().map(at).collect();
        assert_eq!(
            lines,
            [
                "`fastmd::parse` (crate `fastmd`) +0x2, function 1",
                "`function 2` +0x0, function 2",
                "in no function"
            ]
        );
    }

    #[test]
    fn without_names_there_are_exports_and_numbers_or_those_of_the_same_code() {
        let bare = NAMED.replace("$_ZN6fastmd5parse17h0123456789abcdefE", "");
        let bare = wat::parse_str(bare.replace("$imported", "")).unwrap();
        assert!(looked_up(&bare, None).contains("  `parse` +0x2, function 1\n"));
        let named = wat::parse_str(NAMED).unwrap();
        assert!(looked_up(&bare, Some(&named)).contains("  `fastmd::parse` (crate `fastmd`) +0x2"));
        let other = wat::parse_str(NAMED.replace("nop nop", "nop")).unwrap();
        assert!(looked_up(&bare, Some(&other)).contains("  `parse` +0x2, function 1\n"));
    }

    #[test]
    fn offsets_are_hexadecimal_or_decimal() {
        assert_eq!(offset("0x1F"), Ok(31));
        assert_eq!(offset("31"), Ok(31));
        for text in ["", "0x", "1f", "-1", "0x1ffffffffffffffff"] {
            assert!(offset(text).is_err(), "{text}");
        }
    }
}
