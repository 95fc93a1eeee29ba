//! What a host gives every guest that asks for it: imports of fixed types (`docs/abi.md`, "Imports").

use crate::primitive::WasmType;

use WasmType::{I32, I64};

/// A function that a host gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Service {
    /// Its WebAssembly module, behind [`SDK_IMPORTS`](crate::names::SDK_IMPORTS).
    pub module: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// The types of its parameters.
    pub params: &'static [WasmType],
    /// The type of its result.
    pub result: Option<WasmType>,
    /// What a guest that has it reaches beyond what it is called with.
    pub reaches: Option<&'static str>,
}

const fn service(
    module: &'static str,
    name: &'static str,
    params: &'static [WasmType],
    result: Option<WasmType>,
    reaches: Option<&'static str>,
) -> Service {
    Service {
        module,
        name,
        params,
        result,
        reaches,
    }
}

/// All of them, sorted by module and name.
pub const SERVICES: [Service; 7] = [
    service("callable", "call", &[I32, I32], Some(I32), None),
    service(
        "clock",
        "monotonic",
        &[],
        Some(I64),
        Some("measures time, on a clock that never goes back"),
    ),
    service(
        "clock",
        "now",
        &[],
        Some(I64),
        Some("reads the time of day"),
    ),
    service("iterator", "next", &[I32, I32], Some(I32), None),
    service(
        "log",
        "log",
        &[I32; 5],
        None,
        Some("writes to Python's `logging`"),
    ),
    service(
        "random",
        "fill",
        &[I32, I32],
        None,
        Some("asks for random bytes"),
    ),
    service(
        "stdout",
        "write",
        &[I32, I32],
        None,
        Some("writes to `sys.stdout`"),
    ),
];

impl Service {
    /// The service of this WebAssembly module, without what all have in front, and name.
    pub fn find(module: &str, name: &str) -> Option<&'static Service> {
        SERVICES
            .iter()
            .find(|s| s.module == module && s.name == name)
    }
}
