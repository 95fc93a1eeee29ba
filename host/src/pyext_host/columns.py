"""Long lists of records and tuples, column by column: no Python code for each item or field.

What is unusual, a mapping in place of a record for instance, is left to the code that goes item by
item, and so is everything that is wrong.
"""

from __future__ import annotations

import struct
from itertools import accumulate, chain
from typing import Any, Callable

from . import bulk, layout, members, source
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .interface import Type

#: Larger arrays in the items are left to the other code.
_MOST_ELEMENTS = 64
_REFUSALS = (TypeError, ValueError, OverflowError, KeyError, AttributeError, struct.error)
_LIMB = (1 << 64) - 1

#: The texts of a column: where it stands in an item, and their bytes.
_Texts = list[tuple[int, list[bytes]]]
#: Writes the values of one column into a view of all items.
_Write = Callable[[Any, memoryview, "_Texts"], None]
#: What writes items into a block; it says whether it did.
Columns = Callable[[Any, bytearray, int, int, bytearray, list[int], int], bool]


def columns(ty: Type) -> Columns | None:
    """What lays out a list of this type; none if it has parts that are no columns.

    Takes the items, the block and where they are to stand in it, that place in the image, and the
    image with its fixes and base.
    """
    size = ty.layout.size
    write = _column(ty, 0, size)
    return None if write is None else _lowerer(size, write)


def of_dict(key: Type, value: Type) -> Columns | None:
    """The same for the keys and values of a dict."""
    pair = Type("tuple", (key, value))
    size = pair.layout.size
    offsets = layout.offsets(part.layout for part in pair.parts)
    keys, values = _column(key, offsets[0], size), _column(value, offsets[1], size)
    if keys is None or values is None:
        return None
    write_keys, write_values = keys, values

    def write(items: Any, view: memoryview, texts: _Texts) -> None:
        write_keys(list(items), view, texts)
        write_values(list(items.values()), view, texts)

    return _lowerer(size, write)


def _lowerer(size: int, write: _Write) -> Columns:
    def lower(
        items: Any,
        block: bytearray,
        at: int,
        place: int,
        out: bytearray,
        fixes: list[int],
        base: int,
    ) -> bool:
        length = len(items) * size
        made = bytearray(length)
        view = memoryview(made)
        texts: _Texts = []
        try:
            write(items, view, texts)
            tail = _write_texts(texts, view, size, len(out), base)
        except _REFUSALS:
            return False
        if tail is None:
            return False
        block[at : at + length] = made
        out += b"".join(tail)
        for offset, _ in texts:
            fixes.extend(range(place + offset, place + offset + length, size))
        return True

    return lower


def _write_texts(
    texts: _Texts, view: memoryview, size: int, end: int, base: int
) -> list[bytes] | None:
    """Writes addresses and lengths; gives the texts in order, or None if they are too many."""
    words = view.cast("I")
    tail: list[bytes] = []
    for offset, encoded in texts:
        lengths = list(map(len, encoded))
        starts = list(accumulate(lengths, initial=base + end))
        end = starts.pop() - base
        if end > MAX_VALUE_BYTES:
            return None
        first, step = offset // 4, size // 4
        form = f"<{len(encoded)}I"
        words[first::step] = memoryview(struct.pack(form, *starts)).cast("I")
        words[first + 1 :: step] = memoryview(struct.pack(form, *lengths)).cast("I")
        tail += encoded
    return tail


def _column(ty: Type, offset: int, stride: int) -> _Write | None:
    """What writes the values of a type at an offset in each item."""
    kind = ty.kind
    if kind in ("record", "tuple"):
        return _fields(ty, offset, stride)
    if kind == "string":
        return lambda values, view, texts: texts.append((offset, list(map(str.encode, values))))
    if kind == "array":
        return _array(ty, offset, stride)
    if kind in ("enum", "flags"):
        return _put(members.to_numbers(ty), members.code(ty), offset, stride)
    if kind in ("u128", "s128"):
        low = _put(lambda values: [x & _LIMB for x in values], "Q", offset, stride)
        code = "q" if kind == "s128" else "Q"
        high = _put(lambda values: [x >> 64 for x in values], code, offset + 8, stride)

        def wide(values: list[Any], view: memoryview, texts: _Texts) -> None:
            _all_of(values, int)
            low(values, view, texts)
            high(values, view, texts)

        return wide
    letter = PRIMITIVES[kind].code if kind in PRIMITIVES else None
    return _put(bulk.raw_of(kind), letter, offset, stride) if letter else None


def _put(make: Callable[[Any], Any], code: Any, offset: int, stride: int) -> _Write:
    """Writes numbers, or the bytes that `make` makes of the values."""
    size = struct.calcsize(f"<{code}")
    first, step = offset // size, stride // size
    wide: Any = "B" if code == "?" else code

    def write(values: list[Any], view: memoryview, texts: _Texts) -> None:
        raw = make(values)
        if type(raw) is list:
            raw = struct.pack(f"<{len(raw)}{code}", *raw)
        view.cast(wide)[first::step] = memoryview(raw).cast(wide)

    return write


def _fields(ty: Type, offset: int, stride: int) -> _Write | None:
    """The columns of a record's or tuple's fields."""
    writes: list[_Write] = []
    for part, at in zip(ty.parts, layout.offsets(t.layout for t in ty.parts)):
        write = _column(part, offset + at, stride)
        if write is None:
            return None
        writes.append(write)
    read = _reader(ty)

    def write_all(values: list[Any], view: memoryview, texts: _Texts) -> None:
        for column, write in zip(read(values), writes):
            write(column, view, texts)

    return write_all


def _reader(ty: Type) -> Callable[[Any], Any]:
    """What makes the columns of records or tuples.

    Where one is something else, the first column is too short and cannot be written.
    """
    count = len(ty.parts)
    if ty.kind == "tuple":

        def of_tuples(values: Any) -> Any:
            rows = [x for x in values if (type(x) is tuple or type(x) is list) and len(x) == count]
            if len(rows) != len(values):
                raise TypeError
            return zip(*rows)

        return of_tuples
    # Made, because looking up an attribute is several times as fast in Python code as by a getter.
    attributes = {f"f{i}": field.name for i, field in enumerate(ty.named.fields)}
    listed = ["[x.f0 for x in values if type(x) is c]"]
    listed += [f"[x.f{i} for x in values]" for i in range(1, count)]
    lines = ["def read(values):", f"    return {', '.join(listed)},"]
    namespace = {**source.BUILTINS, "c": ty.named.classes[0]}
    return source.function(lines, namespace, attributes)


def _array(ty: Type, offset: int, stride: int) -> _Write | None:
    """The columns of an array's elements."""
    (item,) = ty.parts
    code: Any = PRIMITIVES[item.kind].code if item.kind in PRIMITIVES else None
    if code is None or ty.count > _MOST_ELEMENTS:
        return None
    make = bulk.raw_of(item.kind)
    size, count = item.layout.size, ty.count
    first, step = offset // size, stride // size
    wide: Any = "B" if code == "?" else code

    def write(values: list[Any], view: memoryview, texts: _Texts) -> None:
        if not {*map(type, values)} <= {list, tuple, bytes} or {*map(len, values)} != {count}:
            raise TypeError
        if item.kind != "u8" and bytes in map(type, values):
            raise TypeError
        cells = view.cast(wide)
        raw = memoryview(make(list(chain.from_iterable(values)))).cast(wide)
        for i in range(count):
            cells[first + i :: step] = raw[i::count]

    return write


def _all_of(values: list[Any], wanted: type) -> None:
    if not {*map(type, values)} <= {wanted}:
        raise TypeError
