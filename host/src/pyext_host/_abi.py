"""What the host knows of the ABI. Made from the crate `pyext-abi` by `cargo xtask generate`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Primitive:
    """A type without parts."""

    __slots__ = ("align", "code", "high", "low", "python", "size", "wasm")

    def __init__(
        self,
        size: int,
        align: int,
        wasm: str | None,
        code: str | None,
        low: int | None,
        high: int | None,
        python: str,
    ) -> None:
        self.size = size
        self.align = align
        #: The wasm type that carries it in a call, if one alone does.
        self.wasm = wasm
        #: Its code in the module `struct` and in the buffer protocol.
        self.code = code
        #: Smallest and largest value, for the integers.
        self.low = low
        self.high = high
        #: Its type in Python.
        self.python = python


#: Version of the project.
VERSION: Final = "0.1.0"
ABI_VERSION: Final = 1

MEMORY: Final = "memory"
CONTROL: Final = "pyext_v1"
INITIALIZE: Final = "_initialize"
ALLOC: Final = "pyext_alloc"
FREE: Final = "pyext_free"
RELEASE: Final = "pyext_release"
NEXT: Final = "pyext_next"
CLOSE: Final = "pyext_close"
VECTORIZED: Final = "[vectorized]"
HOST_IMPORTS: Final = "pyext:host/"
SDK_IMPORTS: Final = "pyext:sdk/"
RECORD_SECTION: Final = "pyext:record"
INTERFACE_SECTION: Final = "pyext"

#: Offsets in the control block.
CONTROL_FIELDS: Final = {
    "size": 0,
    "flags": 4,
    "scratch_ptr": 8,
    "scratch_len": 12,
    "panic_ptr": 16,
    "panic_len": 20,
    "pending": 24,
    "refused": 28,
}
CONTROL_SIZE: Final = 32

MAX_TYPE_DEPTH: Final = 20
MAX_TUPLE_FIELDS: Final = 12
MAX_FLAGS: Final = 32
MAX_TYPE_PARTS: Final = 4096
MAX_PARAMETERS: Final = 1000
MAX_VALUE_BYTES: Final = 2147483647

#: Size and alignment of a string or list.
POINTER_PAIR: Final = (8, 4)

#: Names that no function can have, and what such names start with.
RESERVED_NAMES: Final = ("memory", "_initialize")
RESERVED_PREFIXES: Final = ("pyext_", "cabi_")

#: What no field of an error can be called.
EXCEPTION_ATTRIBUTES: Final = ("add_note", "args", "causes", "message", "with_traceback")

#: Builtin exceptions that an error class can derive from.
EXCEPTIONS: Final = (
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BufferError",
    "ConnectionError",
    "EOFError",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "IndexError",
    "KeyError",
    "LookupError",
    "MemoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "RecursionError",
    "ReferenceError",
    "RuntimeError",
    "TimeoutError",
    "TypeError",
    "ValueError",
    "ZeroDivisionError",
)

PRIMITIVES: Final = {
    "unit": Primitive(0, 1, None, None, None, None, "None"),
    "bool": Primitive(1, 1, "i32", "?", None, None, "bool"),
    "u8": Primitive(1, 1, "i32", "B", 0, 255, "int"),
    "s8": Primitive(1, 1, "i32", "b", -128, 127, "int"),
    "u16": Primitive(2, 2, "i32", "H", 0, 65535, "int"),
    "s16": Primitive(2, 2, "i32", "h", -32768, 32767, "int"),
    "u32": Primitive(4, 4, "i32", "I", 0, 4294967295, "int"),
    "s32": Primitive(4, 4, "i32", "i", -2147483648, 2147483647, "int"),
    "u64": Primitive(8, 8, "i64", "Q", 0, 18446744073709551615, "int"),
    "s64": Primitive(8, 8, "i64", "q", -9223372036854775808, 9223372036854775807, "int"),
    "u128": Primitive(16, 8, None, None, 0, 2**128 - 1, "int"),
    "s128": Primitive(16, 8, None, None, -(2**127), 2**127 - 1, "int"),
    "f32": Primitive(4, 4, "f32", "f", None, None, "float"),
    "f64": Primitive(8, 8, "f64", "d", None, None, "float"),
    "char": Primitive(4, 4, "i32", "I", None, None, "str"),
    "string": Primitive(8, 4, None, None, None, None, "str"),
    "duration": Primitive(16, 8, None, None, None, None, "timedelta"),
}
