//! The table of objects: a generation in each handle tells the living from the dead, and each object knows how it is lent.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::TypeId;
use core::cell::Cell;
use core::ptr::null_mut;

/// Why an argument cannot be taken, as the ABI numbers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The handle is dead, or never was one of this class.
    Dead = 1,
    /// The object is in use by a call that changes it.
    Changing = 2,
    /// The object is in use, and this call would change it.
    InUse = 3,
}

/// What a call does with an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// Reads it, as others may meanwhile.
    Read,
    /// Changes it, or takes it away.
    Write,
}

/// Bits of a handle that are the index; those above are the generation, which begins with 1.
const INDEX_BITS: u32 = 20;
const GENERATIONS: u32 = 1 << (32 - INDEX_BITS);
/// So many slots are free before one is used again. It takes this times [`GENERATIONS`] objects until a dead handle lives again.
const SPARE: u32 = 64;
/// The number of readers that stands for one writer.
const WRITER: u32 = u32::MAX;
struct Slot {
    /// The object, as `Box` gave it; null if the slot is free.
    object: *mut u8,
    class: TypeId,
    generation: u32,
    /// How often the object is lent; of a free slot the next one that is free.
    lent: u32,
}

/// Objects, and which of them are lent to calls.
pub(crate) struct Table {
    slots: Vec<Slot>,
    /// The free slot that is used next, and the one that is used last, if there are `spare` ones.
    free: (u32, u32),
    spare: u32,
    /// The handles that calls have acquired, those of inner calls behind those of outer ones.
    lent: Vec<u32>,
}

impl Table {
    pub(crate) fn new() -> Table {
        Table {
            slots: Vec::new(),
            free: (0, 0),
            spare: 0,
            lent: Vec::new(),
        }
    }

    /// Takes an object in; its handle.
    #[inline(never)]
    pub(crate) fn insert(&mut self, object: *mut u8, class: TypeId) -> u32 {
        let index = if self.spare > SPARE {
            self.spare -= 1;
            self.free.0
        } else {
            self.slots.len() as u32
        };
        if let Some(slot) = self.slots.get_mut(index as usize) {
            self.free.0 = slot.lent;
            slot.object = object;
            slot.class = class;
            slot.lent = 0;
            return handle(index, slot.generation);
        }
        if index >> INDEX_BITS != 0 {
            panic!("too many objects");
        }
        self.slots.push(Slot {
            object,
            class,
            generation: 1,
            lent: 0,
        });
        handle(index, 1)
    }

    /// The slot of a live object of this class.
    fn slot(&mut self, handle: u32, class: TypeId) -> Option<&mut Slot> {
        let slot = self.live(handle)?;
        (slot.class == class).then_some(slot)
    }

    fn live(&mut self, handle: u32) -> Option<&mut Slot> {
        let index = handle & ((1 << INDEX_BITS) - 1);
        let slot = self.slots.get_mut(index as usize)?;
        (slot.generation == handle >> INDEX_BITS && !slot.object.is_null()).then_some(slot)
    }

    /// Lends the object to the call that runs; [`Table::give_back`] ends it.
    #[inline(never)]
    pub(crate) fn acquire(
        &mut self,
        handle: u32,
        class: TypeId,
        access: Access,
    ) -> Result<(), Refusal> {
        let slot = self.slot(handle, class).ok_or(Refusal::Dead)?;
        slot.lent = match (access, slot.lent) {
            (Access::Read, WRITER) => return Err(Refusal::Changing),
            (Access::Read, readers) => readers + 1,
            (Access::Write, 0) => WRITER,
            (Access::Write, _) => return Err(Refusal::InUse),
        };
        self.lent.push(handle);
        Ok(())
    }

    /// The number of objects that are lent.
    pub(crate) fn level(&self) -> usize {
        self.lent.len()
    }

    /// Ends what has been lent since there were `level`.
    #[inline(never)]
    pub(crate) fn give_back(&mut self, level: usize) {
        while self.lent.len() > level {
            let handle = self.lent.pop().unwrap_or_default();
            // An object that was taken is no longer there.
            if let Some(slot) = self.live(handle) {
                slot.lent = match slot.lent {
                    WRITER => 0,
                    readers => readers - 1,
                };
            }
        }
    }

    /// An object that is lent so; null if it is not.
    #[inline(never)]
    pub(crate) fn lent(&mut self, handle: u32, class: TypeId, access: Access) -> *mut u8 {
        match (self.slot(handle, class), access) {
            (Some(slot), Access::Write) if slot.lent == WRITER => slot.object,
            (Some(slot), Access::Read) if slot.lent != WRITER && slot.lent > 0 => slot.object,
            _ => null_mut(),
        }
    }

    /// Takes a live object out, which nobody else uses.
    #[inline(never)]
    pub(crate) fn remove(&mut self, handle: u32) {
        let index = handle & ((1 << INDEX_BITS) - 1);
        let Some(slot) = self.live(handle) else {
            return;
        };
        slot.object = null_mut();
        slot.generation = match slot.generation + 1 {
            GENERATIONS => 1,
            next => next,
        };
        let last = core::mem::replace(&mut self.free.1, index);
        match self.slots.get_mut(last as usize) {
            Some(last) if self.spare > 0 => last.lent = index,
            _ => self.free.0 = index,
        }
        self.spare += 1;
    }
}

