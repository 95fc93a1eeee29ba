//! Strings.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lifts};
use crate::lower::{Lower, Lowers};
use crate::pair::Pair;
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::value::{Describes, Key, own_wire};

/// Wires of types that are strings, each with what it is made into from a `&str`.
macro_rules! strings {
    ($([$($generics:tt)*] $t:ty, $out:ty, |$text:ident| $make:expr;)*) => {$(
        own_wire! { [$($generics)*] $t: pass::Pair; }

        // SAFETY: a string is a pair.
        unsafe impl<$($generics)*> Describes for $t {
            const TYPE: &'static Text = &text::primitive(Primitive::String);
            const LAYOUT: Layout = layout::POINTER_PAIR;
            const KEY: Key = Key::Yes;
            type Slice = Copied;
        }

        // SAFETY: the pair is read, and the text that it points to.
        unsafe impl<$($generics)*> Lifts<$t> for $t {
            type Out<'s> = $out;

            #[inline]
            unsafe fn lift<'s>(_: &'s Frame, at: usize) -> $out {
                // SAFETY: by the contract; the host keeps arguments until the call's result is lifted.
                let $text: &'s str = unsafe { Pair::read(at).text() };
                $make
            }
        }
    )*};
}

strings! {
    ['a] &'a str, &'s str, |text| text;
    [] String, String, |text| text.into();
    [] Box<str>, Box<str>, |text| text.into();
    ['a] Cow<'a, str>, Cow<'s, str>, |text| Cow::Borrowed(text);
}

// SAFETY: a string is a pair. The bytes are an argument's or static, so they outlive the result.
unsafe impl<'a> Lowers<&'a str> for &'a str {
    unsafe fn lower(value: &'a str, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract; a string is a list of UTF-8 bytes.
        unsafe { value.as_bytes().lower(at, log) }
    }
}

// SAFETY: a string is a list of UTF-8 bytes.
unsafe impl Lowers<String> for String {
    unsafe fn lower(value: String, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { value.into_bytes().lower(at, log) }
    }
}

// SAFETY: as for the `String` that it becomes.
unsafe impl Lowers<Box<str>> for Box<str> {
    unsafe fn lower(value: Box<str>, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { String::from(value).lower(at, log) }
    }
}

// SAFETY: as for what it holds.
unsafe impl<'a> Lowers<Cow<'a, str>> for Cow<'a, str> {
    unsafe fn lower(value: Cow<'a, str>, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe {
            match value {
                Cow::Borrowed(text) => text.lower(at, log),
                Cow::Owned(text) => text.lower(at, log),
            }
        }
    }
}
