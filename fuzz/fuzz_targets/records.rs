//! The record section, as an untrusted object file could hold it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyext_abi::interface::Record;

fuzz_target!(|bytes: &[u8]| {
    let _ = Record::parse_section(bytes);
});
