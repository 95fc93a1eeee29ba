"""wasmtime through its Python package's public interface: the portable way."""

from __future__ import annotations

import ctypes
from importlib import import_module
from typing import Any, Callable

from .errors import LoadError
from .failure import (
    CELL,
    CODES,
    DEPTH,
    ELEMENTS,
    NO_ERROR,
    TABLES,
    WITHOUT,
    Failure,
    Held,
    Options,
    Refused,
    Target,
    kind_of,
    views,
)

try:
    # As a value that is not known to the type checker.
    wasmtime: Any = import_module("wasmtime")
except Exception as e:  # on an unsupported platform it raises many things
    # What is there, but not whole, pip leaves as it is.
    again = "" if isinstance(e, ModuleNotFoundError) else "--force-reinstall "
    raise LoadError(
        "PX617",
        "wasmtime",
        f"the package cannot be imported: {type(e).__name__}: {e}",
        f"`pip install {again}wasmtime`; it works with 64-bit Python on Linux, macOS and Windows,"
        " on x86-64 and ARM64; anywhere else it installs, but cannot be imported",
    ) from e


class Stopped(Exception):
    """Raised through wasmtime-py's public API by an import that stops the guest."""


def _failure(error: Any) -> Failure:
    """What an exception of wasmtime-py says."""
    kind, frames = "error", []
    if isinstance(error, wasmtime.Trap):
        try:
            code = error.trap_code
            number = -1 if code is None else code.value
        except ValueError:  # a code that wasmtime-py has no name for
            number = -1
        kind = kind_of(number, str(error))
        frames = error.frames
    found = [(f.func_name or "", f.func_index, f.module_offset) for f in frames[:DEPTH]]
    return Failure(kind, str(error)[: 1 << 16], found, len(frames))


def new_engine(options: Options) -> Any:
    """An engine. It lives as long as the process."""
    config = wasmtime.Config()
    # With the default a child process that was forked after a compilation hangs when it compiles.
    config.parallel_compilation = False
    # Asked of the class: the attributes of an object can only be set.
    if hasattr(wasmtime.Config, "memory_may_move"):
        # True of every 32-bit memory: 4 GiB are reserved for it. Views of it rest on that.
        config.memory_may_move = False
    for feature in WITHOUT:
        if hasattr(wasmtime.Config, feature):
            setattr(config, feature, False)
    if options.fuel:
        config.consume_fuel = True
    if options.epochs:
        config.epoch_interruption = True
    if options.stack:
        config.max_wasm_stack = options.stack
    if options.reservation:
        config.memory_reservation = options.reservation
    return wasmtime.Engine(config)


def next_epoch(engine: Any) -> None:
    """Ends an epoch: whatever runs in the engine beyond its deadline traps."""
    engine.increment_epoch()


class Module:
    """A compiled module."""

    def __init__(self, engine: Any, made: Any) -> None:
        self.engine = engine
        self.made = made


def compile(engine: Any, wasm: bytes) -> Module:
    """Compiles; raises `Refused`."""
    try:
        return Module(engine, wasmtime.Module(engine, wasm))
    except wasmtime.WasmtimeError as e:
        raise Refused(str(e)) from None


def deserialize(engine: Any, path: str) -> Module:
    """A module that was compiled before; raises `Refused`."""
    try:
        return Module(engine, wasmtime.Module.deserialize_file(engine, path))
    except wasmtime.WasmtimeError as e:
        raise Refused(str(e)) from None


def serialize(module: Module) -> bytes:
    """The compiled module as `deserialize` takes it."""
    return bytes(module.made.serialize())


class Store:
    """A store that tells when it is closed, which frees the memory behind all views.

    That can be before the last call: the garbage collector finalises the objects of a cycle in any
    order, and a finaliser that comes later may call the extension.
    """

    on_close: Callable[[], None] | None = None
    held: Held | None = None  # there from the start: Ctrl-C can end `__init__`

    def __init__(self, engine: Any) -> None:
        self.made = wasmtime.Store(engine)
        self.held = Held(wasmtime.Store.close, self.made)
        self.set_fuel = self.made.set_fuel
        self.set_epoch_deadline = self.made.set_epoch_deadline

    def close(self) -> None:
        if self.on_close is not None:
            self.on_close()
        held, self.held = self.held, None
        if held is not None:
            held.let_go()

    def __del__(self) -> None:
        self.close()


class Instance:
    """A module with a memory of its own. Freed with its store, so each has a new one."""

    def __init__(
        self, module: Module, externs: Callable[[Any], list[Any]] | None, memory: int = 0
    ) -> None:
        self.store = Store(module.engine)
        self._made = self.store.made
        self._made.set_limits(memory or -1, table_elements=ELEMENTS, tables=TABLES)
        given = externs(self.store) if externs is not None else []
        try:
            instance = wasmtime.Instance(self._made, module.made, given)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as e:
            raise _failure(e) from None
        self._exports = instance.exports(self._made)

    def memory(self, name: str) -> Any:
        """The memory of this name; None if it is something else."""
        memory = self._exports.get(name)
        return memory if isinstance(memory, wasmtime.Memory) else None

    def views(self, memory: Any) -> tuple[Any, Any, Any, int]:
        """The memory as `views` has it."""
        return views(*self.memory_place(memory))

    def memory_place(self, memory: Any) -> tuple[int, int]:
        """Address and size of a memory at this moment."""
        return (
            ctypes.addressof(memory.data_ptr(self._made).contents),
            memory.data_len(self._made),
        )

    def global_value(self, name: str) -> int:
        """The value of an `i32` global, unsigned."""
        return int(self._exports[name].value(self._made)) & 0xFFFFFFFF

    def bind(self, target: Target, name: str, trap: Any) -> None:
        """Makes `call(*target.args)` call the export `name`."""
        target.func, target.store = self._exports[name], self._made
        target.args = (target,)


def new_function(store: Store, params: list[str], results: list[str], function: Any) -> Any:
    """A function of this type that a module can import."""
    made = [[getattr(wasmtime.ValType, name)() for name in names] for names in (params, results)]
    return wasmtime.Func(store.made, wasmtime.FuncType(*made), function)


def stopped() -> Any:
    """What an import raises to make the guest trap."""
    return Stopped()


def call_function() -> Callable[..., int | None]:
    """What calls a target. A trap is raised as a `Failure`."""
    return _call


def _call(target: Target) -> int | None:
    arguments = []
    for i, wasm in enumerate(target.wasm_params):
        cells = target.view(CODES[wasm])
        arguments.append(cells[i * CELL // cells.itemsize])
    try:
        result = target.func(target.store, *arguments)
    except Stopped:
        return NO_ERROR
    except (wasmtime.Trap, wasmtime.WasmtimeError) as e:
        raise _failure(e) from None
    if target.wasm_results:
        target.view(CODES[target.wasm_results[0]])[0] = result
    return None
