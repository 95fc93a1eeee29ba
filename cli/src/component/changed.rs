//! The outcome of a function that changes lists in place: they come back behind its result.
//!
//! A component gets copies of its arguments, so the changed ones have to come back. That makes a new outcome of ours: a
//! tuple of the result and the lists, or the error.

use pyext_abi::interface::{Function, ResultKind};
use pyext_abi::layout::{self, Layout};
use wasm_encoder::BlockType;

use super::arena::{place, word};
use super::shape::{Shape, layouts};
use super::writer::{Argument, Slot, Writer, number};

/// The new outcome and the locals that it is made with.
pub struct Outcome<'a> {
    /// The function.
    pub function: &'a Function,
    /// What comes back of a call of the Canonical ABI.
    pub shape: &'a Shape,
    /// Address and length of each list.
    pub lists: &'a [[Argument; 2]],
    /// The local for its own address.
    pub block: u32,
    /// The local for the address of our outcome.
    pub from: u32,
    /// The local for our outcome if it is a scalar.
    pub scalar: u32,
}

impl Outcome<'_> {
    /// Makes the outcome of ours that is on the stack the one of the Canonical ABI: pushes its address.
    pub fn write(&self, writer: &mut Writer<'_>, take: u32) {
        match self.function.result_kind() {
            ResultKind::Unit => {}
            ResultKind::Scalar(_) => {
                writer.code.local_set(self.scalar);
            }
            ResultKind::Compound => {
                writer.code.local_set(self.from);
            }
        }
        writer.take(take, self.shape.layout());
        writer.code.local_set(self.block);
        match (&self.function.raises, self.shape) {
            (Some(error), Shape::Cases(cases)) => {
                let error = layout::error(error.layout());
                let ours = [self.function.result.layout(), error];
                let payloads =
                    [&ours[..], &layouts(cases)].map(|l| layout::variant_payload(l) as u64);
                writer.code.local_get(self.block);
                writer.code.local_get(self.from).i32_load8_u(place(1, 0));
                writer.code.i32_store8(place(1, 0));
                writer.code.local_get(self.from).i32_load8_u(place(1, 0));
                writer.code.if_(BlockType::Empty);
                self.copy(writer, payloads, error);
                writer.code.else_();
                self.success(writer, payloads);
                writer.code.end();
            }
            _ => self.success(writer, [0, 0]),
        }
        writer.code.local_get(self.block);
    }

    /// The result and the lists, at these offsets of ours and of the new one.
    fn success(&self, writer: &mut Writer<'_>, [from, to]: [u64; 2]) {
        let result = Shape::of(&self.function.result);
        match (self.function.result_kind(), &result) {
            (ResultKind::Scalar(ty), Shape::Scalar(_, bytes)) => {
                let slot = Slot {
                    local: self.scalar,
                    ty,
                };
                writer.store_part(self.block, slot, *bytes, to);
            }
            _ => self.copy(writer, [from, to], result.layout()),
        }
        let mut fields = vec![result.layout()];
        fields.extend(self.lists.iter().map(|_| layout::POINTER_PAIR));
        for (i, list) in (1..).zip(self.lists) {
            let at = to + layout::field_offset(&fields, i) as u64;
            for (part, at) in list.iter().zip([at, at + 4]) {
                writer.code.local_get(self.block);
                writer.push(*part);
                writer.code.i32_store(word(at));
            }
        }
    }

    /// Copies a value from our outcome to the new one.
    fn copy(&self, writer: &mut Writer<'_>, [from, to]: [u64; 2], layout: Layout) {
        if layout.size > 0 {
            writer.address(self.block, to);
            writer.address(self.from, from);
            writer.code.i32_const(number(layout.size)).memory_copy(0, 0);
        }
    }
}
