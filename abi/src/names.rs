//! Names that guests, tools and hosts agree on, and the control block.

use crate::python;

/// Version of the ABI that this crate describes.
pub const ABI_VERSION: u32 = 1;

/// The linear memory.
pub const MEMORY: &str = "memory";
/// The global that holds the address of the control block; its name carries [`ABI_VERSION`].
pub const CONTROL: &str = "pyext_v1";
/// Runs constructors, once, before anything else.
pub const INITIALIZE: &str = "_initialize";
/// What the linker calls the function that becomes [`INITIALIZE`].
pub const LINKER_CONSTRUCTORS: &str = "__wasm_call_ctors";
/// Allocates memory for the host.
pub const ALLOC: &str = "pyext_alloc";
/// Frees memory that the host allocated.
pub const FREE: &str = "pyext_free";
/// Frees a detached result.
pub const RELEASE: &str = "pyext_release";
/// Gives the next items of an iterator.
pub const NEXT: &str = "pyext_next";
/// Drops an iterator.
pub const CLOSE: &str = "pyext_close";

/// What the modules of imports that the user of the extension provides begin with; the name of the import follows.
pub const HOST_IMPORTS: &str = "pyext:host/";
/// What the modules of imports that every host provides begin with.
pub const SDK_IMPORTS: &str = "pyext:sdk/";
/// In records, the type of a parameter that is an import, and none in Python.
pub const INJECTED: &str = "injected";

/// The custom section that the compiler fills with records.
pub const RECORD_SECTION: &str = "pyext:record";
/// Version byte in front of each record.
pub const RECORD_VERSION: u8 = 1;
/// The custom section that holds the interface of a finished module.
pub const INTERFACE_SECTION: &str = "pyext";

/// What stands before the name of a function in that of the export that runs it on arrays, and behind the symbol of its wrapper.
pub const VECTORIZED: &str = "[vectorized]";

/// First character of the linker symbol of every wrapper; no Rust or C symbol starts with it.
pub const SYMBOL_PREFIX: &str = "#";

/// Control block fields, each a `u32`, in order.
pub const CONTROL_FIELDS: [&str; 8] = [
    "size",
    "flags",
    "scratch_ptr",
    "scratch_len",
    "panic_ptr",
    "panic_len",
    "pending",
    "refused",
];
/// Size of the control block in bytes.
pub const CONTROL_SIZE: u32 = 4 * CONTROL_FIELDS.len() as u32;

/// Deepest nesting of types in an interface. In a record every level is up to six levels of JSON, of which its reader takes 127.
pub const MAX_TYPE_DEPTH: usize = 20;
/// Most fields that a tuple can have.
pub const MAX_TUPLE_FIELDS: usize = 12;
/// Most flags that a type of flags can have.
pub const MAX_FLAGS: usize = 32;
/// Most parts of a type that is written out in full.
pub const MAX_TYPE_PARTS: usize = 4096;
/// Most parameters of a function: WebAssembly's own limit.
pub const MAX_PARAMETERS: usize = 1000;
/// Most parameters of a function that runs on arrays: there each takes two of WebAssembly's, and the results two.
pub const MAX_VECTORIZED: usize = (MAX_PARAMETERS - 2) / 2;
/// Most bytes that one value can occupy.
pub const MAX_VALUE_BYTES: u32 = i32::MAX as u32;

/// Names of the ABI that look like a function's.
pub const RESERVED_NAMES: [&str; 2] = [MEMORY, INITIALIZE];
/// What all other names of the ABI start with.
pub const RESERVED_PREFIXES: [&str; 2] = ["pyext_", "cabi_"];

/// Whether the ABI keeps `name` for itself, so that no function can be exported under it.
///
/// ```
/// assert!(pyext_abi::names::is_reserved("memory"));
/// assert!(pyext_abi::names::is_reserved("pyext_alloc"));
/// assert!(!pyext_abi::names::is_reserved("greet"));
/// ```
pub fn is_reserved(name: &str) -> bool {
    RESERVED_NAMES.contains(&name)
        || RESERVED_PREFIXES.iter().any(|p| name.starts_with(p))
        || python::is_special(name)
}
