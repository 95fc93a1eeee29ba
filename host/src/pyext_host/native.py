"""wasmtime's C library through ctypes, without its Python package: the fast way.

What it relies on (names, sizes of structures, the order of parameters) is compared with what the
Python package declares before the library is used for the first time (`engine.verdict`).
"""

from __future__ import annotations

import os
import sys

from .ctype import (
    CDLL,
    CFUNCTYPE,
    addressof,
    buffer,
    byref,
    bytes_at,
    c_bool,
    c_char_p,
    c_int64,
    c_size_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from .failure import DEPTH, ELEMENTS, TABLES, WITHOUT, Failure, Held, Refused, kind_of, views
from .shared import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .failure import Options, Target

#: `wasmtime_func_t`, `wasmtime_memory_t` and `wasmtime_global_t` stand behind the kind of a
#: `wasmtime_extern_t`, which has this size.
EXTERN = 32
_OF = 8
_FUNC, _GLOBAL, _MEMORY = 0, 1, 3
FUNC_SIZE = 16
#: No `wasmtime_val_t` is larger.
_VALUE = 64
_VALTYPES = {"i32": 0, "i64": 1, "f32": 2, "f64": 3}
STOPPED = b"python exception"

_P = c_void_p
#: Result and parameters of each function that is used.
FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "wasm_config_new": (_P, []),
    "wasm_engine_new_with_config": (_P, [_P]),
    "wasmtime_config_parallel_compilation_set": (None, [_P, c_bool]),
    "wasmtime_config_memory_may_move_set": (None, [_P, c_bool]),
    "wasmtime_config_memory_reservation_set": (None, [_P, c_uint64]),
    "wasmtime_config_consume_fuel_set": (None, [_P, c_bool]),
    "wasmtime_config_epoch_interruption_set": (None, [_P, c_bool]),
    "wasmtime_config_max_wasm_stack_set": (None, [_P, c_size_t]),
    "wasmtime_engine_increment_epoch": (None, [_P]),
    "wasmtime_module_new": (_P, [_P, c_char_p, c_size_t, _P]),
    "wasmtime_module_deserialize_file": (_P, [_P, c_char_p, _P]),
    "wasmtime_module_serialize": (_P, [_P, _P]),
    "wasmtime_module_delete": (None, [_P]),
    "wasm_byte_vec_delete": (None, [_P]),
    "wasmtime_store_new": (_P, [_P, _P, _P]),
    "wasmtime_store_context": (_P, [_P]),
    "wasmtime_store_delete": (None, [_P]),
    "wasmtime_store_limiter": (None, [_P, c_int64, c_int64, c_int64, c_int64, c_int64]),
    "wasmtime_store_epoch_deadline_callback": (None, [_P, _P, _P, _P]),
    "wasmtime_context_set_epoch_deadline": (None, [_P, c_uint64]),
    "wasmtime_context_set_fuel": (_P, [_P, c_uint64]),
    "wasmtime_instance_new": (_P, [_P, _P, _P, c_size_t, _P, _P]),
    "wasmtime_instance_export_get": (c_bool, [_P, _P, c_char_p, c_size_t, _P]),
    "wasmtime_memory_data": (_P, [_P, _P]),
    "wasmtime_memory_data_size": (c_size_t, [_P, _P]),
    "wasmtime_global_get": (None, [_P, _P, _P]),
    "wasm_valtype_new": (_P, [c_uint8]),
    "wasm_valtype_vec_new": (None, [_P, c_size_t, _P]),
    "wasm_functype_new": (_P, [_P, _P]),
    "wasm_functype_delete": (None, [_P]),
    "wasmtime_func_new_unchecked": (None, [_P, _P, _P, _P, _P, _P]),
    # Its parameters are converted once, by `bind`.
    "wasmtime_func_call_unchecked": (_P, [_P, _P, _P, c_size_t, _P]),
    "wasmtime_trap_new": (_P, [c_char_p, c_size_t]),
    "wasm_trap_message": (None, [_P, _P]),
    "wasm_trap_trace": (None, [_P, _P]),
    "wasm_trap_delete": (None, [_P]),
    "wasmtime_trap_code": (c_bool, [_P, _P]),
    "wasm_frame_func_index": (c_uint32, [_P]),
    "wasm_frame_module_offset": (c_size_t, [_P]),
    "wasmtime_frame_func_name": (_P, [_P]),
    "wasm_frame_vec_delete": (None, [_P]),
    "wasmtime_error_new": (_P, [c_char_p]),
    "wasmtime_error_message": (None, [_P, _P]),
    "wasmtime_error_wasm_trace": (None, [_P, _P]),
    "wasmtime_error_delete": (None, [_P]),
}

