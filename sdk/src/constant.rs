//! Constants: their values as text of the interface, by const evaluation.

use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use crate::types::text;

/// A type that an exported constant can have.
///
/// # Safety
/// The type is the Rust type that `FORM` names.
#[diagnostic::on_unimplemented(
    message = "PX117: `{Self}` cannot be the type of an exported constant",
    label = "not described by its value",
    note = "exported constants can be: bool, char, integers, floats, `&str`, `&[u8]`, `[u8; N]`",
    note = "export a function that returns the value"
)]
pub unsafe trait Constant: 'static {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// What the value is.
    const FORM: Form;
}

/// The Rust types of constants.
#[derive(Clone, Copy)]
pub enum Form {
    Bool,
    Char,
    Unsigned { bytes: usize },
    Signed { bytes: usize },
    F32,
    F64,
    Str,
    Bytes,
    Array { len: usize },
    ArrayBehind { len: usize },
}

macro_rules! constants {
    ($($t:ty: $primitive:ident, $form:expr;)*) => {$(
        // SAFETY: the form stands beside the type.
        unsafe impl Constant for $t {
            const TYPE: &'static Text = &text::primitive(Primitive::$primitive);
            const FORM: Form = $form;
        }
    )*};
}

constants! {
    bool: Bool, Form::Bool;
    char: Char, Form::Char;
    u8: U8, Form::Unsigned { bytes: 1 };
    u16: U16, Form::Unsigned { bytes: 2 };
    u32: U32, Form::Unsigned { bytes: 4 };
    u64: U64, Form::Unsigned { bytes: 8 };
    u128: U128, Form::Unsigned { bytes: 16 };
    usize: U32, Form::Unsigned { bytes: size_of::<usize>() };
    i8: S8, Form::Signed { bytes: 1 };
    i16: S16, Form::Signed { bytes: 2 };
    i32: S32, Form::Signed { bytes: 4 };
    i64: S64, Form::Signed { bytes: 8 };
    i128: S128, Form::Signed { bytes: 16 };
    isize: S32, Form::Signed { bytes: size_of::<isize>() };
    f32: F32, Form::F32;
    f64: F64, Form::F64;
    &'static str: String, Form::Str;
}

const U8: &Text = &text::primitive(Primitive::U8);

// SAFETY: the form stands beside the type.
unsafe impl Constant for &'static [u8] {
    const TYPE: &'static Text = text::wrapped!("{\"list\":", U8, "}");
    const FORM: Form = Form::Bytes;
}

// SAFETY: the form stands beside the type.
unsafe impl<const N: usize> Constant for [u8; N] {
    const TYPE: &'static Text = text::several!("{\"array\":[", U8, &Text::Number(N as i64));
    const FORM: Form = Form::Array { len: N };
}

// SAFETY: the form stands beside the type.
unsafe impl<const N: usize> Constant for &'static [u8; N] {
    const TYPE: &'static Text = <[u8; N]>::TYPE;
    const FORM: Form = Form::ArrayBehind { len: N };
}

/// The value as text of a record.
pub const fn constant<T: Constant>(value: &'static T) -> Text {
    let at = &raw const *value;
    // SAFETY: by the contract of `Constant` the value is of the type that its form names.
    unsafe {
        match T::FORM {
            Form::Bool => Text::Literal(match *at.cast::<bool>() {
                true => "true",
                false => "false",
            }),
            Form::Char => Text::Char(*at.cast()),
            Form::Unsigned { bytes } => whole(
                match bytes {
                    1 => *at.cast::<u8>() as i128,
                    2 => *at.cast::<u16>() as i128,
                    4 => *at.cast::<u32>() as i128,
                    8 => *at.cast::<u64>() as i128,
                    // What is larger than the largest becomes negative, or stays larger than 64 bits.
                    _ => *at.cast::<i128>(),
                },
                false,
            ),
            Form::Signed { bytes } => whole(
                match bytes {
                    1 => *at.cast::<i8>() as i128,
                    2 => *at.cast::<i16>() as i128,
                    4 => *at.cast::<i32>() as i128,
                    8 => *at.cast::<i64>() as i128,
                    _ => *at.cast::<i128>(),
                },
                true,
            ),
            Form::F32 => Text::Float(*at.cast::<f32>() as f64),
            Form::F64 => Text::Float(*at.cast()),
            Form::Str => Text::Quoted(*at.cast::<&'static str>()),
            Form::Bytes => Text::Bytes(*at.cast::<&'static [u8]>()),
            Form::Array { len } => Text::Bytes(core::slice::from_raw_parts(at.cast(), len)),
            Form::ArrayBehind { len } => {
                Text::Bytes(core::slice::from_raw_parts(*at.cast::<*const u8>(), len))
            }
        }
    }
}

/// A whole number, which has to have a form in JSON.
const fn whole(n: i128, signed: bool) -> Text {
    let low = if signed { i64::MIN as i128 } else { 0 };
    assert!(
        low <= n && n <= u64::MAX as i128,
        "PX118: a constant of more than 64 bits cannot be described. Export a function that returns it"
    );
    match n < 0 {
        true => Text::Number(n as i64),
        false => Text::Unsigned(n as u64),
    }
}

/// The name of the submodule that the Rust module at `path` is: that of the module itself.
pub const fn module_name(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b':' {
        start -= 1;
    }
    assert!(
        start > 0,
        "PX102: `submodule!` stands in the root of the crate, which is the Python module itself. Remove it"
    );
    // A raw identifier.
    if bytes.len() > start + 2 && bytes[start] == b'r' && bytes[start + 1] == b'#' {
        start += 2;
    }
    path.split_at(start).1
}
