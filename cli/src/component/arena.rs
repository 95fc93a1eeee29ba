//! Memory for arguments: the scratch area, then blocks of `pyext_alloc`, all given back at once after the call.
//!
//! A block begins with the address of the one before it and its own size; both are 8 bytes together.

use pyext_abi::names;
use wasm_encoder::{BlockType, Function, MemArg, MemArgTarget, ValType};

/// Bytes in front of what a block holds: the largest alignment of the Canonical ABI.
const HEAD: i32 = 8;
/// Smallest block, so that many small strings need few of them.
const BLOCK: i32 = 0x1_0000;
/// Largest piece: what one value can occupy at most.
const MOST: i32 = names::MAX_VALUE_BYTES as i32 - HEAD;

/// What the functions of the arena refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arena {
    /// Address of the control block.
    pub control: i32,
    /// Index of the first of its globals: the top of what is taken (0: nothing is), the end of the current block, the
    /// address of the last block (0: none).
    pub globals: u32,
    /// `pyext_alloc` and `pyext_free`, if the module has them.
    pub allocator: Option<(u32, u32)>,
}

/// Number of globals of the shim: three of the arena, what they were when the guest was called, and whether an object that
/// the host drops is one that the guest takes.
pub const GLOBALS: u32 = 7;

/// Those that a mark is made of.
const MARKED: u32 = 3;

/// A field of the control block.
pub fn control_field(name: &str) -> u64 {
    let place = names::CONTROL_FIELDS
        .iter()
        .position(|field| *field == name);
    4 * place.unwrap_or_default() as u64
}

/// So many aligned bytes at an offset from an address.
pub fn place(bytes: u32, offset: u64) -> MemArg {
    MemArg {
        offset,
        align: bytes.trailing_zeros(),
        target: MemArgTarget::Memory(0),
        ordering: None,
    }
}

/// A 32-bit word at an offset from an address.
pub fn word(offset: u64) -> MemArg {
    place(4, offset)
}

impl Arena {
    fn top(self) -> u32 {
        self.globals
    }

    fn end(self) -> u32 {
        self.globals + 1
    }

    fn block(self) -> u32 {
        self.globals + 2
    }

    /// `() -> ()`: remembers what is taken now, for [`Arena::rewind`].
    pub fn mark(self) -> Function {
        let mut function = Function::new([]);
        let mut code = function.instructions();
        for global in self.globals..self.globals + MARKED {
            code.global_get(global).global_set(global + MARKED);
        }
        code.end();
        function
    }

    /// `() -> ()`: gives back what was taken since the mark.
    pub fn rewind(self) -> Function {
        let before = 0;
        let mut function = Function::new([(1, ValType::I32)]);
        let mut code = function.instructions();
        if let Some((_, free)) = self.allocator {
            code.loop_(BlockType::Empty);
            code.global_get(self.block())
                .global_get(self.block() + MARKED)
                .i32_ne()
                .if_(BlockType::Empty);
            code.global_get(self.block())
                .i32_load(word(0))
                .local_set(before);
            code.global_get(self.block())
                .global_get(self.block())
                .i32_load(word(4));
            code.i32_const(HEAD).call(free);
            code.local_get(before).global_set(self.block());
            code.br(1).end().end();
        }
        for global in self.globals..self.globals + MARKED {
            code.global_get(global + MARKED).global_set(global);
        }
        code.end();
        function
    }

