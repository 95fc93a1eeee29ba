//! How small brotli makes a file.

use brotli::ffi::compressor::{
    BrotliEncoderCompress, BrotliEncoderMaxCompressedSize, BrotliEncoderMode,
};

/// The best level, which files are compressed with once and served often.
const QUALITY: i32 = 11;

/// log2 of the window, as the program `brotli` has it.
const WINDOW: i32 = 24;

/// How many bytes brotli makes of it, at its best level.
///
/// By the functions for C: the crate's others are generic, so that what they do would be compiled with this crate, which
/// is not optimised.
pub fn size(bytes: &[u8]) -> u64 {
    let mut size = BrotliEncoderMaxCompressedSize(bytes.len());
    let mut out = vec![0; size];
    // SAFETY: both buffers are as long as is said, and the function writes no more than `size` bytes and their number.
    let is_done = unsafe {
        BrotliEncoderCompress(
            QUALITY,
            WINDOW,
            BrotliEncoderMode::BROTLI_MODE_GENERIC,
            bytes.len(),
            bytes.as_ptr(),
            &raw mut size,
            out.as_mut_ptr(),
        )
    };
    // The buffer takes the worst case, so it is always done.
    if is_done == 1 { size as u64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_itself_becomes_small_and_noise_hardly_grows() {
        assert_eq!(size(b""), 1);
        assert!(size(&[7; 100_000]) < 50);
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(10_000)
        .collect();
        let grown = size(&noise);
        assert!((9_000..10_100).contains(&grown), "{grown}");
    }
}
