//! How objects cross: as handles, owned or borrowed.

use alloc::boxed::Box;
use core::any::TypeId;
use core::marker::PhantomData;

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use super::{Access, Holds, Refusal, refuse, table};
use crate::lift::{Frame, Lifts, invalid};
use crate::lower::Lowers;
use crate::pass;
use crate::pending::Log;
use crate::slice::Copied;
use crate::types::text;
use crate::value::{Describes, Key, Value, Wire};

/// A type with methods in Python: `#[export] impl` implements it.
pub trait Class: Value + 'static {
    /// The class written out.
    const DEFINITION: &'static Text;
}

/// The wire of a class, which carries its objects.
pub struct Object<C>(PhantomData<C>);

impl<C: Value> Wire for Object<C> {
    type Pass = pass::Object;
    type Reference = pass::Object;
}

const HANDLE: Layout = layout::primitive(Primitive::U32);

/// The object whose handle lies at `at`, which this call has acquired.
///
/// # Safety
/// The host passed `at` in this call as the address of a handle.
unsafe fn acquired<C: Class>(at: usize, access: Access) -> *mut C {
    // SAFETY: by the contract.
    let handle = unsafe { (at as *const u32).read() };
    let object = table(|t| t.lent(handle, TypeId::of::<C>(), access));
    if object.is_null() {
        invalid();
    }
    object.cast()
}

/// Lends the object whose handle lies at `at`.
///
/// # Safety
/// As for `acquired`.
unsafe fn acquire<C: Class>(at: usize, access: Access) -> Result<(), Refusal> {
    // SAFETY: by the contract.
    let handle = unsafe { (at as *const u32).read() };
    table(|t| t.acquire(handle, TypeId::of::<C>(), access))
}

// SAFETY: a handle is a `u32`.
unsafe impl<C: Class> Describes for Object<C> {
    const TYPE: &'static Text = text::wrapped!("{\"own\":", C::DEFINITION, "}");
    const LAYOUT: Layout = HANDLE;
    const KEY: Key = Key::No;
    const HOLDS: Holds = Holds::OWNED;
    type Slice = Copied;
}

// SAFETY: a handle is read.
unsafe impl<C: Class> Lifts<C> for Object<C> {
    type Out<'s> = C;

    unsafe fn lift(_: &Frame, at: usize) -> C {
        // SAFETY: by the contract; the object is lent to this call alone, and nobody finds it any more when it is taken out.
        unsafe {
            let object = acquired::<C>(at, Access::Write);
            let handle = (at as *const u32).read();
            table(|t| t.remove(handle));
            *Box::from_raw(object)
        }
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { acquire::<C>(at, Access::Write) }
    }
}

// SAFETY: a handle is written.
unsafe impl<C: Class> Lowers<C> for Object<C> {
    unsafe fn lower(value: C, at: *mut u8, _: &mut Log) {
        let object = Box::into_raw(Box::new(value)).cast();
        let handle = table(|t| t.insert(object, TypeId::of::<C>()));
        // SAFETY: by the contract.
        unsafe { at.cast::<u32>().write(handle) }
    }
}

// SAFETY: a handle is a `u32`.
#[diagnostic::do_not_recommend]
unsafe impl<C: Class> Describes for &C {
    const TYPE: &'static Text = text::wrapped!("{\"borrow\":", C::DEFINITION, "}");
    const LAYOUT: Layout = HANDLE;
    const KEY: Key = Key::No;
    const HOLDS: Holds = Holds::LENT;
    type Slice = Copied;
}

// SAFETY: a handle is read.
#[diagnostic::do_not_recommend]
unsafe impl<'a, C: Class> Lifts<&'a C> for &'a C {
    type Out<'s> = &'s C;

    unsafe fn lift(_: &Frame, at: usize) -> &C {
        // SAFETY: by the contract; until the call ends the object is lent to readers.
        unsafe { &*acquired::<C>(at, Access::Read) }
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { acquire::<C>(at, Access::Read) }
    }
}

#[diagnostic::do_not_recommend]
impl<'a, C: Class> Value for &'a mut C {
    type Wire = &'a mut C;
}

impl<C: Class> Wire for &mut C {
    type Pass = pass::Object;
    type Reference = pass::Reference;
}

// SAFETY: a handle is a `u32`.
#[diagnostic::do_not_recommend]
unsafe impl<C: Class> Describes for &mut C {
    const TYPE: &'static Text = <&C as Describes>::TYPE;
    const LAYOUT: Layout = HANDLE;
    const KEY: Key = Key::No;
    const HOLDS: Holds = Holds::LENT;
    type Slice = Copied;
}

// SAFETY: a handle is read.
#[diagnostic::do_not_recommend]
unsafe impl<'a, C: Class> Lifts<&'a mut C> for &'a mut C {
    type Out<'s> = &'s mut C;

    unsafe fn lift(_: &Frame, at: usize) -> &mut C {
        // SAFETY: by the contract; until the call ends the object is lent to this parameter alone: had another one acquired it, this
        // one could not have, and each handle is lifted once.
        unsafe { &mut *acquired::<C>(at, Access::Write) }
    }

    unsafe fn acquire(at: usize) -> Result<(), Refusal> {
        // SAFETY: by the contract.
        unsafe { acquire::<C>(at, Access::Write) }
    }
}

/// Drops an object: what `[drop]` of its class does.
pub fn drop_object<C: Class>(handle: u32) {
    let _frame = Frame::enter();
    drop_as::<C>(handle);
}

/// Drops what the table has as a `C`.
pub(crate) fn drop_as<C: 'static>(handle: u32) {
    let class = TypeId::of::<C>();
    let object = table(|t| {
        let level = t.level();
        t.acquire(handle, class, Access::Write)?;
        let object = t.lent(handle, class, Access::Write);
        t.remove(handle);
        t.give_back(level);
        Ok(object)
    });
    match object {
        // SAFETY: nobody has borrowed the object, and nobody finds it any more.
        Ok(object) => drop(unsafe { Box::from_raw(object.cast::<C>()) }),
        Err(Refusal::Dead) => {}
        Err(_) => refuse(0, Refusal::InUse),
    }
}
