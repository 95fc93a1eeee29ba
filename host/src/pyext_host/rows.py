"""Lists that come back, column by column: no Python code for each number or field."""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import
from _operator import add  # `operator` takes a while to import

from . import bulk, convert, handles, layout, members
from ._abi import PRIMITIVES
from .errors import broken
from .interface import HANDLES, Type
from .memory import Memory
from .outcome import Err, Ok, Some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    #: A function of (memory, bytes of all items, their number) that makes the values of one column.
    Read = Callable[[Memory, memoryview, int], list[Any]]


def make_error(cls: type[Any], names: tuple[str, ...], *values: Any) -> Any:
    """An error as data, which has no text."""
    return cls("", **dict(zip(names, values)))


def names_of(ty: Type) -> list[tuple[str, ...] | None]:
    """The names of the fields of each case of an error, with which it is made; else none."""
    if ty.kind != "error":
        return [None] * len(ty.cases)
    return [tuple(field.name for field in case.fields) for case in ty.named.cases]


def classes_of(ty: Type) -> tuple[type[Any], ...]:
    """The classes of the cases of a result, variant or error."""
    return (Ok, Err) if ty.definition is None else ty.definition.classes


def at_address(ty: Type) -> Callable[[Memory, int, int], Any]:
    """A function of (memory, address, count) that makes a list, set or dict of what is there."""
    item = Type("tuple", ty.parts) if ty.kind == "map" else ty.parts[0]
    size, align = item.layout
    make = _maker(ty, item)

    def lift(m: Memory, at: int, count: int) -> Any:
        if count == 0:
            return make(m, m.view[:0], 0)
        length = count * size
        end = at + length
        if end > m.limit or at % align:
            m.need(at, length, align)
        m.spent += length
        if m.spent > m.most:
            raise convert.too_large_result()
        return make(m, m.view[at:end], count)

    return lift


def _maker(ty: Type, item: Type) -> Callable[[Memory, memoryview, int], Any]:
    size = item.layout.size
    if ty.kind == "map":
        keys, values = _fields(item.parts, 0, size)
        return lambda m, view, count: dict(zip(keys(m, view, count), values(m, view, count)))
    if ty.kind == "list" and item.kind == "u8":
        return lambda m, view, count: bytes(view)
    read = reader(item, 0, size)
    if ty.kind == "set":
        return lambda m, view, count: set(read(m, view, count))
    return read


def reader(ty: Type, offset: int, stride: int) -> Read:
    """What makes the values of a type at an offset in items of this size."""
    kind = ty.kind
    if kind in ("tuple", "record") or (kind == "error" and not ty.has_cases):
        return _objects(ty, _fields(ty.parts, offset, stride))
    if kind == "option":
        return _option(ty, offset, stride)
    if ty.has_cases:
        return _cases(ty, offset, stride)
    if kind == "array":
        return _array(ty, offset, stride)
    if kind == "string":
        return _texts(offset, stride)
    if ty.is_pair:
        return _lists(ty, offset, stride)
    if kind == "unit":
        return lambda m, view, count: [None] * count
    if kind in HANDLES:
        return _handles(ty, offset, stride)
    return _scalars(ty, offset, stride)


def _fields(parts: tuple[Type, ...], offset: int, stride: int) -> list[Read]:
    offsets = layout.offsets(part.layout for part in parts)
    return [reader(part, offset + at, stride) for part, at in zip(parts, offsets)]


def _numbers(code: Any, offset: int, stride: int) -> Read:
    size = struct.calcsize(f"<{code}")
    first, step = offset // size, stride // size
    if step == 1:
        return lambda m, view, count: view.cast(code).tolist()
    return lambda m, view, count: view.cast(code)[first::step].tolist()


def _scalars(ty: Type, offset: int, stride: int) -> Read:
    """Numbers, and what is made of one or two."""
    kind = ty.kind
    if ty.definition is not None:
        member = members.of_numbers(ty).__getitem__
        numbers = _numbers(members.code(ty), offset, stride)
        return lambda m, view, count: list(map(member, numbers(m, view, count)))
    if kind == "bool":

        def bools(m: Memory, view: memoryview, count: int) -> list[Any]:
            raw = view[offset::stride].tobytes()
            bulk.check_items(raw, "bool")
            return memoryview(raw).cast("?").tolist()

        return bools
    if kind == "char":
        first, step = offset // 4, stride // 4
        return lambda m, view, count: list(
            bulk.check_items(view.cast("I")[first::step].tobytes(), "char")
        )
    if kind == "duration":
        from . import durations

        seconds, rest = _numbers("Q", offset, stride), _numbers("I", offset + 8, stride)
        return lambda m, view, count: list(
            map(durations.lift, seconds(m, view, count), rest(m, view, count))
        )
    if ty.layout.size == 16:
        low = _numbers("Q", offset, stride)
        high = _numbers("q" if PRIMITIVES[kind].low else "Q", offset + 8, stride)
        return lambda m, view, count: [
            x | y << 64 for x, y in zip(low(m, view, count), high(m, view, count))
        ]
    return _numbers(PRIMITIVES[kind].code, offset, stride)