fn handle(index: u32, generation: u32) -> u32 {
    generation << INDEX_BITS | index
}

/// Where the guest's table is: null until there is one. Zeros cost nothing in the file.
struct Global(Cell<*mut Table>);

// SAFETY: a guest has one thread.
unsafe impl Sync for Global {}

static TABLE: Global = Global(Cell::new(null_mut()));

/// Does something with the guest's table.
pub(crate) fn table<R>(act: impl FnOnce(&mut Table) -> R) -> R {
    // SAFETY: a guest has one thread, and nothing that is done to the table runs code of others, which could come here again.
    act(unsafe { &mut *the_table() })
}

#[inline(never)]
fn the_table() -> *mut Table {
    if TABLE.0.get().is_null() {
        TABLE.0.set(Box::into_raw(Box::new(Table::new())));
    }
    TABLE.0.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Other;

    fn class() -> TypeId {
        TypeId::of::<u64>()
    }

    fn insert(table: &mut Table, value: u64) -> u32 {
        table.insert(Box::into_raw(Box::new(value)).cast(), class())
    }

    /// Takes an object out as a call does that consumes it.
    fn take(table: &mut Table, handle: u32) -> Result<u64, Refusal> {
        let level = table.level();
        table.acquire(handle, class(), Access::Write)?;
        let object = table.lent(handle, class(), Access::Write);
        table.remove(handle);
        table.give_back(level);
        // SAFETY: the object was made by `insert`, and this is the only way out.
        Ok(*unsafe { Box::from_raw(object.cast::<u64>()) })
    }

    #[test]
    fn a_dead_foreign_or_forged_handle_is_refused() {
        let mut table = Table::new();
        let handle = insert(&mut table, 7);
        let other = TypeId::of::<Other>();
        for (handle, class) in [
            (0, class()),
            (handle + 1, class()),
            (u32::MAX, class()),
            (handle ^ 1 << 31, class()),
            (handle, other),
        ] {
            for access in [Access::Read, Access::Write] {
                assert_eq!(table.acquire(handle, class, access), Err(Refusal::Dead));
                assert!(table.lent(handle, class, access).is_null());
            }
        }
        assert_eq!(take(&mut table, handle), Ok(7));
        assert_eq!(take(&mut table, handle), Err(Refusal::Dead));
        table.remove(handle);
    }

    #[test]
    fn an_object_has_many_readers_or_one_writer() {
        let mut table = Table::new();
        let handle = insert(&mut table, 7);
        let mut acquire = |access| table.acquire(handle, class(), access);
        assert_eq!(acquire(Access::Read), Ok(()));
        assert_eq!(acquire(Access::Read), Ok(()));
        assert_eq!(acquire(Access::Write), Err(Refusal::InUse));
        assert!(table.lent(handle, class(), Access::Write).is_null());
        assert!(!table.lent(handle, class(), Access::Read).is_null());
        table.give_back(1);
        assert_eq!(table.level(), 1);
        let mut acquire = |access| table.acquire(handle, class(), access);
        assert_eq!(acquire(Access::Write), Err(Refusal::InUse));
        table.give_back(0);
        let mut acquire = |access| table.acquire(handle, class(), access);
        assert_eq!(acquire(Access::Write), Ok(()));
        assert_eq!(acquire(Access::Write), Err(Refusal::InUse));
        assert_eq!(acquire(Access::Read), Err(Refusal::Changing));
        assert!(table.lent(handle, class(), Access::Read).is_null());
        table.give_back(0);
        assert!(table.lent(handle, class(), Access::Write).is_null());
        assert_eq!(take(&mut table, handle), Ok(7));
    }

    #[test]
    fn a_million_objects_need_no_more_room_than_those_that_live() {
        let mut table = Table::new();
        let live: Vec<u32> = (0..10).map(|i| insert(&mut table, i)).collect();
        let mut dead = Vec::new();
        for i in 0..1_000_000 {
            let handle = insert(&mut table, i);
            assert_eq!(take(&mut table, handle), Ok(i));
            if i < 1000 {
                dead.push(handle);
            } else if i < 100_000 {
                assert!(!dead.contains(&handle), "{i}");
            }
        }
        assert!(table.slots.len() <= live.len() + SPARE as usize + 1);
        for (i, handle) in (0..).zip(live) {
            assert_eq!(take(&mut table, handle), Ok(i));
        }
    }

    #[test]
    fn the_end_of_a_call_leaves_alone_what_took_the_place_of_a_taken_object() {
        let mut table = Table::new();
        let handles: Vec<u32> = (0..200).map(|i| insert(&mut table, i)).collect();
        for handle in &handles {
            assert_eq!(table.acquire(*handle, class(), Access::Write), Ok(()));
            // SAFETY: as in `take`.
            drop(unsafe {
                Box::from_raw(table.lent(*handle, class(), Access::Write).cast::<u64>())
            });
            table.remove(*handle);
        }
        let next = insert(&mut table, 1);
        assert_eq!(table.acquire(next, class(), Access::Read), Ok(()));
        let level = table.level();
        table.give_back(level - 1);
        assert_eq!(table.acquire(next, class(), Access::Read), Ok(()));
        table.give_back(0);
        assert_eq!(take(&mut table, next), Ok(1));
    }
}