#: What C calls for an import: environment, caller, cells, their number; gives a trap or nothing.
CALLBACK = CFUNCTYPE(_P, _P, _P, _P, c_size_t)
#: What it calls when an epoch ends: context, data, epochs until the next time, what to do then.
TICK = CFUNCTYPE(_P, _P, _P, _P, _P)


#: `wasm_byte_vec_t` and its like: their size, and the address of what is in them.
_Vector = c_size_t * 2


def find_library() -> str:
    """The shared library of the wasmtime that `import wasmtime` would give; empty if none."""
    loaded = sys.modules.get("wasmtime")
    places = getattr(loaded, "__path__", None)
    if loaded is None:
        for finder in sys.meta_path:
            # Hooks of other packages can be of a time before there was one.
            find_spec = getattr(finder, "find_spec", None)
            spec = find_spec("wasmtime", None) if find_spec is not None else None
            if spec is not None:
                places = spec.submodule_search_locations
                break
    if sys.platform == "win32":
        import platform

        system, machine, name = "win32", platform.machine(), "_wasmtime.dll"
    else:
        system = "android" if hasattr(sys, "getandroidapilevel") else sys.platform
        machine = os.uname().machine
        name = "_libwasmtime.dylib" if system == "darwin" else "_libwasmtime.so"
    machine = {"AMD64": "x86_64", "arm64": "aarch64", "ARM64": "aarch64"}.get(machine, machine)
    for place in places or ():
        path = os.path.join(place, f"{system}-{machine}", name)
        if os.path.isfile(path):
            return path
    return ""


class _Library:
    """The functions, declared when they are asked for the first time."""

    def __init__(self, path: str) -> None:
        self._dll = CDLL(path)

    def __getattr__(self, name: str) -> Any:
        # Indexing gives an object of our own, with declarations of our own.
        function = self._dll[name]
        function.restype, function.argtypes = FUNCTIONS[name]
        setattr(self, name, function)
        return function

    def switch_off(self, config: Any, feature: str) -> None:
        """Refuses modules with this feature. A library that does not know it has none of it."""
        try:
            function = self._dll[f"wasmtime_config_{feature}_set"]
        except AttributeError:
            return
        function.restype, function.argtypes = None, [_P, c_bool]
        function(config, False)


def library() -> Any:
    """The library, loaded once in the process."""
    return once("native library", lambda: _Library(find_library()))


def _text(vector: Any, limit: int = 1 << 16) -> str:
    size, data = vector
    text = bytes_at(data, min(size, limit)) if size else b""
    return text.rstrip(b"\0").decode("utf-8", "replace")


def _failed(error: int) -> Failure:
    """What an error says; frees it."""
    c = library()
    vector = _Vector()
    c.wasmtime_error_message(error, byref(vector))
    text = _text(vector)
    c.wasm_byte_vec_delete(byref(vector))
    frames = _Vector()
    c.wasmtime_error_wasm_trace(error, byref(frames))
    found = Failure("error", text, *_frames(frames))
    c.wasmtime_error_delete(error)
    return found


def _trapped(trap: int) -> Failure:
    """The same for a trap."""
    c = library()
    vector = _Vector()
    c.wasm_trap_message(trap, byref(vector))
    text = _text(vector)
    c.wasm_byte_vec_delete(byref(vector))
    code = c_uint8()
    number = code.value if c.wasmtime_trap_code(trap, byref(code)) else -1
    frames = _Vector()
    c.wasm_trap_trace(trap, byref(frames))
    found = Failure(kind_of(number, text), text, *_frames(frames))
    c.wasm_trap_delete(trap)
    return found


def _frames(vector: Any) -> tuple[list[tuple[str, int, int]], int]:
    """Name, index and place of the innermost functions, and how many there are in all."""
    c = library()
    found = []
    count, data = vector
    for i in range(min(count, DEPTH)):
        frame = c_void_p.from_address(data + 8 * i).value
        named = c.wasmtime_frame_func_name(frame)
        name = _text(_Vector.from_address(named), 1 << 10) if named else ""
        found.append((name, c.wasm_frame_func_index(frame), c.wasm_frame_module_offset(frame)))
    c.wasm_frame_vec_delete(byref(vector))
    return found, count


