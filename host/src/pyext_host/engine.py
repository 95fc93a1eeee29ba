"""The seam to wasmtime: compile, instantiate, bind an export so that calls are fast.

Everything that knows wasmtime is in this file. A call is `call(*args)` on a buffer of 16-byte
cells, one for each argument, which the results overwrite. `call` is wasmtime's C function where the
library has been found to behave as expected, and otherwise a Python function that does the same
through wasmtime's public API.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
import warnings
from importlib import import_module
from typing import Any, Callable, NamedTuple

from . import cache
from .errors import LoadError
from .shared import once

try:
    # As a value that is not known to the type checker: much of what is used here is private.
    wasmtime: Any = import_module("wasmtime")
except Exception as e:  # on an unsupported platform it raises many things
    raise LoadError(
        "PX617",
        "wasmtime",
        f"the package cannot be imported: {type(e).__name__}: {e}",
        "`pip install wasmtime`; it works with 64-bit Python on Linux, macOS and Windows, on x86-64"
        " and ARM64; anywhere else it installs, but cannot be imported",
    ) from e

CELL = 16
#: How the memoryview of a buffer reads the cell of a wasm type.
CODES = {"i32": "i", "i64": "q", "f32": "f", "f64": "d"}

# (module (memory (export "m") 1)
#   (func (export "e") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
#     local.get 3 local.get 2 local.get 1 local.get 0)
#   (func (export "u") i32.const -4 i32.const 0 memory.atomic.notify drop)
#   (func (export "g") (result i32) i32.const 1000 memory.grow)) The trap is one that needs no
# signal in any version: those end the process if faulthandler was enabled after another engine.
_SELF_TEST = bytes.fromhex(
    "0061736d0100000001130360047f7e7d7c047c7d7e7f6000006000017f0304030001020503010001071104016d020001"
    "65000001750001016700020a20030a0020032002200120000b0b00417c4100fe0002001a0b070041e80740000b"
)


# (module (import "m" "i" (func (param i64 f64) (result i64)))
#   (func (export "f") (param i64) (result i64) local.get 0 f64.const 2.5 call 0))
_SELF_TEST_OF_IMPORTS = bytes.fromhex(
    "0061736d01000000010c0260027e7c017e60017e017e020701016d0169000003020101070501016600010a11010f0020"
    "0044000000000000044010000b"
)


class Verdict(NamedTuple):
    """Which way calls take, and why."""

    fast: bool
    reason: str


class Target:
    """One export of one instance, with the buffer for its arguments and results."""

    def __init__(self, wasm_params: list[str], wasm_results: list[str]) -> None:
        self.wasm_params = wasm_params
        self.wasm_results = wasm_results
        self.cells = max(len(wasm_params), len(wasm_results), 1)
        self.buffer = ctypes.create_string_buffer(CELL * self.cells)
        self.bytes = memoryview(self.buffer).cast("B")
        self.args: tuple[Any, ...] = ()
        self.func: Any = None
        self.store: Any = None

    def view(self, code: Any) -> memoryview:
        """The buffer as numbers of this code; cell `i` is at `i * 16 // size`."""
        return self.bytes.cast(code)


class _Store(wasmtime.Store):  # type: ignore[misc]  # wasmtime is not known to the type checker
    """A store that tells when it is closed, which frees the memory behind all views.

    That can be before the last call: the garbage collector finalises the objects of a cycle in any
    order, and a finaliser that comes later may call the extension.
    """

    on_close: Callable[[], None] | None = None

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self.set_limits(table_elements=_ELEMENTS, tables=_TABLES)
        #: What C holds on to.
        self.keep: list[Any] = []

    def close(self) -> None:
        if self.on_close is not None:
            self.on_close()
        super().close()


class Instance:
    """A module with a memory of its own. Freed with its store, so each has a new one."""

    def __init__(self, module: Any, externs: Callable[[Any], list[Any]] | None = None) -> None:
        self.store = _Store(engine())
        given = externs(self.store) if externs is not None else []
        self._exports = wasmtime.Instance(self.store, module, given).exports(self.store)

    def memory(self, name: str) -> Any:
        """The memory of this name; None if it is something else."""
        memory = self._exports.get(name)
        return memory if isinstance(memory, wasmtime.Memory) else None

    def memory_place(self, memory: Any) -> tuple[int, int]:
        """Address and size of a memory at this moment."""
        return (
            ctypes.addressof(memory.data_ptr(self.store).contents),
            memory.data_len(self.store),
        )

    def global_value(self, name: str) -> int:
        """The value of an `i32` global, unsigned."""
        return int(self._exports[name].value(self.store)) & 0xFFFFFFFF

    def bind(self, target: Target, name: str, trap: ctypes.c_void_p) -> None:
        """Makes `call(*target.args)` call the export `name`. A trap is left in `trap`."""
        func = self._exports[name]
        target.func, target.store = func, self.store
        if verdict().fast:
            raw = wasmtime._ffi.wasmtime_func_t.from_buffer_copy(func._func)
            context = ctypes.cast(self.store._context(), ctypes.c_void_p)
            # Converted once; ctypes would do it again in each call.
            target.args = (
                ctypes.c_void_p.from_param(context.value),
                ctypes.byref(raw),
                ctypes.byref(target.buffer),
                ctypes.c_size_t.from_param(target.cells),
                ctypes.byref(trap),
            )
        else:
            target.args = (target,)


#: What C calls for an import: environment, caller, cells, their number; gives a trap or nothing.
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t
)
_STOPPED = b"python exception"


#: In place of an error's address, where an import has stopped the guest on the portable way.
NO_ERROR = -1


class Stopped(Exception):
    """Raised through wasmtime-py's public API by an import that stops the guest."""


