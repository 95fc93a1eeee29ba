//! What can go wrong.

/// A picture that cannot be used.
#[derive(Debug, thiserror::Error, pyext::Error)]
#[pyext(base = "ValueError")]
pub enum ImageError {
    /// The data is no PNG, or a damaged one.
    #[error("not a PNG that can be read: {reason}")]
    Data {
        /// Why.
        reason: String,
    },
    /// A buffer has not the size that its shape asks for.
    #[error(
        "{name}: a picture of shape {height} x {width} x {channels} has {expected} bytes, not {actual}"
    )]
    Size {
        /// Which buffer.
        name: String,
        /// Rows.
        height: u32,
        /// Pixels of a row.
        width: u32,
        /// Bytes of a pixel.
        channels: u32,
        /// Bytes that it should have.
        expected: u64,
        /// Bytes that it has.
        actual: u64,
    },
    /// There are no pictures with so many channels, or none that are so large or small.
    #[error("no picture has the shape {height} x {width} x {channels}")]
    Shape {
        /// Rows.
        height: u32,
        /// Pixels of a row.
        width: u32,
        /// Bytes of a pixel.
        channels: u32,
    },
    /// A number is out of range.
    #[error("{name}: {value} is not between {least} and {most}")]
    Range {
        /// Which number.
        name: String,
        /// The number.
        value: f64,
        /// The least that there is.
        least: f64,
        /// The most.
        most: f64,
    },
}

/// Shorter.
pub type Result<T> = std::result::Result<T, ImageError>;
