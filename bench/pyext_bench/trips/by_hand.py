"""A core module through wasmtime-py's public API: the author packs and unpacks every value himself.

Where the format allows it, one call of `struct` serves a whole list.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, Flag
from typing import Any

from wasmtime import Module, Store

from ..artifacts import Artifacts
from ..peers.by_hand import NAME as NAME
from ..peers.by_hand import exports
from . import Trip, trips_of_objects

_COUNT = struct.Struct("<I")
_PAIR = struct.Struct("<qd")
_POINT = struct.Struct("<dd")
_ENTRY = struct.Struct("<Id?")
_LONG = struct.Struct("<q")
_SOME = struct.Struct("<?I")
_CIRCLE = struct.Struct("<d")
_LENGTH = struct.Struct("<d")
_RECTANGLE = struct.Struct("<dd")
_DURATION = struct.Struct("<QI")
_ARRAY = struct.Struct("<16d")


@dataclass
class Point:
    x: float
    y: float


@dataclass
class Entry:
    name: str
    size: int
    ratio: float
    hidden: bool


@dataclass
class Empty:
    pass


@dataclass
class Circle:
    radius: float


@dataclass
class Rectangle:
    width: float
    height: float


@dataclass
class Label:
    text: str


class Color(Enum):
    RED = 0
    GREEN = 1
    BLUE = 2


class Rights(Flag):
    READ = 1
    WRITE = 2
    EXECUTE = 4


_COLORS = list(Color)

#: Makes a block of a value.
Pack = Callable[[Any], bytes]
#: Reads a value at a place of a block, and says where it ends.
Unpack = Callable[[bytes, int], "tuple[Any, int]"]


def load(artifacts: Artifacts) -> Mapping[str, Trip]:
    store = Store()
    module = Module.from_file(store.engine, str(artifacts.guest("hand-written", "values")))
    function, memory = exports(store, module)
    allocate, deallocate = function("allocate"), function("deallocate")
    free_block = function("free_block")

    def trip(name: str, pack: Pack, unpack: Unpack) -> Callable[[Any], Any]:
        export = function(name)

        def call(value: Any) -> Any:
            data = pack(value)
            # Addresses come back signed.
            argument = allocate(store, len(data)) & 0xFFFF_FFFF
            memory.write(store, data, argument)
            packed = export(store, argument, len(data))
            address, length = packed & 0xFFFF_FFFF, packed >> 32 & 0xFFFF_FFFF
            block = bytes(memory.read(store, address, address + length))
            free_block(store, address, length)
            deallocate(store, argument, len(data))
            return unpack(block, 0)[0]

        return call

    functions = {name: trip(name, *ways) for name, ways in _WAYS.items()}
    shapes: list[tuple[Any, tuple[str, ...]]] = [
        (Empty, ()),
        (Circle, ("radius",)),
        (Rectangle, ("width", "height")),
        (Label, ("text",)),
    ]
    return trips_of_objects(functions, Point, Entry, shapes, _COLORS, Rights)


def _pack_text(text: str) -> bytes:
    data = text.encode()
    return _COUNT.pack(len(data)) + data


def _unpack_text(block: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + _COUNT.unpack_from(block, at)[0]
    return block[at + 4 : end].decode(), end


def _pack_option(value: int | None) -> bytes:
    return b"\0" if value is None else _SOME.pack(True, value)


def _unpack_option(block: bytes, at: int) -> tuple[int | None, int]:
    if block[at] == 0:
        return None, at + 1
    return _COUNT.unpack_from(block, at + 1)[0], at + 5


def _pack_pair(value: tuple[int, str]) -> bytes:
    return _LONG.pack(value[0]) + _pack_text(value[1])


def _unpack_pair(block: bytes, at: int) -> tuple[tuple[int, str], int]:
    text, end = _unpack_text(block, at + 8)
    return (_LONG.unpack_from(block, at)[0], text), end


def _pack_entry(entry: Entry) -> bytes:
    return _ENTRY.pack(entry.size, entry.ratio, entry.hidden) + _pack_text(entry.name)


def _unpack_entry(block: bytes, at: int) -> tuple[Entry, int]:
    name, end = _unpack_text(block, at + _ENTRY.size)
    return Entry(name, *_ENTRY.unpack_from(block, at)), end


def _pack_shape(shape: Any) -> bytes:
    if isinstance(shape, Circle):
        return b"\1" + _CIRCLE.pack(shape.radius)
    if isinstance(shape, Rectangle):
        return b"\2" + _RECTANGLE.pack(shape.width, shape.height)
    return b"\3" + _pack_text(shape.text) if isinstance(shape, Label) else b"\0"


def _unpack_shape(block: bytes, at: int) -> tuple[Any, int]:
    number = block[at]
    if number == 0:
        return Empty(), at + 1
    if number == 1:
        return Circle(*_CIRCLE.unpack_from(block, at + 1)), at + 9
    if number == 2:
        return Rectangle(*_RECTANGLE.unpack_from(block, at + 1)), at + 17
    text, end = _unpack_text(block, at + 1)
    return Label(text), end


def _pack_duration(time: timedelta) -> bytes:
    return _DURATION.pack(time.days * 86_400 + time.seconds, time.microseconds * 1_000)


def _unpack_duration(block: bytes, at: int) -> tuple[timedelta, int]:
    seconds, nanoseconds = _DURATION.unpack_from(block, at)
    return timedelta(0, seconds, nanoseconds // 1_000), at + _DURATION.size


def _list(pack: Pack, unpack: Unpack) -> tuple[Pack, Unpack]:
    """One item after the other."""

    def pack_all(values: Any) -> bytes:
        return _COUNT.pack(len(values)) + b"".join(map(pack, values))

    def unpack_all(block: bytes, at: int) -> tuple[list[Any], int]:
        (count,) = _COUNT.unpack_from(block, at)
        at += 4
        found = []
        for _ in range(count):
            value, at = unpack(block, at)
            found.append(value)
        return found, at

    return pack_all, unpack_all


def _pack_ints(values: Collection[int]) -> bytes:
    return struct.pack(f"<I{len(values)}q", len(values), *values)


def _unpack_ints(block: bytes, at: int) -> tuple[list[int], int]:
    (count,) = _COUNT.unpack_from(block, at)
    found = struct.unpack_from(f"<{count}q", block, at + 4)
    return list(found), at + 4 + 8 * count


def _unpack_set(block: bytes, at: int) -> tuple[set[int], int]:
    found, end = _unpack_ints(block, at)
    return set(found), end


def _pack_pairs(values: list[tuple[int, float]]) -> bytes:
    flat = [part for pair in values for part in pair]
    return struct.pack("<I" + "qd" * len(values), len(values), *flat)


def _pack_points(values: list[Point]) -> bytes:
    flat = [part for point in values for part in (point.x, point.y)]
    return struct.pack(f"<I{len(flat)}d", len(values), *flat)


def _pack_data(value: bytes) -> bytes:
    return _COUNT.pack(len(value)) + value


def _pack_dict(values: dict[str, int]) -> bytes:
    items = [_pack_text(key) + _COUNT.pack(number) for key, number in values.items()]
    return _COUNT.pack(len(values)) + b"".join(items)


def _unpack_dict(block: bytes, at: int) -> tuple[dict[str, int], int]:
    (count,) = _COUNT.unpack_from(block, at)
    at += 4
    found = {}
    for _ in range(count):
        key, at = _unpack_text(block, at)
        found[key] = _COUNT.unpack_from(block, at)[0]
        at += 4
    return found, at


_WAYS: dict[str, tuple[Pack, Unpack]] = {
    "text": (_pack_text, _unpack_text),
    "data": (_pack_data, lambda block, at: (block[at + 4 :], len(block))),
    "wide": (
        lambda value: value.to_bytes(16, "little", signed=True),
        lambda block, at: (int.from_bytes(block, "little", signed=True), len(block)),
    ),
    "maybe": (_pack_option, _unpack_option),
    "pair": (_pack_pair, _unpack_pair),
    "entry_of": (_pack_entry, _unpack_entry),
    "shape_of": (_pack_shape, _unpack_shape),
    "rights_of": (
        lambda rights: bytes((rights.value,)),
        lambda block, at: (Rights(block[at]), at + 1),
    ),
    "length": (
        _LENGTH.pack,
        lambda block, at: (_LENGTH.unpack_from(block, at)[0], at + _LENGTH.size),
    ),
    "duration": (_pack_duration, _unpack_duration),
    "array": (
        lambda values: _ARRAY.pack(*values),
        lambda block, at: (list(_ARRAY.unpack_from(block, at)), at + _ARRAY.size),
    ),
    "ints": (_pack_ints, _unpack_ints),
    "texts": _list(_pack_text, _unpack_text),
    "pairs": (
        _pack_pairs,
        lambda block, at: (list(_PAIR.iter_unpack(block[at + 4 :])), len(block)),
    ),
    "points": (
        _pack_points,
        lambda block, at: ([Point(*xy) for xy in _POINT.iter_unpack(block[at + 4 :])], len(block)),
    ),
    "entries": _list(_pack_entry, _unpack_entry),
    "options": _list(_pack_option, _unpack_option),
    "shapes": _list(_pack_shape, _unpack_shape),
    "colors": (
        lambda colors: _pack_data(bytes([color.value for color in colors])),
        lambda block, at: ([_COLORS[number] for number in block[at + 4 :]], len(block)),
    ),
    "nested": _list(_pack_ints, _unpack_ints),
    "dict": (_pack_dict, _unpack_dict),
    "set": (_pack_ints, _unpack_set),
}
