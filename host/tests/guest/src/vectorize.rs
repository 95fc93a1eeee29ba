//! Functions that run on arrays as well: each kind of number, defaults, and a panic in the middle.

use pyext::prelude::*;

macro_rules! halves {
    ($($name:ident: $ty:ty;)*) => {$(
        /// Half of it.
        #[export(vectorize)]
        pub fn $name(value: $ty) -> $ty {
            value / (2 as $ty)
        }
    )*};
}

halves! {
    half_u8: u8;
    half_s8: i8;
    half_u16: u16;
    half_s16: i16;
    half_u32: u32;
    half_s32: i32;
    half_u64: u64;
    half_s64: i64;
    half_f32: f32;
    half_f64: f64;
}

/// Parameters of several kinds, one of them by name only and with a default.
#[export(vectorize, signature = (value, /, times, *, plus = 0.5))]
pub fn mixed(value: f32, times: i16, plus: f64) -> f64 {
    f64::from(value) * f64::from(times) + plus
}

/// Panics at one item.
#[export(vectorize)]
pub fn reciprocal(value: i32) -> i32 {
    assert!(value != 0, "there is no reciprocal of zero");
    1_000_000 / value
}

/// Takes its time.
#[export(vectorize)]
pub fn slow(rounds: u32) -> u32 {
    (0..rounds).fold(rounds, |a, b| core::hint::black_box(a.rotate_left(1) ^ b))
}
