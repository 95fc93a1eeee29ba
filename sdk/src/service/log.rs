//! Records for Python's `logging`.
//!
//! The logger has the extension's name and the path of the Rust module; the levels are Python's. What is formatted is formatted whether anybody listens or not.
//!
//! ```
//! use pyext::log;
//!
//! log::warn!("{} rows are empty", 3);
//! log::log(log::Level::Info, "import", "done");
//! ```
//!
//! With the feature `log` the crate of that name writes here as well, from the first call on.

use core::fmt::Arguments;

#[doc(inline)]
pub use crate::{
    __debug as debug, __error as error, __info as info, __trace as trace, __warn as warn,
};

/// How much a record matters: Python's numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Below Python's `DEBUG`.
    Trace = 5,
    /// `logging.DEBUG`
    Debug = 10,
    /// `logging.INFO`
    Info = 20,
    /// `logging.WARNING`
    Warn = 30,
    /// `logging.ERROR`
    Error = 40,
}

/// Writes a record. The target says what it is about; the macros take the path of the module.
pub fn log(level: Level, target: &str, text: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        // SAFETY: the texts are there until the call returns.
        unsafe {
            imports::log(
                level as u32,
                target.as_ptr(),
                target.len(),
                text.as_ptr(),
                text.len(),
            );
        }
        crate::pending::end_inner();
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        std::eprintln!("{level:?} {target}: {text}");
    }
}

/// Writes what is formatted.
#[doc(hidden)]
pub fn log_formatted(level: Level, target: &str, arguments: Arguments<'_>) {
    match arguments.as_str() {
        Some(text) => log(level, target, text),
        None => log(level, target, &crate::fmt::format(arguments)),
    }
}

#[cfg(target_arch = "wasm32")]
mod imports {
    #[link(wasm_import_module = "pyext:sdk/log")]
    unsafe extern "C" {
        pub(super) fn log(
            level: u32,
            target: *const u8,
            target_len: usize,
            text: *const u8,
            text_len: usize,
        );
    }
}

/// Logs at a level.
#[doc(hidden)]
#[macro_export]
macro_rules! __log {
    ($level:ident, $($arguments:tt)*) => {
        $crate::log::log_formatted(
            $crate::log::Level::$level,
            ::core::module_path!(),
            ::core::format_args!($($arguments)*),
        )
    };
}

/// Logs an error.
#[doc(hidden)]
#[macro_export]
macro_rules! __error {
    ($($arguments:tt)*) => {
        $crate::__log!(Error, $($arguments)*)
    };
}

/// Logs a warning.
#[doc(hidden)]
#[macro_export]
macro_rules! __warn {
    ($($arguments:tt)*) => {
        $crate::__log!(Warn, $($arguments)*)
    };
}

/// Logs what happens.
#[doc(hidden)]
#[macro_export]
macro_rules! __info {
    ($($arguments:tt)*) => {
        $crate::__log!(Info, $($arguments)*)
    };
}

/// Logs what helps to find mistakes.
#[doc(hidden)]
#[macro_export]
macro_rules! __debug {
    ($($arguments:tt)*) => {
        $crate::__log!(Debug, $($arguments)*)
    };
}

/// Logs every step.
#[doc(hidden)]
#[macro_export]
macro_rules! __trace {
    ($($arguments:tt)*) => {
        $crate::__log!(Trace, $($arguments)*)
    };
}
