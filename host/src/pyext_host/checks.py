"""Compares what a module is with what its interface says. The module has been compiled before."""

from __future__ import annotations

from . import _abi, exports
from .errors import LoadError
from .interface import Interface


def check(wasm: bytes, found: Interface, place: str) -> exports.Described:
    """Compares what the module is with what its interface and the ABI say.

    Returns what it imports and exports.
    """

    def bad(code: str, reason: str) -> LoadError:
        return LoadError(code, place, reason, "build the module again with `cargo pyext build`")

    described = exports.describe(wasm, place)
    if described.imports:
        from . import foreign

        foreign.check(described.imports, found, bad)

    def require(name: str, wanted: str, code: str = "PX611") -> None:
        type_of = described.exports
        if name not in type_of:
            raise bad(code, f"the export `{name}` is missing")
        if type_of[name] != wanted:
            raise bad(code, f"the export `{name}` is {type_of[name]}, it has to be {wanted}")

    require(_abi.MEMORY, "memory", "PX612")
    require(_abi.CONTROL, "immutable i32 global", "PX612")
    needed = {
        _abi.ALLOC: (["i32", "i32"], ["i32"], found.needs_allocator),
        _abi.FREE: (["i32", "i32", "i32"], [], found.needs_allocator),
        _abi.RELEASE: (["i32"], [], found.needs_release),
        _abi.NEXT: (["i32", "i32"], ["i32"], found.needs_next),
        _abi.CLOSE: (["i32"], [], found.needs_next),
        _abi.INITIALIZE: ([], [], False),
        **{f"[drop]{definition.name}": (["i32"], [], True) for definition in found.classes},
    }
    for name, (params, results, must) in needed.items():
        if must or name in described.exports:
            require(name, exports.function_type(params, results))
    for function in found.functions:
        wanted = exports.function_type(function.wasm_params, function.wasm_results)
        require(function.export, wanted)
        if function.vectorize:
            wanted = exports.function_type(function.vectorized_params, [])
            require(function.vectorized_export, wanted)
    return described
