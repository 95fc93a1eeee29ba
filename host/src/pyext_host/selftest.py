"""Whether wasmtime's C library is as native.py takes it to be: asked once for each build of it."""

from __future__ import annotations

import ctypes
from importlib import import_module
from typing import Any

from . import native
from .failure import CELL, Options, Target

# (module (memory (export "m") 1)
#   (func (export "e") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
#     local.get 3 local.get 2 local.get 1 local.get 0)
#   (func (export "u") i32.const -4 i32.const 0 memory.atomic.notify drop)
#   (func (export "g") (result i32) i32.const 1000 memory.grow)
#   (global (export "c") i32 (i32.const 1027))) The trap is one that needs no
# signal in any version: those end the process if faulthandler was enabled after another engine.
_SELF_TEST = bytes.fromhex(
    "0061736d0100000001130360047f7e7d7c047c7d7e7f6000006000017f03040300010205030100010607017f00418308"
    "0b071505016d0200016500000175000101670002016303000a20030a0020032002200120000b0b00417c4100fe000200"
    "1a0b070041e80740000b"
)


# (module (import "m" "n" (func)) (import "m" "i" (func (param i64 f64) (result i64)))
#   (func (export "f") (param i64) (result i64) call 0 local.get 0 f64.const 2.5 call 1))
_SELF_TEST_OF_IMPORTS = bytes.fromhex(
    "0061736d01000000010f0360000060027e7c017e60017e017e020d02016d016e0000016d016900010302010207050101"
    "6600020a130111001000200044000000000000044010010b"
)


def problem() -> str:
    """What is not as expected; empty if all is well."""
    try:
        return _declarations() or _calls() or _imports()
    except Exception as e:  # whatever the surprise is, the public API works
        return f"the self-test raised {type(e).__name__}: {e}"


def _declarations() -> str:
    """Compares with what wasmtime's Python package declares, before anything is called."""
    try:
        ffi: Any = import_module("wasmtime._ffi")
        bindings: Any = import_module("wasmtime._bindings")
        for name, size in (
            ("wasmtime_val_raw_t", CELL),
            ("wasmtime_func_t", native.FUNC_SIZE),
            ("wasmtime_extern_t", native.EXTERN),
            ("wasmtime_instance_t", 16),
            ("wasm_byte_vec_t", 16),
        ):
            found = ctypes.sizeof(getattr(ffi, name))
            if found != size:
                return f"{name} has {found} bytes"
        for name, size in (("i32", 4), ("i64", 8), ("f32", 4), ("f64", 8)):
            field = getattr(ffi.wasmtime_val_raw_t, name)
            if field.offset != 0 or field.size != size:
                return f"wasmtime_val_raw_t.{name} has changed"
        for name, (result, parameters) in native.FUNCTIONS.items():
            function = getattr(bindings, f"_{name}")
            theirs = [_size(ty) for ty in function.argtypes or ()]
            if theirs != [_size(ty) for ty in parameters]:
                return f"{name} has other parameters"
            if _size(function.restype) != _size(result):
                return f"{name} has another result"
    except (AttributeError, ImportError, TypeError) as e:
        return f"a private name of wasmtime-py has changed: {e}"
    return ""


def _size(ty: Any) -> int:
    return 0 if ty is None else ctypes.sizeof(ty)


class _Case:
    """An instance, and how to call its exports."""

    def __init__(self, wasm: bytes, externs: Any = None) -> None:
        module = native.compile(native.new_engine(Options()), wasm)
        self.trap = ctypes.c_void_p()
        self.instance = native.Instance(module, externs)
        self.call = native.call_function()

    def target(self, name: str, cells: int) -> Target:
        target = Target(["i64"] * cells, [])
        self.instance.bind(target, name, self.trap)
        return target


def _calls() -> str:
    """Calls, traps and grows; says what was not as expected."""
    case = _Case(_SELF_TEST)
    target = case.target("e", 4)
    views: dict[str, Any] = {code: target.view(code) for code in "iqfd"}
    views["i"][0], views["q"][2], views["f"][8], views["d"][6] = -7, -(1 << 62), 1.5, -2.25
    if case.call(*target.args) is not None or case.trap:
        return "a call failed"
    found = views["d"][0], views["f"][4], views["q"][4], views["i"][12]
    if found != (-2.25, 1.5, -(1 << 62), -7):
        return "values arrive changed"
    if case.instance.global_value("c") != 1027 or case.instance.memory("c") is not None:
        return "a global is read wrongly"
    memory = case.instance.memory("m")
    before = case.instance.memory_place(memory)
    target = case.target("g", 1)
    if case.call(*target.args) is not None or case.trap or target.view("i")[0] != 1:
        return "memory does not grow"
    if case.instance.memory_place(memory) != (before[0], 1001 << 16) or before[1] != 1 << 16:
        return "memory moves when it grows"
    if case.call(*case.target("u", 1).args) is not None or not case.trap:
        return "a trap is not reported"
    failure = native.take_failure(case.trap, None)
    if failure.kind != "memory out of bounds" or [frame[1] for frame in failure.frames] != [1]:
        return "a trap is reported wrongly"
    return ""


def _imports() -> str:
    """The same for functions that the guest calls."""
    seen: list[tuple[int, Any]] = []

    def function(environment: Any, caller: Any, at: int, count: int) -> Any:
        cells: Any = memoryview((ctypes.c_char * (count * CELL)).from_address(at)).cast("B")
        values: Any = cells.cast("q")[0], cells.cast("d")[2]
        seen.append((count, values))
        if values[0] == 0:
            return native.stopped()
        cells.cast("q")[0] = -values[0]
        return None

    def nothing(environment: Any, caller: Any, at: int, count: int) -> Any:
        return None

    def externs(store: Any) -> list[Any]:
        return [
            native.new_function(store, [], [], native.CALLBACK(nothing)),
            native.new_function(store, ["i64", "f64"], ["i64"], native.CALLBACK(function)),
        ]

    case = _Case(_SELF_TEST_OF_IMPORTS, externs)
    target = case.target("f", 1)
    number = target.view("q")
    number[0] = 1 << 40
    if case.call(*target.args) is not None or case.trap or number[0] != -(1 << 40):
        return "an import is not called, or its result arrives changed"
    if seen != [(2, (1 << 40, 2.5))]:
        return "arguments of an import arrive changed"
    number[0] = 0
    error = case.call(*target.args)
    if error is None and not case.trap:
        return "an import does not stop the guest"
    text = str(native.take_failure(case.trap, error))
    return "" if native.STOPPED.decode() in text else "another failure came"