def callback(function: Callable[..., Any]) -> Any:
    """What C can call. It has to live as long as every instance that imports it."""
    return _CALLBACK(function)


def block(size: int) -> Callable[[int], Any]:
    """What makes a view of so many bytes at an address."""
    made: Callable[[int], Any] = (ctypes.c_char * size).from_address
    return made


def stopped() -> Any:
    """What an import returns, or raises on the portable way, to make the guest trap."""
    if not verdict().fast:
        return Stopped()
    return _trap_maker()(_STOPPED, len(_STOPPED))


def _trap_maker() -> Any:
    return _c_function("wasmtime_trap_new", ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)


def new_function(store: Any, params: list[str], results: list[str], function: Any) -> Any:
    """A function of this type that a module can import."""
    ty = _type_of(params, results)
    if not verdict().fast:
        return wasmtime.Func(store, ty, function)
    store.keep.append(function)
    return _new_function(store, ty, function)


def _type_of(params: list[str], results: list[str]) -> Any:
    made = [[getattr(wasmtime.ValType, name)() for name in names] for names in (params, results)]
    return wasmtime.FuncType(*made)


def _new_function(store: Any, ty: Any, function: Any) -> Any:
    raw = wasmtime._ffi.wasmtime_func_t()
    pointer = ctypes.c_void_p
    make = _c_function(
        "wasmtime_func_new_unchecked", None, pointer, pointer, _CALLBACK, pointer, pointer, pointer
    )
    context = ctypes.cast(store._context(), pointer)
    make(context, ctypes.cast(ty.ptr(), pointer), function, None, None, ctypes.addressof(raw))
    return wasmtime.Func._from_raw(raw)


def _c_function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of wasmtime's library with declarations of its own."""

    def make() -> Any:
        function = wasmtime._ffi.dll[name]
        function.restype, function.argtypes = result, arguments
        return function

    return once(f"C function {name}", make)


def call_function() -> Callable[..., int | None]:
    """What calls a target: gives None, or the address of an error."""
    return _fast_call() if verdict().fast else _public_call


