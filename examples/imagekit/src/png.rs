//! PNG, by the crate of that name.

use std::io::{BufReader, Cursor};

use png::{ColorType, Decoder, Encoder, Limits, Reader, Transformations};

use crate::error::{ImageError, Result};
use crate::shape::Shape;

/// Most bytes that a decoder takes beside the picture.
const MOST_BYTES: usize = 64 << 20;

type Source<'a> = BufReader<Cursor<&'a [u8]>>;

fn reader(data: &[u8]) -> Result<Reader<Source<'_>>> {
    let source = BufReader::new(Cursor::new(data));
    let mut decoder = Decoder::new_with_limits(source, Limits { bytes: MOST_BYTES });
    // Palettes become colours, and every channel has 8 bits.
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.read_info().map_err(unreadable)
}

fn unreadable(error: impl ToString) -> ImageError {
    ImageError::Data {
        reason: error.to_string(),
    }
}

/// The shape of the picture in a file.
pub fn shape(data: &[u8]) -> Result<(u32, u32, u32)> {
    let reader = reader(data)?;
    let (color, _) = reader.output_color_type();
    let info = reader.info();
    Ok((info.height, info.width, color.samples() as u32))
}

/// Writes the pixels of a file to `out`.
pub fn decode(data: &[u8], out: &mut [u8]) -> Result<()> {
    Shape::new(shape(data)?)?.expect("out", out)?;
    reader(data)?.next_frame(out).map_err(unreadable)?;
    Ok(())
}

/// The file of a picture.
pub fn encode(pixels: &[u8], shape: Shape) -> Result<Vec<u8>> {
    shape.expect("pixels", pixels)?;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, shape.width as u32, shape.height as u32);
    encoder.set_color(match shape.channels {
        1 => ColorType::Grayscale,
        2 => ColorType::GrayscaleAlpha,
        3 => ColorType::Rgb,
        _ => ColorType::Rgba,
    });
    let mut writer = encoder.write_header().map_err(unreadable)?;
    writer.write_image_data(pixels).map_err(unreadable)?;
    writer.finish().map_err(unreadable)?;
    Ok(file)
}
