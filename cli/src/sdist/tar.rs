//! A tar archive, compressed by gzip, whose bytes depend on its contents only.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use crate::error::{Error, Result};
use crate::wheel::archive::File;

/// Bytes of a block.
const BLOCK: usize = 512;

/// The archive of the files, in the format ustar, with this time in seconds since 1970.
///
/// # Errors
/// PX435 if a path is longer than the format has room for.
pub fn gz(files: &[File], time: u64) -> Result<Vec<u8>> {
    let mut tar = Vec::new();
    for file in files {
        tar.extend_from_slice(&header(file, time)?);
        tar.extend_from_slice(&file.content);
        let rest = file.content.len() % BLOCK;
        if rest != 0 {
            tar.resize(tar.len() + BLOCK - rest, 0);
        }
    }
    tar.resize(tar.len() + 2 * BLOCK, 0);
    // No name and no time of its own in gzip's header.
    let mut out = GzBuilder::new().write(Vec::new(), Compression::best());
    out.write_all(&tar)
        .and_then(|()| out.finish())
        .map_err(|e| {
            Error::new("PX435", "the source distribution cannot be put together").reason(e)
        })
}

fn header(file: &File, time: u64) -> Result<[u8; BLOCK]> {
    let (prefix, name) = split(&file.path).ok_or_else(|| {
        Error::new("PX435", "the source distribution cannot be put together")
            .place(&file.path)
            .reason("the path is too long for the archive")
            .mend("shorten it, or leave it out by `exclude` in [package]")
    })?;
    let mut header = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| {
        if let Some(place) = header.get_mut(at..at + text.len()) {
            place.copy_from_slice(text);
        }
    };
    put(0, name.as_bytes());
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{:011o}\0", file.content.len()).as_bytes());
    put(136, format!("{time:011o}\0").as_bytes());
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    put(345, prefix.as_bytes());
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    let sum = format!("{sum:06o}\0 ");
    if let Some(place) = header.get_mut(148..156) {
        place.copy_from_slice(sum.as_bytes());
    }
    Ok(header)
}

/// A path as the format keeps it: at most 155 bytes, a slash, at most 100 bytes.
fn split(path: &str) -> Option<(&str, &str)> {
    if path.len() <= 100 {
        return Some(("", path));
    }
    let slashes = path.match_indices('/').map(|(at, _)| at);
    let fits = |at: &usize| *at <= 155 && path.len() - at - 1 <= 100;
    let at = slashes.filter(fits).max()?;
    Some((&path[..at], &path[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_is_split_and_one_that_is_too_long_is_refused() {
        let long = format!("{}/{}", "a".repeat(150), "b".repeat(90));
        assert_eq!(
            split(&long).map(|(p, n)| (p.len(), n.len())),
            Some((150, 90))
        );
        let error = gz(&[File::new("c".repeat(200), "")], 0).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "error[PX435]: the source distribution cannot be put together\n  --> {}\n  \
                 = note: the path is too long for the archive\n  \
                 = help: shorten it, or leave it out by `exclude` in [package]",
                "c".repeat(200)
            )
        );
    }
}
