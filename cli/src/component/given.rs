//! The function between an import of ours and one of the Canonical ABI: a [`Shim`](super::shim::Shim) the other way round.

use pyext_abi::interface::{Function, ResultKind};
use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::WasmType;
use wasm_encoder::{BlockType, Function as Code, ValType};

use super::arena::word;
use super::shape::{Shape, layouts};
use super::shim::{MAX_FLAT_PARAMS, is_spilled};
use super::writer::{Slot, Writer, number, val_type};

/// Most bytes that are asked for at once: memory for them is taken from the scratch area.
const CHUNK: i32 = 1024;

/// What the functions of imports refer to.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// `(align, size) -> address`.
    pub take: u32,
    /// `() -> ()`: gives back what the import before has taken.
    pub rewind: u32,
}

/// A function of an import.
pub struct Given<'a> {
    function: &'a Function,
    params: Vec<Shape>,
    outcome: Shape,
}

impl<'a> Given<'a> {
    pub fn new(function: &'a Function) -> Self {
        Given {
            function,
            params: function.params.iter().map(|p| Shape::of(&p.ty)).collect(),
            outcome: Shape::of_outcome(function),
        }
    }

    fn flat_params(&self) -> Vec<WasmType> {
        self.params.iter().flat_map(Shape::flat).collect()
    }

    /// Whether all arguments lie in memory, as a tuple.
    fn is_indirect(&self) -> bool {
        self.flat_params().len() > MAX_FLAT_PARAMS
    }

    /// Whether the host writes the result to memory of ours.
    fn has_return_area(&self) -> bool {
        self.outcome.flat().len() > 1
    }

    /// Whether a call takes memory.
    pub fn needs_arena(&self) -> bool {
        self.is_indirect() || self.function.result_kind() == ResultKind::Compound
    }

    /// Whether the host calls `cabi_realloc` for the result.
    pub fn needs_realloc(&self) -> bool {
        self.function.raises.is_some() || self.function.result.has_pointers()
    }

    /// The types of the parameters that the Canonical ABI has.
    pub fn params(&self) -> Vec<ValType> {
        let mut types = match self.is_indirect() {
            true => vec![WasmType::I32],
            false => self.flat_params(),
        };
        types.extend(self.has_return_area().then_some(WasmType::I32));
        types.into_iter().map(val_type).collect()
    }

    /// The type of the result that the Canonical ABI has.
    pub fn results(&self) -> Vec<ValType> {
        match self.outcome.flat()[..] {
            [one] => vec![val_type(one)],
            _ => Vec::new(),
        }
    }

    /// The types of the parameters and the result that ours has.
    pub fn own_type(&self) -> (Vec<ValType>, Vec<ValType>) {
        let params = self.function.wasm_parameters().into_iter();
        let result = self.function.wasm_result().into_iter();
        (
            params.map(val_type).collect(),
            result.map(val_type).collect(),
        )
    }

    /// The function's code, which calls `import`.
    ///
    /// Its locals: parameters, the block of the arguments, that of the result, parts of the arguments, the result if it is alone.
    pub fn code(&self, import: u32, memory: Memory) -> Code {
        let count = u32::try_from(self.own_type().0.len()).unwrap_or(u32::MAX);
        let (block, area, mut next) = (count, count + 1, count + 2);
        let mut locals = vec![ValType::I32; 2];
        // Where the parts of each argument are in the end.
        let mut own = 0;
        let mut sources = Vec::new();
        for (param, shape) in self.function.params.iter().zip(&self.params) {
            let flat = shape.flat();
            if is_spilled(&param.ty) {
                locals.extend(flat.iter().copied().map(val_type));
                sources.push((own, slots(next, &flat)));
                next += u32::try_from(flat.len()).unwrap_or(u32::MAX);
                own += 1;
            } else {
                sources.push((own, slots(own, &flat)));
                own += u32::try_from(flat.len()).unwrap_or(u32::MAX);
            }
        }
        let single = next;
        locals.extend(self.results());

        let mut function = Code::new_with_locals_types(locals);
        let mut writer = Writer {
            code: function.instructions(),
            block,
        };
        if self.needs_arena() {
            writer.code.call(memory.rewind);
        }
        match self.is_indirect() {
            true => self.arguments_to_memory(&mut writer, memory.take, &sources),
            false => self.arguments_to_locals(&mut writer, &sources),
        }
        if self.has_return_area() {
            writer.take(memory.take, self.outcome.layout());
            writer.code.local_tee(area);
        }
        writer.code.call(import);
        if self.function.result_kind() == ResultKind::Compound {
            match self.outcome.flat()[..] {
                [] => {
                    writer.take(memory.take, self.outcome.layout());
                }
                [ty] => {
                    writer.code.local_set(single);
                    writer.take(memory.take, self.outcome.layout());
                    writer.code.local_set(area);
                    writer.block = area;
                    writer.store(&self.outcome, 0, &[Slot { local: single, ty }]);
                    writer.code.local_get(area);
                }
                _ => {
                    writer.code.local_get(area);
                }
            }
        }
        writer.code.end();
        function
    }

