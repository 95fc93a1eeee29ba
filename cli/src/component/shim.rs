//! The function between a call of the Canonical ABI and an export of ours.
//!
//! Ours takes the address of a compound argument where the Canonical ABI takes its parts, and gives the address of every
//! compound result where the Canonical ABI wants a result of one part by itself.

use pyext_abi::interface::{Function, ResultKind, Type};
use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::WasmType;
use wasm_encoder::{BlockType, Function as Code, ValType};

use super::arena::{control_field, place, word};
use super::changed::Outcome;
use super::place::has_objects;
use super::shape::{Shape, layouts};
use super::writer::{Argument, Slot, Writer, val_type};

/// Most parameters that cross by themselves; more of them cross as the address of a tuple.
pub const MAX_FLAT_PARAMS: usize = 16;

/// A call of the Canonical ABI to one function of the interface.
#[derive(Debug)]
pub struct Shim<'a> {
    function: &'a Function,
    /// The parameters.
    params: Vec<Shape>,
    /// What comes back.
    outcome: Shape,
}

/// What a call refers to.
#[derive(Debug, Clone)]
pub struct Target {
    /// The export of the function.
    pub export: u32,
    /// `(align, size) -> address`.
    pub take: u32,
    /// `() -> ()`, called when all arguments are where they should be; none if there are no imports.
    pub mark: Option<u32>,
    /// Address of the control block.
    pub control: i32,
    /// What exchanges the handles in each parameter, if that is needed.
    pub params: Vec<Option<u32>>,
    /// What exchanges those in the result, or the one that it is.
    pub result: Option<u32>,
}

impl<'a> Shim<'a> {
    pub fn new(function: &'a Function) -> Self {
        Shim {
            function,
            params: function.params.iter().map(|p| Shape::of(&p.ty)).collect(),
            outcome: Shape::of_outcome(function),
        }
    }

    /// The types of the parameters.
    pub fn params(&self) -> Vec<WasmType> {
        let flat: Vec<WasmType> = self.params.iter().flat_map(Shape::flat).collect();
        match flat.len() {
            0..=MAX_FLAT_PARAMS => flat,
            _ => vec![WasmType::I32],
        }
    }

    /// The type of the result.
    pub fn result(&self) -> Option<WasmType> {
        match self.outcome.flat()[..] {
            [] => None,
            [one] => Some(one),
            _ => Some(WasmType::I32),
        }
    }

    /// Whether all arguments lie in memory, as a tuple.
    pub fn is_indirect(&self) -> bool {
        self.params
            .iter()
            .map(|shape| shape.flat().len())
            .sum::<usize>()
            > MAX_FLAT_PARAMS
    }

    /// Whether the host calls `cabi_realloc` for the arguments.
    pub fn needs_realloc(&self) -> bool {
        self.is_indirect() || self.function.params.iter().any(|p| p.ty.has_pointers())
    }

    /// Whether a call takes memory for its arguments.
    pub fn needs_arena(&self) -> bool {
        self.needs_realloc() || self.spilled_layout().size > 0
    }

    /// Whether a result is pending after a call.
    pub fn is_pending(&self) -> bool {
        self.function.result_kind() == ResultKind::Compound
    }

    /// The parameters that have parts here and an address there, unless all are in memory anyway.
    fn spilled(&self) -> impl Iterator<Item = &Shape> {
        let types = self.function.params.iter().map(|p| &p.ty);
        let pairs = types.zip(&self.params);
        pairs
            .filter(|(ty, _)| is_spilled(ty))
            .map(|(_, shape)| shape)
    }

    fn spilled_layout(&self) -> Layout {
        let layouts: Vec<Layout> = self.spilled().map(Shape::layout).collect();
        layout::tuple(&layouts)
    }

    /// The function's code.
    ///
    /// Its locals: parameters, block of the arguments, block of the outcome, address of our result, our result if it is a scalar.
    pub fn code(&self, target: &Target) -> Code {
        let count = u32::try_from(self.params().len()).unwrap_or(u32::MAX);
        let mut locals = vec![ValType::I32; 3];
        if let ResultKind::Scalar(ty) = self.function.result_kind() {
            locals.push(val_type(ty));
        }
        let mut function = Code::new_with_locals_types(locals);
        let mut writer = Writer {
            code: function.instructions(),
            block: if self.is_indirect() { 0 } else { count },
        };
        let arguments = match self.is_indirect() {
            true => self.arguments_in_memory(&mut writer, target),
            false => self.store_arguments(&mut writer, target),
        };
        if let Some(mark) = target.mark {
            writer.code.call(mark);
        }
        for argument in &arguments {
            writer.push(*argument);
        }
        writer.code.call(target.export);
        if self.function.params.iter().any(|p| has_objects(&p.ty)) {
            // Why the guest made no call: an object that is lent twice. The result means nothing.
            writer
                .code
                .i32_const(target.control)
                .i32_load(word(control_field("refused")));
            writer.code.if_(BlockType::Empty).unreachable().end();
        }
        self.exchange_result(&mut writer, target.result, count + 2);
        if self.function.params.iter().any(|p| p.writable) {
            let lists = self.writable(&arguments);
            Outcome {
                function: self.function,
                shape: &self.outcome,
                lists: &lists,
                block: count + 1,
                from: count + 2,
                scalar: count + 3,
            }
            .write(&mut writer, target.take);
        } else {
            self.convert_result(&mut writer);
        }
        writer.code.end();
        function
    }

