//! Any file: check and inspect judge it, and what check accepts inspect can show.
#![no_main]

use cargo_pyext::check::check;
use cargo_pyext::inspect::inspect;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let accepted = check(bytes, None).findings.is_empty();
    match inspect(bytes) {
        Ok(inspection) => {
            let _ = inspection.text();
            let _ = inspection.json();
        }
        Err(error) => assert!(!accepted, "{error}"),
    }
});