def new_engine(options: Options) -> Any:
    """An engine. It lives as long as the process."""
    c = library()
    config = c.wasm_config_new()
    # With the default a child process that was forked after a compilation hangs when it compiles.
    c.wasmtime_config_parallel_compilation_set(config, False)
    # True of every 32-bit memory: 4 GiB are reserved for it. Views of it rest on that.
    c.wasmtime_config_memory_may_move_set(config, False)
    for feature in WITHOUT:
        c.switch_off(config, feature)
    if options.fuel:
        c.wasmtime_config_consume_fuel_set(config, True)
    if options.epochs:
        c.wasmtime_config_epoch_interruption_set(config, True)
    if options.stack:
        c.wasmtime_config_max_wasm_stack_set(config, options.stack)
    if options.reservation:
        c.wasmtime_config_memory_reservation_set(config, options.reservation)
    return c.wasm_engine_new_with_config(config)


def next_epoch(engine: Any) -> None:
    """Ends an epoch: whatever runs in the engine calls back."""
    library().wasmtime_engine_increment_epoch(engine)


class Module:
    """A compiled module."""

    def __init__(self, engine: Any, pointer: Any) -> None:
        self.engine = engine
        self.pointer = pointer
        self._delete = library().wasmtime_module_delete

    def __del__(self) -> None:
        self._delete(self.pointer)


def compile(engine: Any, wasm: bytes) -> Module:
    """Compiles; raises `Refused`."""
    return _module(engine, library().wasmtime_module_new, wasm, len(wasm))


def deserialize(engine: Any, path: str) -> Module:
    """A module that was compiled before; raises `Refused`."""
    return _module(engine, library().wasmtime_module_deserialize_file, os.fsencode(path))


def _module(engine: Any, make: Any, *source: Any) -> Module:
    out = c_void_p()
    error = make(engine, *source, byref(out))
    if error:
        raise Refused(_failed(error).text)
    return Module(engine, out.value)


def serialize(module: Module) -> bytes:
    """The compiled module as `deserialize` takes it."""
    c = library()
    vector = _Vector()
    error = c.wasmtime_module_serialize(module.pointer, byref(vector))
    if error:
        raise Refused(_failed(error).text)
    size, data = vector
    found = bytes_at(data, size)
    c.wasm_byte_vec_delete(byref(vector))
    return found


class Store:
    """A store that tells when it is closed, which frees the memory behind all views.

    That can be before the last call: the garbage collector finalises the objects of a cycle in any
    order, and a finaliser that comes later may call the extension.
    """

    on_close: Callable[[], None] | None = None
    # There from the start: Ctrl-C can end `__init__`, and `close` comes all the same.
    pointer: Any = None
    held: Held | None = None

    def __init__(self, engine: Any) -> None:
        c = library()
        self.pointer = c.wasmtime_store_new(engine, None, None)
        self.held = Held(c.wasmtime_store_delete, self.pointer)
        self._context = c.wasmtime_store_context(self.pointer)
        #: What C holds on to.
        self.keep: list[Any] = []
        self._set_fuel = c.wasmtime_context_set_fuel

    @property
    def context(self) -> Any:
        """What C knows it by; refused once it is closed."""
        if self.pointer is None:
            raise Failure("closed", "the instance is closed")
        return self._context

    def close(self) -> None:
        if self.on_close is not None:
            self.on_close()
        self.pointer = None
        held, self.held = self.held, None
        if held is not None:
            held.let_go()

    def __del__(self) -> None:
        self.close()

    def limit(self, memory: int) -> None:
        """The memory does not grow beyond this size, and tables not beyond what is sensible."""
        library().wasmtime_store_limiter(self.pointer, memory, ELEMENTS, -1, TABLES, -1)

    def set_fuel(self, fuel: int) -> None:
        """How much the next call may use up."""
        self._set_fuel(self.context, fuel)

    def on_epoch(self, function: Callable[..., Any]) -> None:
        """What is called in each epoch that the guest runs in."""
        c = library()
        called = TICK(function)
        self.keep.append(called)
        c.wasmtime_store_epoch_deadline_callback(self.pointer, called, None, None)
        self.set_epoch_deadline(1)

    def set_epoch_deadline(self, epochs: int) -> None:
        """When that is next."""
        library().wasmtime_context_set_epoch_deadline(self.context, epochs)