    /// `(align, size) -> address`. Traps if there is no memory left.
    pub fn take(self) -> Function {
        let (align, size, at, bytes) = (0, 1, 2, 3);
        let mut function = Function::new([(2, ValType::I32)]);
        let mut code = function.instructions();
        code.global_get(self.top()).i32_eqz().if_(BlockType::Empty);
        code.i32_const(self.control)
            .i32_load(word(control_field("scratch_ptr")));
        code.global_set(self.top());
        code.global_get(self.top());
        code.i32_const(self.control)
            .i32_load(word(control_field("scratch_len")));
        code.i32_add().global_set(self.end()).end();

        code.global_get(self.top()).local_get(align).i32_add();
        code.i32_const(1).i32_sub();
        code.i32_const(0)
            .local_get(align)
            .i32_sub()
            .i32_and()
            .local_set(at);

        // No room: a new block.
        code.local_get(at).global_get(self.end()).i32_gt_u();
        code.local_get(size)
            .global_get(self.end())
            .local_get(at)
            .i32_sub()
            .i32_gt_u();
        code.i32_or().if_(BlockType::Empty);
        match self.allocator {
            None => {
                code.unreachable();
            }
            Some((alloc, _)) => {
                code.local_get(size).i32_const(MOST).i32_gt_u();
                code.if_(BlockType::Empty).unreachable().end();
                code.local_get(size)
                    .i32_const(HEAD)
                    .i32_add()
                    .local_tee(bytes);
                code.i32_const(BLOCK)
                    .local_get(bytes)
                    .i32_const(BLOCK)
                    .i32_gt_u();
                code.select().local_set(bytes);
                code.local_get(bytes)
                    .i32_const(HEAD)
                    .call(alloc)
                    .local_tee(at);
                code.i32_eqz().if_(BlockType::Empty).unreachable().end();
                code.local_get(at)
                    .global_get(self.block())
                    .i32_store(word(0));
                code.local_get(at).local_get(bytes).i32_store(word(4));
                code.local_get(at).global_set(self.block());
                code.local_get(at)
                    .local_get(bytes)
                    .i32_add()
                    .global_set(self.end());
                code.local_get(at).i32_const(HEAD).i32_add().local_set(at);
            }
        }
        code.end();
        code.local_get(at)
            .local_get(size)
            .i32_add()
            .global_set(self.top());
        code.local_get(at).end();
        function
    }

    /// `cabi_realloc: (old, old size, align, new size) -> address`. `take` is the index of [`Arena::take`].
    pub fn realloc(self, take: u32) -> Function {
        let (old, old_size, align, new_size, at) = (0, 1, 2, 3, 4);
        let mut function = Function::new([(1, ValType::I32)]);
        let mut code = function.instructions();
        code.local_get(new_size).local_get(old_size).i32_le_u();
        code.if_(BlockType::Empty).local_get(old).return_().end();
        code.local_get(align)
            .local_get(new_size)
            .call(take)
            .local_tee(at);
        code.local_get(old).local_get(old_size).memory_copy(0, 0);
        code.local_get(at).end();
        function
    }

    /// `() -> ()`: gives everything back. With `wipe` it is overwritten first.
    pub fn give_back(self, wipe: bool) -> Function {
        let (block, before) = (0, 1);
        let mut function = Function::new([(2, ValType::I32)]);
        let mut code = function.instructions();
        if wipe {
            code.i32_const(self.control)
                .i32_load(word(control_field("scratch_ptr")));
            code.i32_const(0);
            code.i32_const(self.control)
                .i32_load(word(control_field("scratch_len")));
            code.memory_fill(0);
        }
        if let Some((_, free)) = self.allocator {
            code.global_get(self.block()).local_set(block);
            code.loop_(BlockType::Empty);
            code.local_get(block).if_(BlockType::Empty);
            code.local_get(block).i32_load(word(0)).local_set(before);
            if wipe {
                code.local_get(block).i32_const(HEAD).i32_add();
                code.i32_const(0);
                code.local_get(block)
                    .i32_load(word(4))
                    .i32_const(HEAD)
                    .i32_sub();
                code.memory_fill(0);
            }
            code.local_get(block).local_get(block).i32_load(word(4));
            code.i32_const(HEAD).call(free);
            code.local_get(before).local_set(block);
            code.br(1).end().end();
            code.i32_const(0).global_set(self.block());
        }
        for global in [self.top(), self.top() + MARKED, self.block() + MARKED] {
            code.i32_const(0).global_set(global);
        }
        code.end();
        function
    }
}
