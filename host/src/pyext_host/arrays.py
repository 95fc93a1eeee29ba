"""Arrays that live in the memory of a guest, which works on them where they are.

An array is a ctypes array at an address of the guest's memory, so it has the buffer protocol on
every Python, and NumPy takes it as it is. Whatever looks at it keeps it alive; it keeps its
instance, and with that the memory.
"""

from __future__ import annotations

import ctypes
import operator
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from . import _abi
from .memory import Resident

#: Numbers of each type of item. A `bool` or `char` could be written that is none.
_ITEMS: dict[str, Any] = {
    "s8": ctypes.c_int8,
    "s16": ctypes.c_int16,
    "s32": ctypes.c_int32,
    "s64": ctypes.c_int64,
    "u8": ctypes.c_uint8,
    "u16": ctypes.c_uint16,
    "u32": ctypes.c_uint32,
    "u64": ctypes.c_uint64,
    "f32": ctypes.c_float,
    "f64": ctypes.c_double,
}
#: The type of item by its names in NumPy: `f8` and `float64`.
_KINDS = {
    name: kind
    for kind in _ITEMS
    for word, bits in [({"s": "int", "u": "uint", "f": "float"}[kind[0]], int(kind[1:]))]
    for name in (f"{word}{bits}", f"{kind[0].replace('s', 'i')}{bits // 8}")
}


class _Place:
    """Where an array is."""

    __slots__ = ("address", "base", "instance", "kind", "size", "state")

    def __init__(self, state: Any, address: int, size: int, kind: str) -> None:
        self.state = state
        #: The instance, which must not go before the array, and its number.
        self.instance = state.instance
        self.base: int = state.base
        self.address = address
        self.size = size
        self.kind = kind


def empty(state: Any, shape: int | tuple[int, ...], dtype: Any = "f8") -> Any:
    """An array of zeros in the memory of the guest."""
    kind = _kind(dtype)
    sizes = tuple(map(operator.index, shape if isinstance(shape, (tuple, list)) else (shape,)))
    size = ctypes.sizeof(_ITEMS[kind])
    for n in sizes:
        if n < 0:
            raise ValueError(f"shape: a size is negative: {n}")
        size *= n
    if not sizes:
        raise ValueError("shape: an array has at least one dimension")
    if size > _abi.MAX_VALUE_BYTES:
        raise OverflowError(f"shape: the array is larger than {_abi.MAX_VALUE_BYTES} bytes")
    cls = _class(kind, sizes)
    with state.entered(False):
        address = state.allocate(size) if size else 0
        made = cls.from_address(ctypes.addressof(state.chars) + address) if size else cls()
        ctypes.memset(ctypes.addressof(made), 0, size)
        made.__pyext_place__ = _Place(state, address, size, kind)
        state.residents += 1
    return made


def _kind(dtype: Any) -> str:
    """The type of item that a name or a NumPy dtype stands for."""
    name = dtype if isinstance(dtype, str) else getattr(dtype, "name", None)
    if name is None:
        name = getattr(dtype, "__name__", repr(dtype))  # numpy.float64 itself
    found = _KINDS.get(str(name).lstrip("<="))
    if found is None:
        listed = ", ".join(sorted(_KINDS, key=len))
        raise TypeError(f"dtype: expected one of {listed}, as NumPy calls them; got {dtype!r}")
    return found


class _Array:
    """What an array has beside what ctypes gives it."""

    __pyext_place__: _Place
    shape: tuple[int, ...]

    def __del__(self) -> None:
        place = vars(self).get("__pyext_place__")
        if place is not None:
            if place.base == place.state.base:
                place.state.residents -= 1
            if place.size:
                place.state.drops.append((_abi.FREE, place.base + place.address, place.size))

    def __repr__(self) -> str:
        return f"<array of {' by '.join(map(str, self.shape))} {self.__pyext_place__.kind}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("an array stays in its extension: copy it with `bytearray` or NumPy")


@lru_cache(maxsize=64)
def _class(kind: str, sizes: tuple[int, ...]) -> Any:
    inner = _ITEMS[kind]
    for n in reversed(sizes[1:]):
        inner = inner * n
    listed = {"_length_": sizes[0], "_type_": inner, "shape": sizes, "__module__": __name__}
    made: Any = type(ctypes.Array)
    return made("Array", (_Array, ctypes.Array), listed)


def settled(state: Any, plans: Sequence[Any], converted: Sequence[Any]) -> tuple[Any, ...]:
    """The arguments of a call, where an array of another extension is the bytes in it.

    Refuses two that are one array if the guest changes it: Rust takes them for different ones.
    """
    found = list(converted)
    seen: list[tuple[Any, Any]] = []
    for i, (plan, value) in enumerate(zip(plans, converted)):
        if type(value) is not Resident:
            continue
        place = value.array.__pyext_place__
        if place.state is not state:
            found[i] = memoryview(value.array).cast("B")
            continue
        for other, known in seen:
            if known is place and (plan.param.writable or other.param.writable):
                names = f"'{other.param.name}' and '{plan.param.name}'"
                raise ValueError(f"arguments {names}: one array, and the function changes it")
        seen.append((plan, place))
    return tuple(found)
