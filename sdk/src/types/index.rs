//! Types that are a number in memory: enums, the index of whose case it is, and flags, one bit for each.

use core::marker::PhantomData;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use super::scalar::Carries;
use crate::lift::{Frame, Lifts, invalid};
use crate::lower::Lowers;
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::value::{Describes, Key, Wire};

/// What the macros say of an enum or of flags.
///
/// # Safety
/// `LAYOUT` is the canonical layout of the type that `TYPE` names: 1, 2 or 4 bytes.
pub unsafe trait Indexed: Sized + 'static {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Its layout in memory.
    const LAYOUT: Layout;

    /// The value of this number, if there is one.
    fn from_index(index: u32) -> Option<Self>;

    /// The number of the value.
    fn into_index(self) -> u32;
}

/// The wire of a type that is a number.
pub struct Index<T>(PhantomData<T>);

impl<T> Wire for Index<T> {
    type Pass = pass::Direct;
    type Reference = pass::Reference;
}

// SAFETY: by the contract of `Indexed`.
unsafe impl<T: Indexed> Describes for Index<T> {
    const TYPE: &'static Text = T::TYPE;
    const LAYOUT: Layout = T::LAYOUT;
    const KEY: Key = Key::Yes;
    type Slice = Copied;
}

impl<T: Indexed> Carries<T> for Index<T> {
    type Wasm = i32;

    #[inline]
    fn into_wasm(value: T) -> i32 {
        value.into_index() as i32
    }

    #[inline]
    fn from_wasm(wasm: i32) -> T {
        T::from_index(wasm as u32).unwrap_or_else(|| invalid())
    }
}

// SAFETY: as many bytes as the layout has are read.
unsafe impl<T: Indexed> Lifts<T> for Index<T> {
    type Out<'s> = T;

    unsafe fn lift(_: &Frame, at: usize) -> T {
        // SAFETY: by the contract.
        let index = unsafe { read(at, T::LAYOUT.size) };
        T::from_index(index).unwrap_or_else(|| invalid())
    }
}

// SAFETY: as many bytes as the layout has are written.
unsafe impl<T: Indexed> Lowers<T> for Index<T> {
    unsafe fn lower(value: T, at: *mut u8, _: &mut Log) {
        // SAFETY: by the contract.
        unsafe { write(value.into_index(), at, T::LAYOUT.size) }
    }
}

/// The number of `size` bytes at `at`.
///
/// # Safety
/// It lies there.
#[inline]
unsafe fn read(at: usize, size: usize) -> u32 {
    // SAFETY: by the contract.
    unsafe {
        match size {
            1 => (at as *const u8).read().into(),
            2 => (at as *const u16).read().into(),
            _ => (at as *const u32).read(),
        }
    }
}

/// Writes the number in `size` bytes at `at`.
///
/// # Safety
/// There is room, and it fits.
#[inline]
unsafe fn write(index: u32, at: *mut u8, size: usize) {
    // SAFETY: by the contract.
    unsafe {
        match size {
            1 => at.write(index as u8),
            2 => at.cast::<u16>().write(index as u16),
            _ => at.cast::<u32>().write(index),
        }
    }
}

/// The index of the case of a variant with so many cases.
///
/// # Safety
/// The host passed `at` in this call as the address of such a variant.
#[inline]
pub unsafe fn read_case(at: usize, cases: usize) -> u32 {
    // SAFETY: by the contract.
    unsafe { read(at, layout::discriminant(cases)) }
}

/// Writes the index of the case of a variant with so many cases.
///
/// # Safety
/// `at` has room for such a variant.
#[inline]
pub unsafe fn write_case(index: u32, at: *mut u8, cases: usize) {
    // SAFETY: by the contract.
    unsafe { write(index, at, layout::discriminant(cases)) }
}

/// The value of an enum's case in Python.
pub const fn case_value(value: i128) -> i64 {
    assert!(
        value >= i64::MIN as i128 && value <= i64::MAX as i128,
        "PX139: the value of a case has more than 64 bits with sign. Give it a smaller one"
    );
    value as i64
}
