//! The control block and the scratch area (`docs/abi.md`, "The control block").

use core::cell::Cell;
use core::ptr::null;

use pyext_abi::names::CONTROL_SIZE;

/// Bytes for arguments: enough for nearly every call. They are zero, so they cost nothing in the file, and no memory until
/// they are used.
const SCRATCH_LEN: usize = 256 * 1024;

#[repr(C, align(16))]
pub(crate) struct Scratch(Cell<[u8; SCRATCH_LEN]>);

// SAFETY: a guest has one thread.
unsafe impl Sync for Scratch {}

pub(crate) static SCRATCH: Scratch = Scratch(Cell::new([0; SCRATCH_LEN]));

/// The fields of `names::CONTROL_FIELDS`, in their order.
#[repr(C)]
pub(crate) struct Control {
    size: u32,
    flags: u32,
    scratch_ptr: *const Scratch,
    scratch_len: usize,
    pub(crate) panic_ptr: Cell<*const u8>,
    pub(crate) panic_len: Cell<usize>,
    pub(crate) pending: Cell<usize>,
    pub(crate) refused: Cell<u32>,
}

#[cfg(target_arch = "wasm32")]
const _: () = assert!(size_of::<Control>() == CONTROL_SIZE as usize);

// SAFETY: a guest has one thread.
unsafe impl Sync for Control {}

/// The control block. Its exported name is the ABI version, so it is spelled as the ABI has it.
#[cfg_attr(target_arch = "wasm32", unsafe(export_name = "pyext_v1"))]
pub(crate) static CONTROL: Control = Control {
    size: CONTROL_SIZE,
    flags: 0,
    scratch_ptr: &raw const SCRATCH,
    scratch_len: SCRATCH_LEN,
    panic_ptr: Cell::new(null()),
    panic_len: Cell::new(0),
    pending: Cell::new(0),
    refused: Cell::new(0),
};
