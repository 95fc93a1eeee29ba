//! Scalars: values that cross by themselves, and whose Rust layout is the canonical one.

use pyext_abi::primitive::Primitive;

/// A value that crosses as one wasm value, and lies in memory as Rust has it.
///
/// # Safety
/// Size and alignment on wasm32 are those of `PRIMITIVE`, and every bit pattern for which `valid` holds is a value.
#[diagnostic::on_unimplemented(
    message = "PX124: a slice of `{Self}` cannot cross to Python",
    label = "not a scalar",
    note = "slices can hold bool, char, f32, f64 and integers up to 64 bits",
    note = "for other elements use `Vec<T>`"
)]
pub unsafe trait Scalar: Copy + 'static {
    /// The type in the ABI.
    const PRIMITIVE: Primitive;
    /// The wasm type that carries the value.
    type Wasm;

    /// The value as it crosses to the host.
    fn into_wasm(self) -> Self::Wasm;

    /// The value that the host passed. Out of range is a fault of the host and panics.
    fn from_wasm(wasm: Self::Wasm) -> Self;

    /// Whether all the values at `at` are valid.
    ///
    /// # Safety
    /// `at` points to `len` initialised elements; they need not be valid.
    unsafe fn valid(at: *const Self, len: usize) -> bool {
        let _ = (at, len);
        true
    }
}

/// Ends a call in which the host broke the ABI.
#[cold]
#[inline(never)]
pub(crate) fn invalid() -> ! {
    panic!("the host passed an invalid argument")
}

macro_rules! scalars {
    ($($rust:ty: $primitive:ident, $wasm:ty, $from:expr;)*) => {$(
        // SAFETY: a Rust number has the canonical layout of its kind, and every bit pattern is a value.
        unsafe impl Scalar for $rust {
            const PRIMITIVE: Primitive = Primitive::$primitive;
            type Wasm = $wasm;

            fn into_wasm(self) -> $wasm {
                self as $wasm
            }

            fn from_wasm(wasm: $wasm) -> Self {
                let from: fn($wasm) -> Self = $from;
                from(wasm)
            }
        }
    )*};
}

scalars! {
    u8: U8, i32, |w| w.try_into().unwrap_or_else(|_| invalid());
    i8: S8, i32, |w| w.try_into().unwrap_or_else(|_| invalid());
    u16: U16, i32, |w| w.try_into().unwrap_or_else(|_| invalid());
    i16: S16, i32, |w| w.try_into().unwrap_or_else(|_| invalid());
    u32: U32, i32, |w| w as u32;
    i32: S32, i32, |w| w;
    usize: U32, i32, |w| w as u32 as usize;
    isize: S32, i32, |w| w as isize;
    u64: U64, i64, |w| w as u64;
    i64: S64, i64, |w| w;
    f32: F32, f32, |w| w;
    f64: F64, f64, |w| w;
}

// SAFETY: `bool` is one byte, 0 or 1.
unsafe impl Scalar for bool {
    const PRIMITIVE: Primitive = Primitive::Bool;
    type Wasm = i32;

    fn into_wasm(self) -> i32 {
        self.into()
    }

    fn from_wasm(wasm: i32) -> Self {
        match wasm {
            0 => false,
            1 => true,
            _ => invalid(),
        }
    }

    unsafe fn valid(at: *const Self, len: usize) -> bool {
        // SAFETY: by the contract; a byte has no invalid pattern.
        let bytes = unsafe { core::slice::from_raw_parts(at.cast::<u8>(), len) };
        bytes.iter().all(|b| *b < 2)
    }
}

// SAFETY: `char` has size, alignment and numbers of `u32`, within the scalar values.
unsafe impl Scalar for char {
    const PRIMITIVE: Primitive = Primitive::Char;
    type Wasm = i32;

    fn into_wasm(self) -> i32 {
        u32::from(self) as i32
    }

    fn from_wasm(wasm: i32) -> Self {
        char::from_u32(wasm as u32).unwrap_or_else(|| invalid())
    }

    unsafe fn valid(at: *const Self, len: usize) -> bool {
        // SAFETY: by the contract; `u32` has the layout of `char` and no invalid pattern.
        let numbers = unsafe { core::slice::from_raw_parts(at.cast::<u32>(), len) };
        numbers.iter().all(|n| char::from_u32(*n).is_some())
    }
}