    fn arguments_to_locals(&self, writer: &mut Writer<'_>, sources: &[(u32, Vec<Slot>)]) {
        for ((param, shape), (from, slots)) in self.pairs().zip(sources) {
            if is_spilled(&param.ty) {
                writer.block = *from;
                writer.load_flat(shape, 0, slots);
            }
        }
        for slot in sources.iter().flat_map(|(_, slots)| slots) {
            writer.code.local_get(slot.local);
        }
    }

    fn arguments_to_memory(
        &self,
        writer: &mut Writer<'_>,
        take: u32,
        sources: &[(u32, Vec<Slot>)],
    ) {
        let layouts: Vec<Layout> = layouts(&self.params);
        writer.take(take, layout::tuple(&layouts));
        let block = writer.block;
        writer.code.local_set(block);
        for (i, ((param, shape), (from, slots))) in self.pairs().zip(sources).enumerate() {
            let at = layout::field_offset(&layouts, i) as u64;
            if is_spilled(&param.ty) {
                writer.address(block, at);
                writer.code.local_get(*from);
                let size = number(shape.layout().size);
                writer.code.i32_const(size).memory_copy(0, 0);
            } else {
                writer.store(shape, at, slots);
            }
        }
        writer.code.local_get(block);
    }

    fn pairs(&self) -> impl Iterator<Item = (&pyext_abi::interface::Param, &Shape)> {
        self.function.params.iter().zip(&self.params)
    }
}

fn slots(first: u32, types: &[WasmType]) -> Vec<Slot> {
    let slots = (first..).zip(types);
    slots.map(|(local, ty)| Slot { local, ty: *ty }).collect()
}

/// `(address, length) -> ()`: fills memory from the import `(count, area) -> ()` that gives lists of bytes.
pub fn fill(import: u32, memory: Memory) -> Code {
    let (at, len, count, area) = (0, 1, 2, 3);
    let mut function = Code::new([(2, ValType::I32)]);
    let mut code = function.instructions();
    code.loop_(BlockType::Empty);
    code.local_get(len).if_(BlockType::Empty);
    code.local_get(len).i32_const(CHUNK);
    code.local_get(len).i32_const(CHUNK).i32_lt_u();
    code.select().local_set(count);
    code.call(memory.rewind);
    code.i32_const(4)
        .i32_const(8)
        .call(memory.take)
        .local_set(area);
    code.local_get(count).local_get(area).call(import);
    code.local_get(area)
        .i32_load(word(4))
        .local_get(count)
        .i32_ne();
    code.if_(BlockType::Empty).unreachable().end();
    code.local_get(at).local_get(area).i32_load(word(0));
    code.local_get(count).memory_copy(0, 0);
    code.local_get(at).local_get(count).i32_add().local_set(at);
    code.local_get(len)
        .local_get(count)
        .i32_sub()
        .local_set(len);
    code.br(1).end().end();
    code.end();
    function
}
