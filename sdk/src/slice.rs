//! How slices cross: where they lie, or element by element.

/// One of [`InPlace`] and [`Copied`].
pub trait Slice {
    /// Whether a slice is used where it lies.
    const IN_PLACE: bool;
    /// For a whole of such a part and another: in place if both are.
    type And<Other: Slice>: Slice;
}

/// The elements lie in memory as Rust has them, and are used where they lie.
pub enum InPlace {}

/// The elements are lifted and lowered one by one.
pub enum Copied {}

impl Slice for InPlace {
    const IN_PLACE: bool = true;
    type And<Other: Slice> = Other;
}

impl Slice for Copied {
    const IN_PLACE: bool = false;
    type And<Other: Slice> = Copied;
}

/// Says that slices of `T` are used where they lie.
#[diagnostic::on_unimplemented(
    message = "PX124: a slice of `{T}` cannot cross where it lies",
    label = "its elements are not laid out as the ABI has them",
    note = "`&mut [T]`, and `&[T]` that is returned or part of something, can hold bool, char, f32, f64, integers up to 64 bits, arrays of \
            these, and records with `#[repr(C)]` whose fields are such",
    note = "for other elements use `Vec<T>`; a parameter `&[T]` takes every type"
)]
pub trait Plain<T> {}

impl<T> Plain<T> for InPlace {}