def take_failure(trap: ctypes.c_void_p, error: int | None) -> Exception:
    """wasmtime's exception for a trap or error that `call` left behind."""
    if trap:
        pointer = ctypes.cast(trap, ctypes.POINTER(wasmtime._ffi.wasm_trap_t))
        trap.value = None
        trapped: Exception = wasmtime.Trap._from_ptr(pointer)
        return trapped
    address = ctypes.cast(ctypes.c_void_p(error), ctypes.POINTER(wasmtime._ffi.wasmtime_error_t))
    failed: Exception = wasmtime.WasmtimeError._from_ptr(address)
    return failed


def is_failure(error: BaseException) -> bool:
    """Whether wasmtime raised this because a call failed in wasm."""
    return isinstance(error, (wasmtime.Trap, wasmtime.WasmtimeError))


def trap_kind(error: BaseException) -> str:
    """Why wasm stopped, in words: "unreachable", "stack overflow" …"""
    if not isinstance(error, wasmtime.Trap):
        return "error"
    try:
        code = error.trap_code
    except ValueError:  # a code that wasmtime-py has no name for
        return "other"
    return "other" if code is None else code.name.lower().replace("_", " ")


#: What no extension uses, and what would give a guest memory beside the one that the host sees.
_WITHOUT = (
    "wasm_stack_switching",
    "wasm_exceptions",
    "wasm_gc",
    "wasm_function_references",
    "wasm_memory64",
    "wasm_multi_memory",
    "wasm_custom_page_sizes",
)
#: Elements that a table can have, and tables that a guest can: each element takes host memory.
_ELEMENTS, _TABLES = 1_000_000, 4


def engine() -> Any:
    """The engine that all extensions of the process share."""
    return once("wasmtime engine", _new_engine)


def _new_engine() -> Any:
    config = wasmtime.Config()
    # With the default a child process that was forked after a compilation hangs when it compiles.
    config.parallel_compilation = False
    # Asked of the class: the attributes of an object can only be set.
    if hasattr(wasmtime.Config, "memory_may_move"):
        # True of every 32-bit memory: 4 GiB are reserved for it. Views of it rest on that.
        config.memory_may_move = False
    for feature in _WITHOUT:
        if hasattr(wasmtime.Config, feature):
            setattr(config, feature, False)
    return wasmtime.Engine(config)


def version() -> str:
    """The version of wasmtime."""
    from importlib import metadata  # half of the time that importing this package would take

    try:
        return metadata.version("wasmtime")
    except metadata.PackageNotFoundError:
        return "unknown"


def _library() -> str:
    """What tells this build of wasmtime, this Python and this machine from others."""
    path = str(getattr(wasmtime._ffi, "filename", ""))
    try:
        about = os.stat(path)
        build = f"{path} {about.st_size} {about.st_mtime_ns}"
    except OSError:
        build = f"{path} {version()}"
    return f"{sys.version} {platform.machine()} {build}"


def compile_module(wasm: bytes, place: str) -> Any:
    """The compiled module, from the cache if it was compiled before."""
    key = hashlib.sha256(f"2 {_library()}\n".encode() + wasm).hexdigest()
    name = f"{key}.cwasm"
    cached = cache.path_of(name)
    if cached is not None:
        try:
            return wasmtime.Module.deserialize_file(engine(), str(cached))
        except wasmtime.WasmtimeError:
            pass  # made by another build, or damaged; compiling replaces it
    try:
        module = wasmtime.Module(engine(), wasm)
    except wasmtime.WasmtimeError as e:
        reason = ascii(str(e).strip().replace("\n", " "))[1:-1][:500]
        raise LoadError(
            "PX615",
            place,
            f"wasmtime {version()} refuses it: {reason}",
            "run `cargo pyext check` on the file, or `pip install -U wasmtime`",
        ) from None
    cache.write(name, lambda: bytes(module.serialize()))
    return module


# ---- the fast path


def verdict() -> Verdict:
    """Which way calls take. The first question costs a self-test, or a look into the cache."""
    return once("fast path", _judge)


