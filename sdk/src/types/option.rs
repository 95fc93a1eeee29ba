//! Options and results as data.

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use super::text;
use crate::lift::{Frame, Lift, Lifts, invalid};
use crate::lower::{Lower, Lowers};
use crate::object::{Holds, Refusal};
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::value::{Describe, Describes, Key, own_wire};

own_wire! {
    [T] Option<T>: pass::Address;
    [T, E] Result<T, E>: pass::Fallible;
}

// SAFETY: a discriminant byte and the payload at its alignment.
unsafe impl<T: Describe> Describes for Option<T> {
    const TYPE: &'static Text = text::wrapped!("{\"option\":", T::TYPE, "}");
    const LAYOUT: Layout = layout::option(T::LAYOUT);
    const KEY: Key = Key::all(&[T::KEY]);
    const HOLDS: Holds = T::HOLDS;
    type Slice = Copied;
}

// SAFETY: the payload is read only if it is there.
unsafe impl<T: Lift> Lifts<Option<T>> for Option<T> {
    type Out<'s> = Option<T::Out<'s>>;

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        let payload = at + const { layout::payload_offset(1, T::LAYOUT.align) };
        // SAFETY: by the contract.
        unsafe {
            match (at as *const u8).read() {
                0 => None,
                1 => Some(T::lift(frame, payload)),
                _ => invalid(),
            }
        }
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        let payload = at + const { layout::payload_offset(1, T::LAYOUT.align) };
        // SAFETY: by the contract.
        unsafe {
            match (at as *const u8).read() {
                0 => Ok(()),
                _ => T::acquire(payload),
            }
        }
    }
}

// SAFETY: the payload stands within the layout.
unsafe impl<T: Lower> Lowers<Option<T>> for Option<T> {
    unsafe fn lower(value: Option<T>, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe {
            at.write(value.is_some().into());
            if let Some(value) = value {
                let payload = at.add(const { layout::payload_offset(1, T::LAYOUT.align) });
                value.lower(payload, log);
            }
        }
    }
}

// SAFETY: a discriminant byte and a payload at the alignment of both.
unsafe impl<T: Describe, E: Describe> Describes for Result<T, E> {
    const TYPE: &'static Text = text::several!("{\"result\":[", T::TYPE, E::TYPE);
    const LAYOUT: Layout = layout::result(T::LAYOUT, E::LAYOUT);
    const KEY: Key = Key::all(&[T::KEY, E::KEY]);
    const HOLDS: Holds = Holds::of_result(T::HOLDS, E::HOLDS);
    type Slice = Copied;
}

// SAFETY: the payload that is there is read.
unsafe impl<T: Lift, E: Lift> Lifts<Result<T, E>> for Result<T, E> {
    type Out<'s> = Result<T::Out<'s>, E::Out<'s>>;

    unsafe fn lift<'s>(frame: &'s Frame, at: usize) -> Self::Out<'s> {
        let payload = at + const { layout::variant_payload(&[T::LAYOUT, E::LAYOUT]) };
        // SAFETY: by the contract.
        unsafe {
            match (at as *const u8).read() {
                0 => Ok(T::lift(frame, payload)),
                1 => Err(E::lift(frame, payload)),
                _ => invalid(),
            }
        }
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        let payload = at + const { layout::variant_payload(&[T::LAYOUT, E::LAYOUT]) };
        // SAFETY: by the contract.
        unsafe {
            match (at as *const u8).read() {
                0 => T::acquire(payload),
                _ => E::acquire(payload),
            }
        }
    }
}

// SAFETY: both payloads stand within the layout.
unsafe impl<T: Lower, E: Lower> Lowers<Result<T, E>> for Result<T, E> {
    unsafe fn lower(value: Result<T, E>, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe {
            at.write(value.is_err().into());
            let payload = at.add(const { layout::variant_payload(&[T::LAYOUT, E::LAYOUT]) });
            match value {
                Ok(value) => value.lower(payload, log),
                Err(error) => error.lower(payload, log),
            }
        }
    }
}
