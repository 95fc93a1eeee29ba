//! Instructions that move arguments and results between locals and memory.

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::WasmType;
use wasm_encoder::{BlockType, InstructionSink, ValType};

use super::arena::place;
use super::shape::{Shape, layouts};

/// Where arguments without bytes are said to lie: any address will do that is not 0 and aligned.
const NOWHERE: i32 = 8;

/// An argument of our call.
#[derive(Debug, Clone, Copy)]
pub enum Argument {
    /// The value of a local.
    Local(u32),
    /// An address in the block.
    Address(u64),
    /// What lies there.
    Memory(WasmType, u32, u64),
}

/// A parameter that holds a part of an argument.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The local.
    pub local: u32,
    /// Its type.
    pub ty: WasmType,
}

/// Writes a function's code.
pub struct Writer<'c> {
    /// The code.
    pub code: InstructionSink<'c>,
    /// The local with the address of the arguments in memory.
    pub block: u32,
}

impl Writer<'_> {
    /// Takes memory and pushes its address.
    pub fn take(&mut self, take: u32, layout: Layout) {
        match layout.size {
            0 => self.code.i32_const(NOWHERE),
            size => {
                let [align, size] = [layout.align, size].map(number);
                self.code.i32_const(align).i32_const(size).call(take)
            }
        };
    }

    /// Pushes an argument.
    pub fn push(&mut self, argument: Argument) {
        match argument {
            Argument::Local(local) => {
                self.code.local_get(local);
            }
            Argument::Address(offset) => self.address(self.block, offset),
            Argument::Memory(ty, bytes, offset) => {
                self.code.local_get(self.block);
                self.load(ty, bytes, offset);
            }
        }
    }

    /// Pushes an address behind the one in a local.
    pub fn address(&mut self, base: u32, offset: u64) {
        self.code.local_get(base);
        if offset > 0 {
            let offset = i32::try_from(offset).unwrap_or(i32::MAX);
            self.code.i32_const(offset).i32_add();
        }
    }

    /// Loads from the address on the stack. Bits beyond the bytes are 0: the receiver ignores them.
    pub fn load(&mut self, ty: WasmType, bytes: u32, offset: u64) {
        let at = place(bytes, offset);
        match (ty, bytes) {
            (WasmType::F32, _) => self.code.f32_load(at),
            (WasmType::F64, _) => self.code.f64_load(at),
            (WasmType::I64, _) => self.code.i64_load(at),
            (WasmType::I32, 1) => self.code.i32_load8_u(at),
            (WasmType::I32, 2) => self.code.i32_load16_u(at),
            (WasmType::I32, _) => self.code.i32_load(at),
        };
    }

    /// Stores one part. A slot that several cases share can be wider than the part, whose bits are its low ones.
    pub fn store_part(&mut self, base: u32, slot: Slot, bytes: u32, offset: u64) {
        self.code.local_get(base).local_get(slot.local);
        let at = place(bytes, offset);
        match (slot.ty, bytes) {
            (WasmType::F32, _) => self.code.f32_store(at),
            (WasmType::F64, _) => self.code.f64_store(at),
            (WasmType::I32, 1) => self.code.i32_store8(at),
            (WasmType::I32, 2) => self.code.i32_store16(at),
            (WasmType::I32, _) => self.code.i32_store(at),
            (WasmType::I64, 1) => self.code.i64_store8(at),
            (WasmType::I64, 2) => self.code.i64_store16(at),
            (WasmType::I64, 4) => self.code.i64_store32(at),
            (WasmType::I64, _) => self.code.i64_store(at),
        };
    }

    /// Stores a value at an offset in the block: `store` of the Canonical ABI, for what `lower_flat` made.
    pub fn store(&mut self, shape: &Shape, offset: u64, slots: &[Slot]) {
        match (shape, slots) {
            (Shape::Scalar(_, bytes), [slot, ..]) => {
                self.store_part(self.block, *slot, *bytes, offset)
            }
            (Shape::Pair, [address, len, ..]) => {
                self.store_part(self.block, *address, 4, offset);
                self.store_part(self.block, *len, 4, offset + 4);
            }
            (Shape::Fields(fields), mut rest) => {
                let layouts = layouts(fields);
                for (i, field) in fields.iter().enumerate() {
                    let (own, behind) = rest.split_at(field.flat().len());
                    rest = behind;
                    let at = layout::field_offset(&layouts, i) as u64;
                    self.store(field, offset + at, own);
                }
            }
            (Shape::Cases(cases), [index, payload @ ..]) => {
                let layouts = layouts(cases);
                let bytes = u32::try_from(layout::discriminant(cases.len())).unwrap_or(4);
                self.store_part(self.block, *index, bytes, offset);
                let at = offset + layout::variant_payload(&layouts) as u64;
                for (i, case) in (0..).zip(cases) {
                    if case.flat().is_empty() {
                        continue;
                    }
                    self.code.local_get(index.local);
                    if index.ty == WasmType::I64 {
                        self.code.i32_wrap_i64();
                    }
                    self.code.i32_const(i).i32_eq().if_(BlockType::Empty);
                    self.store(case, at, payload);
                    self.code.end();
                }
            }
            // Every shape gets as many slots as it has parts.
            _ => {}
        }
    }

    /// Loads the parts of a value at an offset in the block into locals: `load` of the Canonical ABI, and `lower_flat` of what
    /// it made. Locals that no case fills stay 0.
    pub fn load_flat(&mut self, shape: &Shape, offset: u64, slots: &[Slot]) {
        match (shape, slots) {
            (Shape::Scalar(ty, bytes), [slot, ..]) => self.load_part(*ty, *bytes, offset, *slot),
            (Shape::Pair, [address, len, ..]) => {
                self.load_part(WasmType::I32, 4, offset, *address);
                self.load_part(WasmType::I32, 4, offset + 4, *len);
            }
            (Shape::Fields(fields), mut rest) => {
                let layouts = layouts(fields);
                for (i, field) in fields.iter().enumerate() {
                    let (own, behind) = rest.split_at(field.flat().len());
                    rest = behind;
                    let at = layout::field_offset(&layouts, i) as u64;
                    self.load_flat(field, offset + at, own);
                }
            }
            (Shape::Cases(cases), [index, payload @ ..]) => {
                let layouts = layouts(cases);
                let bytes = u32::try_from(layout::discriminant(cases.len())).unwrap_or(4);
                self.load_part(WasmType::I32, bytes, offset, *index);
                let at = offset + layout::variant_payload(&layouts) as u64;
                for (i, case) in (0..).zip(cases) {
                    if case.flat().is_empty() {
                        continue;
                    }
                    self.code.local_get(self.block);
                    self.load(WasmType::I32, bytes, offset);
                    self.code.i32_const(i).i32_eq().if_(BlockType::Empty);
                    self.load_flat(case, at, payload);
                    self.code.end();
                }
            }
            // Every shape gets as many slots as it has parts.
            _ => {}
        }
    }

    /// Loads one part. A slot that several cases share can be wider than the part.
    fn load_part(&mut self, ty: WasmType, bytes: u32, offset: u64, slot: Slot) {
        self.code.local_get(self.block);
        self.load(ty, bytes, offset);
        match (ty, slot.ty) {
            (WasmType::F32, WasmType::I32) => {
                self.code.i32_reinterpret_f32();
            }
            (WasmType::F32, WasmType::I64) => {
                self.code.i32_reinterpret_f32().i64_extend_i32_u();
            }
            (WasmType::F64, WasmType::I64) => {
                self.code.i64_reinterpret_f64();
            }
            (WasmType::I32, WasmType::I64) => {
                self.code.i64_extend_i32_u();
            }
            _ => {}
        }
        self.code.local_set(slot.local);
    }
}

/// A size or alignment as an operand. No layout is larger than `i32::MAX`.
pub fn number(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// The type in `wasm-encoder`'s words.
pub fn val_type(ty: WasmType) -> ValType {
    match ty {
        WasmType::I32 => ValType::I32,
        WasmType::I64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}
