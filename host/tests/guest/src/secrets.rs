//! Functions with secrets, that leave copies wherever a careless one does.

use pyext::prelude::*;

/// Fills part of the stack with the key.
#[inline(never)]
fn spill(key: &[u8], depth: u32) -> u32 {
    let mut copy = [0; 64];
    for (to, from) in copy.iter_mut().zip(key.iter().cycle()) {
        *to = *from;
    }
    let copy = core::hint::black_box(copy);
    let below = if depth > 0 { spill(key, depth - 1) } else { 0 };
    below.wrapping_add(copy.iter().map(|b| u32::from(*b)).sum())
}

fn seal_with(key: &[u8], text: &str, fail: u8) -> Result<Vec<u8>, String> {
    let sum = spill(key, 100);
    // Blocks that grow, move and shrink.
    let mut grown = Vec::new();
    for _ in 0..40 {
        grown.extend_from_slice(key);
    }
    grown.truncate(100);
    grown.shrink_to_fit();
    let words: Vec<String> = text.split(' ').map(ToString::to_string).collect();
    match fail {
        0 => Ok(grown),
        1 => Err(format!("{} words, {sum}, {text}", words.len())),
        _ => panic!("{text}"),
    }
}

/// `fail`: 1 returns an error with the text in it, 2 panics.
#[export(wipe)]
pub fn seal(key: &[u8], text: &str, fail: u8) -> Result<Vec<u8>, String> {
    seal_with(key, text, fail)
}

/// The same without care.
#[export]
pub fn seal_carelessly(key: &[u8], text: &str, fail: u8) -> Result<Vec<u8>, String> {
    seal_with(key, text, fail)
}

/// Adopted and nested buffers.
#[export(wipe)]
pub fn split_key(key: Vec<u8>, parts: Option<Vec<String>>) -> (Vec<Vec<u8>>, Option<Vec<String>>) {
    (key.chunks(16).map(<[u8]>::to_vec).collect(), parts)
}

/// A scalar comes back.
#[export(wipe)]
pub fn key_sum(key: &[u8]) -> u32 {
    spill(key, 3)
}
