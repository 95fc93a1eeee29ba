//! The backend of the crate `log`.

use ::log::{LevelFilter, Log, Metadata, Record};

use super::log::{Level, log_formatted};

/// Writes what it gets to Python's `logging`.
struct Logger;

impl Log for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let level = match record.level() {
            ::log::Level::Error => Level::Error,
            ::log::Level::Warn => Level::Warn,
            ::log::Level::Info => Level::Info,
            ::log::Level::Debug => Level::Debug,
            ::log::Level::Trace => Level::Trace,
        };
        log_formatted(level, record.target(), *record.args());
    }

    fn flush(&self) {}
}

/// Makes it the backend. A guest that has set another one keeps that.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "tests choose their own backend")
)]
pub(crate) fn install() {
    if ::log::max_level() == LevelFilter::Off && ::log::set_logger(&Logger).is_ok() {
        ::log::set_max_level(LevelFilter::Trace);
    }
}
