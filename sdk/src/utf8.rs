//! A UTF-8 check of a third of the size of the standard library's, which brings a table and its own error type.

/// Whether `bytes` are UTF-8.
pub(crate) fn is_utf8(mut bytes: &[u8]) -> bool {
    loop {
        // Most text is ASCII: eight bytes at a time while it is.
        while let Some((word, rest)) = bytes.split_first_chunk::<8>() {
            if u64::from_le_bytes(*word) & 0x8080_8080_8080_8080 != 0 {
                break;
            }
            bytes = rest;
        }
        let Some((&first, rest)) = bytes.split_first() else {
            return true;
        };
        bytes = rest;
        if first < 0x80 {
            continue;
        }
        // The leading ones count the bytes; the smallest character of that length is what shorter forms cannot say.
        let (more, smallest) = match first {
            0xc0..0xe0 => (1, 0x80),
            0xe0..0xf0 => (2, 0x800),
            0xf0..0xf8 => (3, 0x1_0000),
            _ => return false,
        };
        let mut character = u32::from(first) & (0x3f >> more);
        for _ in 0..more {
            let Some((&next, rest)) = bytes.split_first() else {
                return false;
            };
            if next & 0xc0 != 0x80 {
                return false;
            }
            character = character << 6 | u32::from(next & 0x3f);
            bytes = rest;
        }
        if character < smallest || char::from_u32(character).is_none() {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn it_agrees_with_the_standard_library() {
        // Every byte that begins, continues or ends a range, in all combinations of up to four, at each offset in a word.
        let edges = [
            0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
            0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff,
        ];
        let mut valid = 0;
        for prefix in [0, 5, 8] {
            for (a, b) in edges
                .iter()
                .flat_map(|a| edges.iter().map(move |b| (*a, *b)))
            {
                for (c, d) in edges
                    .iter()
                    .flat_map(|c| edges.iter().map(move |d| (*c, *d)))
                {
                    for len in 0..=4 {
                        let mut bytes: Vec<u8> = [b'x'].repeat(prefix);
                        bytes.extend_from_slice(&[a, b, c, d][..len]);
                        let expected = core::str::from_utf8(&bytes).is_ok();
                        assert_eq!(is_utf8(&bytes), expected, "{bytes:x?}");
                        valid += usize::from(expected);
                    }
                }
            }
        }
        assert!(valid > 1000);
    }

    #[test]
    fn every_character_is_accepted() {
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            assert!(is_utf8(c.encode_utf8(&mut buffer).as_bytes()), "{c:?}");
        }
    }
}
