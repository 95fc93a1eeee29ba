"""What both ways to wasmtime share: options, targets of calls, failures, what frees memory."""

from __future__ import annotations

import sys

from .ctype import CDLL, buffer, c_char, c_size_t, c_void_p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

CELL = 16
#: How the memoryview of a buffer reads the cell of a wasm type.
CODES = {"i32": "i", "i64": "q", "f32": "f", "f64": "d"}
#: In place of an error's address, where an import has stopped the guest on the portable way.
NO_ERROR = -1
#: Functions that a backtrace has at most.
DEPTH = 16
#: What no extension uses, and what would give a guest memory beside the one that the host sees.
WITHOUT = (
    "wasm_stack_switching",
    "wasm_exceptions",
    "wasm_gc",
    "wasm_function_references",
    "wasm_memory64",
    "wasm_multi_memory",
    "wasm_custom_page_sizes",
)
#: Elements that a table can have, and tables that a guest can: each element takes host memory.
ELEMENTS, TABLES = 1_000_000, 4
#: From so many bytes on a memory gets large pages. NumPy's large arrays have them, and a copy from
#: or to memory without takes up to half as long again.
_LARGE = 1 << 23
_MADV_HUGEPAGE = 14
#: The numbers of traps that are the same in every version.
_KINDS = (
    "stack overflow",
    "memory out of bounds",
    "heap misaligned",
    "table out of bounds",
    "indirect call to null",
    "bad signature",
    "integer overflow",
    "integer division by zero",
    "bad conversion to integer",
    "unreachable",
    "interrupt",
)


def kind_of(number: int, text: str) -> str:
    """Why wasm stopped, in words."""
    if "all fuel consumed" in text:
        return "out of fuel"
    return _KINDS[number] if 0 <= number < len(_KINDS) else "other"


def views(address: int, size: int) -> tuple[Any, memoryview, memoryview, int]:
    """Memory as a ctypes array, as bytes and as words, and its size.

    They stay valid: a 32-bit memory does not move when it grows.
    """
    if size >= _LARGE and sys.platform == "linux":
        _ask_for_large_pages(address, size)
    chars = (c_char * size).from_address(address)
    view = memoryview(chars).cast("B")
    return chars, view, view.cast("I"), size


def _ask_for_large_pages(address: int, size: int) -> None:
    """A hint, which Linux may decline."""
    try:
        advise = CDLL(None)["madvise"]
    except AttributeError:  # of an unusual library
        return
    advise(c_void_p(address), c_size_t(size), _MADV_HUGEPAGE)


class Refused(Exception):
    """wasmtime refuses a module."""


class Failure(Exception):
    """A call that ended with a trap or error of wasmtime."""

    def __init__(
        self,
        kind: str,
        text: str,
        frames: list[tuple[str, int, int]] | None = None,
        depth: int = 0,
    ) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        #: Name, index and place in the file of the innermost functions.
        self.frames = frames or []
        #: How many functions there were in all.
        self.depth = depth


class Options:
    """What an engine is made for. Compiled modules belong to one of them."""

    __slots__ = ("epochs", "fuel", "reservation", "stack")

    def __init__(
        self, fuel: bool = False, epochs: bool = False, stack: int = 0, reservation: int = 0
    ) -> None:
        self.fuel = fuel
        self.epochs = epochs
        self.stack = stack
        self.reservation = reservation

    def __str__(self) -> str:
        return f"fuel={self.fuel} epochs={self.epochs} stack={self.stack} {self.reservation}"


class Target:
    """One export of one instance, with the buffer for its arguments and results."""

    def __init__(self, wasm_params: list[str], wasm_results: list[str]) -> None:
        self.wasm_params = wasm_params
        self.wasm_results = wasm_results
        self.cells = max(len(wasm_params), len(wasm_results), 1)
        self.buffer = buffer(CELL * self.cells)
        self.bytes = memoryview(self.buffer).cast("B")
        self.words = self.bytes.cast("I")
        self.args: tuple[Any, ...] = ()
        self.func: Any = None
        self.store: Any = None

    def view(self, code: Any) -> memoryview:
        """The buffer as numbers of this code; cell `i` is at `i * 16 // size`."""
        return self.bytes.cast(code)


#: What frees the stores that are open.
_open: dict[int, Held] = {}


class Held:
    """Frees a store when it goes itself: once the store is closed, and no array is in its memory.

    The garbage collector finalises the objects of a cycle in any order, and a finaliser behind the
    store's may look at an array. So what frees the memory is in no cycle: while the store is open a
    table has it, and arrays have it longer.
    """

    # What it needs it has itself: when Python ends, modules are emptied before the last finaliser.
    __slots__ = ("_free", "_is_ending", "_open", "_store")

    def __init__(self, free: Callable[[Any], object], store: Any) -> None:
        self._free = free
        self._store = store
        self._open = _open
        self._is_ending = sys.is_finalizing
        _open[id(self)] = self

    def let_go(self) -> None:
        """Says that the store is closed."""
        self._open.pop(id(self), None)

    def __del__(self) -> None:
        try:
            is_ending = self._is_ending()
        except AttributeError:  # Ctrl-C has ended `__init__`
            return
        # Then the table goes first, and finalisers that look at arrays may follow.
        if not is_ending:
            self._free(self._store)
