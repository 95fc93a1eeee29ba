//! Random bytes.
//!
//! ```
//! let mut key = [0; 32];
//! pyext::random::fill(&mut key);
//! assert_ne!(key, [0; 32]);
//! ```
//!
//! With the feature `getrandom` the crate of that name, in its versions 0.3 and 0.4, has its bytes from here as well, and with it `rand` and whatever uses
//! these. It asks for a custom backend by the compiler option `--cfg getrandom_backend="custom"`.

/// Fills memory with random bytes that are fit for keys.
///
/// Outside of WebAssembly, in tests, they are random, but no keys should be made of them.
pub fn fill(bytes: &mut [u8]) {
    #[cfg(target_arch = "wasm32")]
    {
        // SAFETY: the memory is ours to write.
        unsafe { imports::fill(bytes.as_mut_ptr(), bytes.len()) }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        use core::hash::{BuildHasher, Hasher};
        use std::collections::hash_map::RandomState;

        // Each has other keys.
        for chunk in bytes.chunks_mut(8) {
            let random = RandomState::new().build_hasher().finish().to_ne_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod imports {
    #[link(wasm_import_module = "pyext:sdk/random")]
    unsafe extern "C" {
        pub(super) fn fill(at: *mut u8, len: usize);
    }
}

/// What the crate `getrandom` calls if it is told to use a custom backend. Its error is one number, which is not 0.
#[cfg(all(feature = "getrandom", target_arch = "wasm32"))]
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    at: *mut u8,
    len: usize,
) -> Result<(), core::num::NonZeroI32> {
    // SAFETY: by getrandom's contract there is so much memory to write.
    unsafe { imports::fill(at, len) };
    Ok(())
}
