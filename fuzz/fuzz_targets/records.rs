//! The record section, as an untrusted object file could hold it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyext_abi::interface::parse_records;

fuzz_target!(|bytes: &[u8]| {
    let _ = parse_records(bytes);
});
