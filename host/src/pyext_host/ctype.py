"""What the host needs of ctypes, without its package.

To import that takes one to three milliseconds, as much as a fifth of a start, for types and
libraries that nobody asks for here. So what it is made of, the module in C behind it, serves as
it is, on the systems where that has been tried. What comes later, arrays and Windows, has ctypes.
From Python 3.14 on a structure brings in the package by itself, so there is none here.
"""

from __future__ import annotations

import sys
from _struct import calcsize  # `struct` takes a while to import

from .shared import adopt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING or sys.implementation.name != "cpython" or sys.platform not in ("linux", "darwin"):
    from ctypes import (
        CDLL,
        CFUNCTYPE,
        Array,
        addressof,
        byref,
        c_bool,
        c_char,
        c_char_p,
        c_int64,
        c_size_t,
        c_uint8,
        c_uint32,
        c_uint64,
        c_void_p,
        sizeof,
    )
else:
    from _ctypes import (
        FUNCFLAG_CDECL,
        RTLD_LOCAL,
        Array,
        CFuncPtr,
        _SimpleCData,
        addressof,
        byref,
        dlopen,
        sizeof,
    )

    # All copies of the host use one library, so they have one class for each type.

    @adopt
    class c_bool(_SimpleCData):
        _type_ = "?"

    @adopt
    class c_char(_SimpleCData):
        _type_ = "c"

    @adopt
    class c_char_p(_SimpleCData):
        _type_ = "z"

    @adopt
    class c_int64(_SimpleCData):
        _type_ = "q"

    @adopt
    class c_uint8(_SimpleCData):
        _type_ = "B"

    @adopt
    class c_uint32(_SimpleCData):
        _type_ = "I"

    @adopt
    class c_uint64(_SimpleCData):
        _type_ = "Q"

    @adopt
    class c_void_p(_SimpleCData):
        _type_ = "P"

    c_size_t = c_uint64 if sys.maxsize > 1 << 32 else c_uint32

    class _Function(CFuncPtr):
        _flags_ = FUNCFLAG_CDECL
        _restype_ = c_int64

    class CDLL:
        """A shared library, or the process itself. Indexing gives its functions."""

        def __init__(self, path):
            self._handle = dlopen(path, RTLD_LOCAL)

        def __getitem__(self, name):
            return _Function((name, self))

    def CFUNCTYPE(result, *parameters):
        """The type of functions that C calls."""

        class Callback(CFuncPtr):
            _flags_ = FUNCFLAG_CDECL
            _restype_ = result
            _argtypes_ = parameters

        return Callback


__all__ = [
    "CDLL",
    "CFUNCTYPE",
    "Array",
    "addressof",
    "buffer",
    "byref",
    "bytes_at",
    "c_bool",
    "c_char",
    "c_char_p",
    "c_int64",
    "c_size_t",
    "c_uint8",
    "c_uint32",
    "c_uint64",
    "c_void_p",
    "number",
    "sizeof",
]


def buffer(size: int) -> Any:
    """So many bytes, which are zero."""
    return (c_char * size)()


def number(code: str) -> Any:
    """The type of the numbers that `struct` has this code for.

    It is that of ctypes itself: a C function that takes a pointer to such takes an array of them.
    """
    import ctypes  # takes a while, and many programs have no arrays

    name, size = {"f": "float", "d": "double"}.get(code, ""), 8 * calcsize(code)
    sign = "u" if code.isupper() else ""
    return getattr(ctypes, f"c_{name or f'{sign}int{size}'}")


#: Whatever is at an address. A type for each length would take longer to make than to use.
_Anything: Any = c_char * 0x7FFF_FFFF


def bytes_at(address: int, size: int) -> bytes:
    """A copy of so many bytes."""
    found: bytes = _Anything.from_address(address)[:size]
    return found
