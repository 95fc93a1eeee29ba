//! `pyext_fuzz::manifest` says what holds.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pyext_fuzz::manifest(bytes));