def _texts(offset: int, stride: int) -> Read:
    addresses, lengths = _numbers("I", offset, stride), _numbers("I", offset + 4, stride)

    def read(m: Memory, view: memoryview, count: int) -> list[Any]:
        starts, sizes = addresses(m, view, count), lengths(m, view, count)
        ends = list(map(add, starts, sizes))
        if max(ends, default=0) > m.limit:
            for address, size in zip(starts, sizes):
                if size:  # else the address means nothing
                    m.need(address, size)
        m.spent += sum(sizes)
        if m.spent > m.most:
            raise convert.too_large_result()
        chars = m.chars
        # Decoded from UTF-8, strictly: surrogates and overlong forms raise.
        return [chars[start:end].decode() for start, end in zip(starts, ends)]

    return read


def _handles(ty: Type, offset: int, stride: int) -> Read:
    numbers, make = _numbers("I", offset, stride), handles.lifter(ty)
    return lambda m, view, count: [make(m, number) for number in numbers(m, view, count)]


def _lists(ty: Type, offset: int, stride: int) -> Read:
    addresses, counts = _numbers("I", offset, stride), _numbers("I", offset + 4, stride)
    lift = at_address(ty)
    return lambda m, view, count: [
        lift(m, at, n) for at, n in zip(addresses(m, view, count), counts(m, view, count))
    ]


def _array(ty: Type, offset: int, stride: int) -> Read:
    item, length = ty.parts[0], ty.count
    size = item.layout.size
    pieces = bulk.pieces(offset, length * size, stride)
    if item.kind == "u8":
        return lambda m, view, count: list(pieces(view, count))
    read_items = reader(item, 0, size)

    def read(m: Memory, view: memoryview, count: int) -> list[Any]:
        if length * size != stride:
            view = memoryview(b"".join(pieces(view, count)))
        items = read_items(m, view, count * length)
        return [items[i : i + length] for i in range(0, count * length, length)]

    return read


def _objects(ty: Type, reads: list[Read]) -> Read:
    """Tuples, records, errors without cases."""
    if ty.kind == "tuple":
        return lambda m, view, count: list(zip(*[read(m, view, count) for read in reads]))
    names = tuple(field.name for field in ty.named.fields) if ty.kind == "error" else None
    return _made(ty.named.classes[0], names, reads)


def _made(cls: type[Any], names: tuple[str, ...] | None, reads: list[Read]) -> Read:
    """Objects of a class; with `names` they are errors."""
    if names is not None:
        called = names
        if not reads:
            return lambda m, view, count: [make_error(cls, called) for _ in range(count)]
        return lambda m, view, count: [
            make_error(cls, called, *row) for row in zip(*[read(m, view, count) for read in reads])
        ]
    if not reads:
        return lambda m, view, count: [cls()] * count  # it cannot be changed
    return lambda m, view, count: list(map(cls, *[read(m, view, count) for read in reads]))


def _option(ty: Type, offset: int, stride: int) -> Read:
    inner = ty.parts[0]
    place = offset + ty.payload_offset
    if inner.kind in bulk.NUMBERS:
        # Any bits are such a number.
        flags = _numbers("B", offset, stride)
        numbers = _numbers(PRIMITIVES[inner.kind].code, place, stride)

        def read(m: Memory, view: memoryview, count: int) -> list[Any]:
            found = flags(m, view, count)
            _check_numbers(found, 2)
            return [x if f else None for x, f in zip(numbers(m, view, count), found)]

        return read
    values = reader(inner, 0, ty.layout.size - ty.payload_offset)
    some = values
    if inner.is_nullable:

        def some(m: Memory, view: memoryview, count: int) -> list[Any]:
            return list(map(Some, values(m, view, count)))

    return _by_case(ty, offset, stride, [lambda m, view, count: [None] * count, some])


def _cases(ty: Type, offset: int, stride: int) -> Read:
    """Variants, results, errors with cases."""
    size = ty.layout.size - ty.payload_offset
    reads = [
        _made(cls, names, _fields(parts, 0, size))
        for cls, names, parts in zip(classes_of(ty), names_of(ty), ty.cases)
    ]
    return _by_case(ty, offset, stride, reads)


def _check_numbers(numbers: list[int], count: int) -> None:
    if max(numbers, default=0) >= count:
        raise broken("a discriminant", max(numbers))


def _by_case(ty: Type, offset: int, stride: int, reads: list[Read]) -> Read:
    """Sorts the payloads by case, makes the values of each case, and puts these in order."""
    place = offset + ty.payload_offset
    code = members.CODES[layout.of_index(len(reads)).size]
    index = _numbers(code, offset, stride)
    pieces = bulk.pieces(place, ty.layout.size - ty.payload_offset, stride)

    def read(m: Memory, view: memoryview, count: int) -> list[Any]:
        numbers = index(m, view, count)
        _check_numbers(numbers, len(reads))
        groups: dict[int, list[bytes]] = {number: [] for number in {*numbers}}
        adds = {number: group.append for number, group in groups.items()}
        for number, payload in zip(numbers, pieces(view, count)):
            adds[number](payload)
        found = {}
        for number, group in groups.items():
            found[number] = reads[number](m, memoryview(b"".join(group)), len(group))
        if len(found) == 1:
            return found[numbers[0]]
        values = {number: iter(made) for number, made in found.items()}
        return list(map(next, map(values.__getitem__, numbers)))

    return read