def warn_if_slow() -> None:
    """Says once in the process that the fast path is not taken."""
    warned: list[bool] = once("warned", list)
    found = verdict()
    if not found.fast and not warned:
        warned.append(True)
        warnings.warn(
            f"pyext: calls go through wasmtime's public API, which is much slower: {found.reason}",
            RuntimeWarning,
            stacklevel=4,
        )


def _judge() -> Verdict:
    if os.environ.get("PYEXT_FAST_PATH") == "0":
        return Verdict(False, "PYEXT_FAST_PATH is 0")
    problem = _layout_problem()
    if problem:
        return Verdict(False, problem)
    name = f"{hashlib.sha256(f'5 {_library()}'.encode()).hexdigest()}.verdict"
    cached = cache.path_of(name)
    if cached is not None:
        return Verdict(True, "the self-test passed before")
    try:
        problem = _self_test()
    except Exception as e:  # whatever the surprise is, the public API works
        problem = f"the self-test raised {type(e).__name__}: {e}"
    if problem:
        return Verdict(False, problem)
    cache.write(name, lambda: b"")
    return Verdict(True, "the self-test passed")


def _layout_problem() -> str:
    """What of wasmtime's C interface is not as this file takes it to be."""
    if sys.byteorder != "little":
        return "the machine is big-endian"
    if sys.implementation.name != "cpython":
        return f"this is {sys.implementation.name}, not CPython"
    if ctypes.sizeof(ctypes.c_void_p) != 8:
        return "this is not a 64-bit Python"
    try:
        ffi = wasmtime._ffi
        bindings = import_module("wasmtime._bindings")
        value, func = ffi.wasmtime_val_raw_t, ffi.wasmtime_func_t
        if ctypes.sizeof(value) != CELL:
            return f"wasmtime_val_raw_t has {ctypes.sizeof(value)} bytes"
        if ctypes.sizeof(func) != 16 or func.store_id.offset != 0:
            return "wasmtime_func_t has changed"
        for name, size in (("i32", 4), ("i64", 8), ("f32", 4), ("f64", 8)):
            field = getattr(value, name)
            if field.offset != 0 or field.size != size:
                return f"wasmtime_val_raw_t.{name} has changed"
        function = bindings._wasmtime_func_call_unchecked
        expected = [
            ctypes.POINTER(ffi.wasmtime_context_t),
            ctypes.POINTER(func),
            ctypes.POINTER(value),
            ctypes.c_size_t,
            ctypes.POINTER(ctypes.POINTER(ffi.wasm_trap_t)),
        ]
        if list(function.argtypes) != expected:
            return "wasmtime_func_call_unchecked has other parameters"
        if function.restype is not ctypes.POINTER(ffi.wasmtime_error_t):
            return "wasmtime_func_call_unchecked has another result"
        function = bindings._wasmtime_func_new_unchecked
        if function.restype is not None or len(function.argtypes) != 6:
            return "wasmtime_func_new_unchecked has another signature"
        for owner, attribute in (
            (wasmtime.Trap, "_from_ptr"),
            (wasmtime.WasmtimeError, "_from_ptr"),
            (wasmtime.Store, "_context"),
            (wasmtime.Func, "_from_raw"),
            (wasmtime.FuncType, "ptr"),
        ):
            if not hasattr(owner, attribute):
                return f"{owner.__name__}.{attribute} is gone"
    except (AttributeError, ImportError, TypeError) as e:
        return f"a private name of wasmtime-py has changed: {e}"
    return ""


def _fast_call() -> Callable[..., int | None]:
    def make() -> Any:
        # Indexing gives a new object, so wasmtime-py's own declarations stay as they are.
        function = wasmtime._ffi.dll["wasmtime_func_call_unchecked"]
        function.restype = ctypes.c_void_p
        return function

    made: Callable[..., int | None] = once("fast call", make)
    return made


