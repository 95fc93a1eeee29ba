//! Clocks.
//!
//! ```
//! use pyext::clock;
//!
//! let start = clock::monotonic();
//! assert!(clock::now().as_secs() > 1_700_000_000);
//! assert!(clock::monotonic() >= start);
//! ```

use core::time::Duration;

/// The time since 1970-01-01 UTC, as the machine's clock has it.
pub fn now() -> Duration {
    #[cfg(target_arch = "wasm32")]
    {
        duration(imports::now())
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        // A clock before 1970 is as wrong as one at 1970.
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default()
    }
}

/// The time since some moment, on a clock that never goes back: for measuring.
pub fn monotonic() -> Duration {
    #[cfg(target_arch = "wasm32")]
    {
        duration(imports::monotonic())
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        use std::sync::OnceLock;
        use std::time::Instant;

        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }
}

/// Nanoseconds; none below zero.
#[cfg(target_arch = "wasm32")]
fn duration(nanoseconds: i64) -> Duration {
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(0))
}

#[cfg(target_arch = "wasm32")]
mod imports {
    #[link(wasm_import_module = "pyext:sdk/clock")]
    unsafe extern "C" {
        pub(super) safe fn now() -> i64;
        pub(super) safe fn monotonic() -> i64;
    }
}
