//! `greet` for JavaScript: here only its size counts, before wasm-bindgen's own command line tool has run.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}