def _self_test() -> str:
    """Calls, traps and grows through the fast path; says what was not as expected."""
    store = wasmtime.Store(engine())
    module = wasmtime.Module(engine(), _SELF_TEST)
    exports = wasmtime.Instance(store, module, []).exports(store)
    context = ctypes.cast(store._context(), ctypes.c_void_p)
    buffer = ctypes.create_string_buffer(4 * CELL)
    trap = ctypes.c_void_p()
    cells = memoryview(buffer).cast("B")
    codes: Any = "iqfd"
    views = {code: cells.cast(code) for code in codes}

    def call(name: str) -> int | None:
        raw = wasmtime._ffi.wasmtime_func_t.from_buffer_copy(exports[name]._func)
        arguments = (
            ctypes.c_void_p.from_param(context.value),
            ctypes.byref(raw),
            ctypes.byref(buffer),
            ctypes.c_size_t.from_param(4),
            ctypes.byref(trap),
        )
        return _fast_call()(*arguments)

    views["i"][0], views["q"][2], views["f"][8], views["d"][6] = -7, -(1 << 62), 1.5, -2.25
    if call("e") is not None or trap:
        return "a call failed"
    if (views["d"][0], views["f"][4], views["q"][4], views["i"][12]) != (
        -2.25,
        1.5,
        -(1 << 62),
        -7,
    ):
        return "values arrive changed"
    memory = exports["m"]
    before = ctypes.addressof(memory.data_ptr(store).contents)
    if call("g") is not None or trap or views["i"][0] != 1:
        return "memory does not grow"
    if ctypes.addressof(memory.data_ptr(store).contents) != before:
        return "memory moves when it grows"
    if call("u") is not None or not trap:
        return "a trap is not reported"
    if trap_kind(take_failure(trap, None)) != "memory out of bounds":
        return "a trap is reported wrongly"
    return _self_test_of_imports(store, trap)


def _self_test_of_imports(store: Any, trap: ctypes.c_void_p) -> str:
    """The same for functions that the guest calls."""
    seen: list[tuple[int, Any]] = []

    def function(environment: Any, caller: Any, at: int, count: int) -> Any:
        cells: Any = memoryview(block(count * CELL)(at)).cast("B")
        values: Any = cells.cast("q")[0], cells.cast("d")[2]
        seen.append((count, values))
        if values[0] == 0:
            return stop(_STOPPED, len(_STOPPED))
        cells.cast("q")[0] = -values[0]
        return None

    stop = _trap_maker()
    called = callback(function)
    store.keep = [called]
    imported = _new_function(store, _type_of(["i64", "f64"], ["i64"]), called)
    module = wasmtime.Module(engine(), _SELF_TEST_OF_IMPORTS)
    exports = wasmtime.Instance(store, module, [imported]).exports(store)
    buffer = ctypes.create_string_buffer(CELL)
    raw = wasmtime._ffi.wasmtime_func_t.from_buffer_copy(exports["f"]._func)
    arguments = (
        ctypes.c_void_p.from_param(ctypes.cast(store._context(), ctypes.c_void_p).value),
        ctypes.byref(raw),
        ctypes.byref(buffer),
        ctypes.c_size_t.from_param(1),
        ctypes.byref(trap),
    )
    number = memoryview(buffer).cast("B").cast("q")
    number[0] = 1 << 40
    if _fast_call()(*arguments) is not None or trap or number[0] != -(1 << 40):
        return "an import is not called, or its result arrives changed"
    if seen != [(2, (1 << 40, 2.5))]:
        return "arguments of an import arrive changed"
    number[0] = 0
    error = _fast_call()(*arguments)
    if error is None and not trap:
        return "an import does not stop the guest"
    text = str(take_failure(trap, error))
    return "" if _STOPPED.decode() in text else "another failure came"


def _public_call(target: Target) -> int | None:
    """The same as the fast path through `Func.__call__`. A trap is raised."""
    arguments = []
    for i, wasm in enumerate(target.wasm_params):
        cells = target.view(CODES[wasm])
        arguments.append(cells[i * CELL // cells.itemsize])
    try:
        result = target.func(target.store, *arguments)
    except Stopped:
        return NO_ERROR
    if target.wasm_results:
        target.view(CODES[target.wasm_results[0]])[0] = result
    return None