    /// The parts of the lists that the function changes.
    fn writable(&self, arguments: &[Argument]) -> Vec<[Argument; 2]> {
        let mut arguments = arguments.iter().copied();
        let mut lists = Vec::new();
        for param in &self.function.params {
            let count = param.ty.parameter_types().len();
            let own: Vec<Argument> = arguments.by_ref().take(count).collect();
            if let (true, &[address, len]) = (param.writable, &own[..]) {
                lists.push([address, len]);
            }
        }
        lists
    }

    /// Arguments in a tuple in memory, where compound ones stay.
    fn arguments_in_memory(&self, writer: &mut Writer<'_>, target: &Target) -> Vec<Argument> {
        let layouts = layouts(&self.params);
        let mut arguments = Vec::new();
        for (i, (param, shape)) in self.function.params.iter().zip(&self.params).enumerate() {
            let offset = layout::field_offset(&layouts, i) as u64;
            if let Some(exchange) = target.params[i] {
                writer.address(writer.block, offset);
                writer.code.call(exchange);
            }
            match shape {
                _ if is_spilled(&param.ty) => arguments.push(Argument::Address(offset)),
                Shape::Scalar(ty, bytes) => arguments.push(Argument::Memory(*ty, *bytes, offset)),
                Shape::Pair => arguments
                    .extend([offset, offset + 4].map(|at| Argument::Memory(WasmType::I32, 4, at))),
                // A unit: nothing is passed.
                _ => {}
            }
        }
        arguments
    }

    /// Arguments by themselves, of which compound ones go to memory.
    fn store_arguments(&self, writer: &mut Writer<'_>, target: &Target) -> Vec<Argument> {
        writer.take(target.take, self.spilled_layout());
        writer.code.local_set(writer.block);
        let layouts: Vec<Layout> = self.spilled().map(Shape::layout).collect();
        let slots = (0..).zip(self.params());
        let slots: Vec<Slot> = slots.map(|(local, ty)| Slot { local, ty }).collect();
        let mut rest = &slots[..];
        let mut arguments = Vec::new();
        let mut spilled = 0;
        for (i, (param, shape)) in self.function.params.iter().zip(&self.params).enumerate() {
            let (own, behind) = rest.split_at(shape.flat().len());
            rest = behind;
            if is_spilled(&param.ty) {
                let offset = layout::field_offset(&layouts, spilled) as u64;
                spilled += 1;
                writer.store(shape, offset, own);
                if let Some(exchange) = target.params[i] {
                    writer.address(writer.block, offset);
                    writer.code.call(exchange);
                }
                arguments.push(Argument::Address(offset));
            } else {
                if let Some(exchange) = target.params[i] {
                    // A handle by itself, or a list.
                    own.iter().for_each(|slot| {
                        writer.code.local_get(slot.local);
                    });
                    writer.code.call(exchange);
                    if let [handle] = own {
                        writer.code.local_set(handle.local);
                    }
                }
                arguments.extend(own.iter().map(|slot| Argument::Local(slot.local)));
            }
        }
        arguments
    }

    /// Exchanges the handles in our result, which is on the stack. `local` is free.
    fn exchange_result(&self, writer: &mut Writer<'_>, exchange: Option<u32>, local: u32) {
        let Some(exchange) = exchange else { return };
        if !self.is_pending() {
            writer.code.call(exchange);
            return;
        }
        writer.code.local_set(local);
        if let Some(error) = &self.function.raises {
            let cases = [self.function.result.layout(), layout::error(error.layout())];
            writer.code.local_get(local).i32_load8_u(place(1, 0));
            writer.code.i32_eqz().if_(BlockType::Empty);
            writer.address(local, layout::variant_payload(&cases) as u64);
            writer.code.call(exchange).end();
        } else {
            writer.code.local_get(local).call(exchange);
        }
        writer.code.local_get(local);
    }

    /// A result in memory that has one part comes back as that part.
    fn convert_result(&self, writer: &mut Writer<'_>) {
        if !self.is_pending() {
            return;
        }
        match self.outcome.flat()[..] {
            [] => {
                writer.code.drop();
            }
            [_] => {
                if let Some((ty, bytes, offset)) = only_part(&self.outcome, 0) {
                    writer.load(ty, bytes, offset);
                }
            }
            _ => {}
        }
    }
}

/// Whether an argument of this type is passed as an address that the Canonical ABI does not have.
pub fn is_spilled(ty: &Type) -> bool {
    ty.wasm().is_none() && ty.parameter_types() == [WasmType::I32]
}

/// Type, bytes and offset of the part of a shape that has one part.
fn only_part(shape: &Shape, offset: u64) -> Option<(WasmType, u32, u64)> {
    match shape {
        Shape::Scalar(ty, bytes) => Some((*ty, *bytes, offset)),
        Shape::Pair => None,
        Shape::Fields(fields) => {
            let layouts = layouts(fields);
            let (i, field) = (0..)
                .zip(fields)
                .find(|(_, field)| !field.flat().is_empty())?;
            only_part(field, offset + layout::field_offset(&layouts, i) as u64)
        }
        // Without payloads.
        Shape::Cases(cases) => {
            let bytes = u32::try_from(layout::discriminant(cases.len())).ok()?;
            Some((WasmType::I32, bytes, offset))
        }
    }
}