def go_on(delta: int, kind: int) -> None:
    """What `on_epoch`'s function says if the guest is to run on."""
    c_uint64.from_address(delta).value = 1
    c_uint8.from_address(kind).value = 0


def stop_now() -> Any:
    """What `on_epoch`'s function returns if the guest is to stop."""
    return library().wasmtime_error_new(STOPPED)


class Instance:
    """A module with a memory of its own. Freed with its store, so each has a new one."""

    def __init__(
        self, module: Module, externs: Callable[[Any], list[Any]] | None, memory: int = 0
    ) -> None:
        c = library()
        self.store = Store(module.engine)
        self.store.limit(memory or -1)
        given = externs(self.store) if externs is not None else []
        imports = buffer(EXTERN * max(len(given), 1))
        for i, function in enumerate(given):
            at = EXTERN * i + _OF
            imports[at : at + FUNC_SIZE] = function
        self._instance = buffer(16)
        trap = c_void_p()
        error = c.wasmtime_instance_new(
            self.store.context, module.pointer, imports, len(given), self._instance, byref(trap)
        )
        if error or trap:
            raise take_failure(trap, error)

    def _export(self, name: str, kind: int) -> Any:
        """What is exported under this name, if it is of this kind."""
        found = buffer(2 * EXTERN)
        text = name.encode()
        there = library().wasmtime_instance_export_get(
            self.store.context, self._instance, text, len(text), found
        )
        return found if there and found.raw[0] == kind else None

    def memory(self, name: str) -> Any:
        """The memory of this name; None if it is something else."""
        return self._export(name, _MEMORY)

    def views(self, memory: Any) -> tuple[Any, Any, Any, int]:
        """The memory as `views` has it."""
        return views(*self.memory_place(memory))

    def memory_place(self, memory: Any) -> tuple[int, int]:
        """Address and size of a memory at this moment."""
        c = library()
        at = c_void_p(addressof(memory) + _OF)
        context = self.store.context
        return c.wasmtime_memory_data(context, at), c.wasmtime_memory_data_size(context, at)

    def global_value(self, name: str) -> int:
        """The value of an `i32` global, unsigned."""
        found = self._export(name, _GLOBAL)
        value = buffer(_VALUE)
        at = c_void_p(addressof(found) + _OF)
        library().wasmtime_global_get(self.store.context, at, value)
        return c_uint32.from_buffer(value, _OF).value

    def bind(self, target: Target, name: str, trap: Any) -> None:
        """Makes `call(*target.args)` call the export `name`. A trap is left in `trap`."""
        found = self._export(name, _FUNC)
        raw = buffer(FUNC_SIZE)
        raw[:] = found[_OF : _OF + FUNC_SIZE]
        # Converted once; ctypes would do it again in each call.
        target.args = (
            c_void_p.from_param(self.store.context),
            byref(raw),
            byref(target.buffer),
            c_size_t.from_param(target.cells),
            byref(trap),
        )


def call_function() -> Callable[..., int | None]:
    """What calls a target: gives None, or the address of an error."""

    def make() -> Any:
        function = library()._dll["wasmtime_func_call_unchecked"]
        function.restype = c_void_p
        return function

    made: Callable[..., int | None] = once("native call", make)
    return made


def callback(function: Callable[..., Any]) -> Any:
    """What C can call. It has to live as long as every instance that imports it."""
    return CALLBACK(function)


def new_function(store: Store, params: list[str], results: list[str], function: Any) -> bytes:
    """A function of this type that a module can import."""
    c = library()
    vectors = []
    for names in (params, results):
        types = (c_void_p * len(names))(*[c.wasm_valtype_new(_VALTYPES[name]) for name in names])
        vector = _Vector()
        c.wasm_valtype_vec_new(byref(vector), len(names), types)
        vectors.append(vector)
    ty = c.wasm_functype_new(byref(vectors[0]), byref(vectors[1]))
    store.keep.append(function)
    raw = buffer(FUNC_SIZE)
    c.wasmtime_func_new_unchecked(store.context, ty, function, None, None, raw)
    c.wasm_functype_delete(ty)
    found: bytes = raw.raw
    return found


def stopped() -> Any:
    """What an import returns to make the guest trap."""
    return library().wasmtime_trap_new(STOPPED, len(STOPPED))


def take_failure(trap: Any, error: int | None) -> Failure:
    """What a trap or error says that a call left behind. Nothing of it is left."""
    if trap:
        address, trap.value = trap.value, None
        return _trapped(address)
    return _failed(error or 0)
