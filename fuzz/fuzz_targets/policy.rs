//! `pyext_fuzz::policy` says what holds.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pyext_fuzz::policy(bytes));
