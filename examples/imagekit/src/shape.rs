//! The shape of a picture, as NumPy has it.

use crate::error::{ImageError, Result};

/// Most pixels of a picture: 16,384 by 16,384.
const MOST_PIXELS: u64 = 1 << 28;

/// Rows, pixels of a row, and channels: 1 is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

impl Shape {
    /// The shape, if a picture can have it.
    pub fn new((height, width, channels): (u32, u32, u32)) -> Result<Shape> {
        let pixels = u64::from(height) * u64::from(width);
        if !(1..=MOST_PIXELS).contains(&pixels) || !(1..=4).contains(&channels) {
            return Err(ImageError::Shape {
                height,
                width,
                channels,
            });
        }
        Ok(Shape {
            height: height as usize,
            width: width as usize,
            channels: channels as usize,
        })
    }

    /// Bytes of a row.
    pub fn stride(self) -> usize {
        self.width * self.channels
    }

    /// Bytes in all.
    pub fn bytes(self) -> usize {
        self.height * self.stride()
    }

    /// Whether a buffer has that many bytes.
    pub fn expect(self, name: &str, pixels: &[u8]) -> Result<()> {
        if pixels.len() == self.bytes() {
            return Ok(());
        }
        Err(ImageError::Size {
            name: name.to_owned(),
            height: self.height as u32,
            width: self.width as u32,
            channels: self.channels as u32,
            expected: self.bytes() as u64,
            actual: pixels.len() as u64,
        })
    }
}
