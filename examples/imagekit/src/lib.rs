//! The part of imagekit that is written in Rust. Pictures are buffers of bytes; a shape is that of NumPy's array: rows, pixels
//! of a row, channels. Functions write into a buffer of the caller.

mod error;
mod filter;
mod png;
mod shape;

use fast_image_resize::FilterType;
use pyext::prelude::*;

pub use crate::error::ImageError;
use crate::error::Result;
use crate::shape::Shape;

/// How pixels are weighed when a picture changes its size.
#[derive(Clone, Copy, Enum)]
pub enum Filter {
    /// Each pixel is the mean of those it stands for.
    Box,
    /// Linear.
    Bilinear,
    /// Cubic.
    Bicubic,
    /// Lanczos with three lobes: sharp, the slowest.
    Lanczos,
}

/// The shape of the picture in a PNG file.
#[export]
pub fn png_shape(data: &[u8]) -> Result<(u32, u32, u32)> {
    png::shape(data)
}

/// Writes the pixels of a PNG file to `out`, 8 bits for each channel.
#[export]
pub fn png_decode(data: &[u8], out: &mut [u8]) -> Result<()> {
    png::decode(data, out)
}

/// The PNG file of a picture.
#[export]
pub fn png_encode(pixels: &[u8], shape: (u32, u32, u32)) -> Result<Vec<u8>> {
    png::encode(pixels, Shape::new(shape)?)
}

/// Resizes a picture into `out`, which has `size` (rows, pixels of a row) and as many channels.
#[export]
pub fn resize(
    pixels: &[u8],
    shape: (u32, u32, u32),
    out: &mut [u8],
    size: (u32, u32),
    filter: Filter,
) -> Result<()> {
    let to = Shape::new((size.0, size.1, shape.2))?;
    let filter = match filter {
        Filter::Box => FilterType::Box,
        Filter::Bilinear => FilterType::Bilinear,
        Filter::Bicubic => FilterType::CatmullRom,
        Filter::Lanczos => FilterType::Lanczos3,
    };
    filter::resize(pixels, Shape::new(shape)?, out, to, filter)
}

/// Blurs a picture into `out` by a Gaussian of the standard deviation `sigma`, in pixels.
#[export]
pub fn blur(pixels: &[u8], shape: (u32, u32, u32), out: &mut [u8], sigma: f64) -> Result<()> {
    filter::blur(pixels, Shape::new(shape)?, out, sigma)
}

/// Leaves `levels` values of each channel, where it is; what is lost goes to the pixels around.
#[export]
pub fn dither(pixels: &mut [u8], shape: (u32, u32, u32), levels: u32) -> Result<()> {
    filter::dither(pixels, Shape::new(shape)?, levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_from_its_file() {
        let pixels: Vec<u8> = (0..3 * 4 * 2).collect();
        let file = png_encode(&pixels, (4, 2, 3)).unwrap();
        assert_eq!(png_shape(&file).unwrap(), (4, 2, 3));
        let mut out = vec![0; pixels.len()];
        png_decode(&file, &mut out).unwrap();
        assert_eq!(out, pixels);
        assert!(png_decode(&file[..40], &mut out).is_err());
        assert!(png_decode(&file, &mut out[1..]).is_err());
    }

    #[test]
    fn an_even_picture_stays_as_it_is() {
        let pixels = [90; 5 * 7 * 3];
        let mut out = [0; 5 * 7 * 3];
        blur(&pixels, (5, 7, 3), &mut out, 2.0).unwrap();
        assert_eq!(out, pixels);
        let mut small = [0; 2 * 3 * 3];
        resize(&pixels, (5, 7, 3), &mut small, (2, 3), Filter::Lanczos).unwrap();
        assert_eq!(small, [90; 2 * 3 * 3]);
    }

    #[test]
    fn dithering_keeps_the_mean() {
        let mut pixels = [100; 64 * 64];
        dither(&mut pixels, (64, 64, 1), 2).unwrap();
        assert!(pixels.iter().all(|pixel| *pixel == 0 || *pixel == 255));
        let sum: u32 = pixels.iter().map(|pixel| u32::from(*pixel)).sum();
        let mean = f64::from(sum) / f64::from(64 * 64);
        assert!((mean - 100.0).abs() < 1.0, "{mean}");
    }

    #[test]
    fn what_makes_no_picture_is_refused() {
        assert!(png_encode(&[0; 5], (1, 1, 5)).is_err());
        assert!(png_encode(&[0; 5], (1, 1, 4)).is_err());
        assert!(png_shape(b"GIF89a").is_err());
        assert!(blur(&[0; 4], (1, 1, 4), &mut [0; 4], f64::NAN).is_err());
        assert!(dither(&mut [0; 4], (1, 1, 4), 1).is_err());
        assert!(resize(&[0; 4], (1, 1, 4), &mut [], (0, 0), Filter::Box).is_err());
    }
}
