//! Text for Python's `sys.stdout`.
//!
//! ```
//! use pyext::stdout::println;
//!
//! println!("{} of {}", 1, 2);
//! ```

use core::fmt::Arguments;

#[doc(inline)]
pub use crate::{__print as print, __println as println};

/// Writes the text.
pub fn write(text: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        // SAFETY: the text is there until the call returns.
        unsafe { imports::write(text.as_ptr(), text.len()) };
        crate::pending::end_inner();
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        std::print!("{text}");
    }
}

/// Writes what is formatted.
#[doc(hidden)]
pub fn write_formatted(arguments: Arguments<'_>) {
    match arguments.as_str() {
        Some(text) => write(text),
        None => write(&crate::fmt::format(arguments)),
    }
}

#[cfg(target_arch = "wasm32")]
mod imports {
    #[link(wasm_import_module = "pyext:sdk/stdout")]
    unsafe extern "C" {
        pub(super) fn write(at: *const u8, len: usize);
    }
}

/// Prints to Python's `sys.stdout`.
#[doc(hidden)]
#[macro_export]
macro_rules! __print {
    ($($arguments:tt)*) => {
        $crate::stdout::write_formatted(::core::format_args!($($arguments)*))
    };
}

/// Prints to Python's `sys.stdout`, with a newline.
#[doc(hidden)]
#[macro_export]
macro_rules! __println {
    () => {
        $crate::stdout::write("\n")
    };
    ($($arguments:tt)*) => {
        $crate::stdout::write_formatted(::core::format_args!("{}\n", ::core::format_args!($($arguments)*)))
    };
}
