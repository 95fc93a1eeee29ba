//! What changes pixels: resizing, by the crate `fast_image_resize`; blurring and dithering.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::error::{ImageError, Result};
use crate::shape::Shape;

/// Resizes `pixels` into `out`.
pub fn resize(
    pixels: &[u8],
    from: Shape,
    out: &mut [u8],
    to: Shape,
    filter: FilterType,
) -> Result<()> {
    from.expect("pixels", pixels)?;
    to.expect("out", out)?;
    let kind = match from.channels {
        1 => PixelType::U8,
        2 => PixelType::U8x2,
        3 => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let source = ImageRef::new(from.width as u32, from.height as u32, pixels, kind);
    let target = Image::from_slice_u8(to.width as u32, to.height as u32, out, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    let outcome = match (source, target) {
        (Ok(source), Ok(mut target)) => Resizer::new()
            .resize(&source, &mut target, &options)
            .map_err(|error| error.to_string()),
        (Err(error), _) | (_, Err(error)) => Err(error.to_string()),
    };
    outcome.map_err(|reason| ImageError::Data { reason })
}

/// Blurs `pixels` into `out` by a Gaussian of this standard deviation, in pixels; edges are repeated.
pub fn blur(pixels: &[u8], shape: Shape, out: &mut [u8], sigma: f64) -> Result<()> {
    shape.expect("pixels", pixels)?;
    shape.expect("out", out)?;
    let (least, most) = (0.1, 100.0);
    if !(least..=most).contains(&sigma) {
        return Err(ImageError::Range {
            name: "sigma".to_owned(),
            value: sigma,
            least,
            most,
        });
    }
    let kernel = kernel(sigma as f32);
    let mut between = vec![0.0; pixels.len()];
    // Along the rows, then along the columns.
    for (row, target) in pixels
        .chunks_exact(shape.stride())
        .zip(between.chunks_exact_mut(shape.stride()))
    {
        for x in 0..shape.width {
            for channel in 0..shape.channels {
                let at = |i: usize| f32::from(row[i * shape.channels + channel]);
                target[x * shape.channels + channel] = weighted(&kernel, x, shape.width, at);
            }
        }
    }
    for (y, target) in out.chunks_exact_mut(shape.stride()).enumerate() {
        for (x, pixel) in target.iter_mut().enumerate() {
            let at = |i: usize| between[i * shape.stride() + x];
            *pixel = weighted(&kernel, y, shape.height, at).round() as u8;
        }
    }
    Ok(())
}

/// One half of a Gaussian, the middle first; the whole sums to 1.
fn kernel(sigma: f32) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as usize;
    let weights: Vec<f32> = (0..=reach)
        .map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp())
        .collect();
    let sum = 2.0 * weights.iter().sum::<f32>() - weights[0];
    weights.iter().map(|weight| weight / sum).collect()
}

/// The sum of what is around `middle`, of `count` values.
fn weighted(kernel: &[f32], middle: usize, count: usize, at: impl Fn(usize) -> f32) -> f32 {
    let mut sum = kernel[0] * at(middle);
    for (i, weight) in kernel.iter().enumerate().skip(1) {
        let (before, after) = (middle.saturating_sub(i), (middle + i).min(count - 1));
        sum += weight * (at(before) + at(after));
    }
    sum
}

/// Leaves `levels` values for each channel, and spreads what that changes to the neighbours (Floyd and Steinberg).
pub fn dither(pixels: &mut [u8], shape: Shape, levels: u32) -> Result<()> {
    shape.expect("pixels", pixels)?;
    if !(2..=256).contains(&levels) {
        return Err(ImageError::Range {
            name: "levels".to_owned(),
            value: levels.into(),
            least: 2.0,
            most: 256.0,
        });
    }
    let step = 255.0 / (levels - 1) as f32;
    let stride = shape.stride();
    // What this row and the next one have to make up for, with a pixel at either side.
    let mut due = vec![0.0_f32; stride + 2 * shape.channels];
    let mut next = due.clone();
    for row in pixels.chunks_exact_mut(stride) {
        for (x, pixel) in row.iter_mut().enumerate() {
            let here = x + shape.channels;
            let wanted = f32::from(*pixel) + due[here];
            let found = ((wanted / step).round() * step).clamp(0.0, 255.0);
            *pixel = found.round() as u8;
            let error = (wanted - found) / 16.0;
            due[here + shape.channels] += 7.0 * error;
            next[here - shape.channels] += 3.0 * error;
            next[here] += 5.0 * error;
            next[here + shape.channels] += error;
        }
        std::mem::swap(&mut due, &mut next);
        next.fill(0.0);
    }
    Ok(())
}
