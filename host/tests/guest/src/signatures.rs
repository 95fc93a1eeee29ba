//! Signatures, constants and submodules.

use alloc::collections::BTreeMap;

use pyext::prelude::*;

#[derive(Enum, Clone, Copy)]
pub enum Side {
    Left,
    FarRight,
}

/// Everything that a signature can have.
#[export(
    name = "everything",
    signature = (text, count = -3, /, ratio = 0.5, *args, side = Side::FarRight, mark = 'é', choice = None, sizes = [1, 2],
        pair = (b"ab", Some("x\n")), strict, **kwargs)
)]
#[allow(clippy::too_many_arguments)]
pub fn everything_there_is(
    text: &str,
    count: i8,
    ratio: f32,
    args: Vec<String>,
    side: Side,
    mark: char,
    choice: Option<u16>,
    sizes: &[u32],
    pair: (&[u8], Option<&str>),
    strict: bool,
    kwargs: BTreeMap<String, f64>,
) -> String {
    let side = match side {
        Side::Left => "left",
        Side::FarRight => "far right",
    };
    format!(
        "{text} {count} {ratio} {args:?} {side} {mark} {choice:?} {sizes:?} {pair:?} {strict} {kwargs:?}"
    )
}

/// The largest.
#[export]
pub const LIMIT: u64 = u64::MAX;
#[export]
pub const LOWEST: i64 = i64::MIN;
#[export]
pub const HALF: f32 = 0.5;
#[export]
pub const NOTHING: f64 = f64::NAN;
#[export]
pub const QUOTE: char = '"';
#[export]
pub const YES: bool = true;
#[export(name = "TITLE")]
pub const NAME: &str = "a \"name\"\n";
#[export]
pub const MAGIC: [u8; 4] = *b"\0pyx";
#[export]
pub const BYTES: &[u8] = b"ab";

/// Shapes.
#[export]
pub mod geometry {
    use pyext::prelude::*;

    /// Of a square.
    #[export]
    pub const SIDES: u8 = 4;

    #[export]
    pub fn area(width: f64, height: f64) -> f64 {
        width * height
    }

    /// A point.
    #[derive(Record)]
    pub struct Spot {
        pub x: f64,
    }

    #[export]
    pub fn spot(x: f64) -> Spot {
        Spot { x }
    }
}

pub mod solid;
