"""Long lists of anything, column by column: no Python code for each number or field.

What is unusual, a mapping in place of a record for instance, is left to the code that goes item by
item, and so is everything that is wrong. So nothing here may run a caller's code that would run
again then, as an iterator's: only lists, tuples, sets and dicts themselves are gone through.
"""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import
from itertools import accumulate, chain, compress

from . import bulk, layout, members, source
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .interface import Type
from .outcome import Err, Ok, Some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    #: Where each item stands in the image.
    _Places = Any
    #: Writes the values of one column into a view of all items.
    _Write = Callable[[Any, memoryview, "_Tail", _Places], None]
    #: What writes items into a block; it says whether it did.
    Columns = Callable[[Any, bytearray, int, int, bytearray, "list[int]", int], bool]

_REFUSALS = (TypeError, ValueError, OverflowError, KeyError, AttributeError, bulk.StructError)
_LIMB = (1 << 64) - 1
_UNITS: dict[int, Any] = {1: "B", 2: "H", 4: "I", 8: "Q"}


class _Tail:
    """What is to stand behind the image, and the places of the addresses in all of it."""

    def __init__(self, end: int, base: int) -> None:
        self.end = end
        self.base = base
        self.pieces: list[Any] = []
        self.fixes: list[int] = []

    def add(self, pieces: list[Any], lengths: list[int]) -> list[int]:
        """Takes pieces, one behind the other; gives their addresses."""
        starts = list(accumulate(lengths, initial=self.base + self.end))
        self.end = starts.pop() - self.base
        if self.end > MAX_VALUE_BYTES:
            raise OverflowError
        self.pieces += pieces
        return starts

    def block(self, length: int, align: int) -> tuple[int, bytearray]:
        """Where a block stands in the image, and the block, to be written to later."""
        padding = -self.end % align
        place, made = self.end + padding, bytearray(length)
        self.add([bytes(padding), made], [padding, length])
        return place, made


def columns(ty: Type) -> Columns:
    """What lays out a list of this type.

    Takes the items, the block and where they are to stand in it, that place in the image, and the
    image with its fixes and base.
    """
    size = ty.layout.size
    return _lowerer(size, _column(ty, 0, size))


def of_dict(ty: Type) -> Columns:
    """The same for the items of a dict, which are tuples of this type."""
    size = ty.layout.size
    keys, values = _parts(ty.parts, 0, size)

    def write(items: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        keys(list(items), view, tail, places)
        values(list(items.values()), view, tail, places)

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
        tail = _Tail(len(out), base)
        try:
            write(items, memoryview(made), tail, range(place, place + length, size))
        except _REFUSALS:
            return False
        block[at : at + length] = made
        out += b"".join(tail.pieces)
        fixes += tail.fixes
        return True

    return lower


def _column(ty: Type, offset: int, stride: int) -> _Write:
    """What writes the values of a type at an offset in each item."""
    kind = ty.kind
    if kind == "tuple":
        return _tuples(ty, offset, stride)
    if kind == "record":
        read = _attributes(ty.named.classes[0], [field.name for field in ty.named.fields])
        return _objects(read, _parts(ty.parts, offset, stride))
    if ty.has_cases:
        return _cases(ty, offset, stride)
    if kind == "string":
        return _texts(offset, stride)
    if ty.is_pair:
        return _lists(ty, offset, stride)
    if kind == "array":
        return _arrays(ty, offset, stride)
    return _scalars(ty, offset, stride)


def _parts(parts: tuple[Type, ...], offset: int, stride: int) -> list[_Write]:
    offsets = layout.offsets(part.layout for part in parts)
    return [_column(part, offset + at, stride) for part, at in zip(parts, offsets)]


def _put(make: Callable[[Any], Any], code: Any, offset: int, stride: int) -> _Write:
    """Writes numbers, or the bytes that `make` makes of the values."""
    size = struct.calcsize(f"<{code}")
    first, step = offset // size, stride // size
    wide: Any = "B" if code == "?" else code

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        raw = make(values)
        if type(raw) is list:
            raw = struct.pack(f"<{len(raw)}{code}", *raw)
        view.cast(wide)[first::step] = memoryview(raw).cast(wide)

    return write


def _same(values: Any) -> Any:
    return values


def _scalars(ty: Type, offset: int, stride: int) -> _Write:
    """Numbers, and what is made to one or two."""
    kind = ty.kind
    if ty.definition is not None:
        return _put(members.to_numbers(ty), members.code(ty), offset, stride)
    if kind == "unit":
        return lambda values, view, tail, places: _all_of(values, type(None))
    if kind == "duration":
        from datetime import timedelta  # only where there are durations

        seconds = _put(
            lambda values: [x.days * 86400 + x.seconds for x in values], "Q", offset, stride
        )
        rest = _put(lambda values: [x.microseconds * 1000 for x in values], "I", offset + 8, stride)
        return _both(timedelta, seconds, rest)
    if ty.layout.size == 16:
        low = _put(lambda values: [x & _LIMB for x in values], "Q", offset, stride)
        code = "q" if kind == "s128" else "Q"
        high = _put(lambda values: [x >> 64 for x in values], code, offset + 8, stride)
        return _both(int, low, high)
    return _put(bulk.raw_of(kind), PRIMITIVES[kind].code, offset, stride)


def _both(wanted: type, first: _Write, second: _Write) -> _Write:
    """Writes two columns of values that are of this class and no other."""

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        _all_of(values, wanted)
        first(values, view, tail, places)
        second(values, view, tail, places)

    return write


def _all_of(values: Any, *wanted: type) -> None:
    if not {*map(type, values)} <= {*wanted}:
        raise TypeError


def _address(offset: int, stride: int) -> Callable[[list[int], list[int], memoryview], None]:
    """Writes addresses and lengths."""
    first, step = offset // 4, stride // 4
    raw = bulk.raw_of("u32")

    def write(starts: list[int], lengths: list[int], view: memoryview) -> None:
        words = view.cast("I")
        if step == 2:
            pairs = [0] * (2 * len(starts))
            pairs[::2], pairs[1::2] = starts, lengths
            words[:] = memoryview(raw(pairs)).cast("I")
        else:
            words[first::step] = memoryview(raw(starts)).cast("I")
            words[first + 1 :: step] = memoryview(raw(lengths)).cast("I")

    return write


def _shifted(places: _Places, offset: int) -> _Places:
    """Where a part of each item stands."""
    if type(places) is range:
        return range(places.start + offset, places.stop + offset, places.step)
    return [place + offset for place in places]


def _texts(offset: int, stride: int) -> _Write:
    put = _address(offset, stride)

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        encoded = list(map(str.encode, values))
        lengths = list(map(len, encoded))
        put(tail.add(encoded, lengths), lengths, view)
        tail.fixes += _shifted(places, offset)

    return write


def _lists(ty: Type, offset: int, stride: int) -> _Write:
    """Lists, sets and dicts: the items of all of them are one list, written at once."""
    put = _address(offset, stride)
    item = Type("tuple", ty.parts) if ty.kind == "map" else ty.parts[0]
    size, align = item.layout
    inner = _items(ty, item)

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        counts = list(map(len, values))
        lengths = [count * size for count in counts]
        total = sum(lengths)
        place, block = tail.block(total, align)
        inner(values, memoryview(block), tail, range(place, place + total, size))
        starts = list(accumulate(lengths, initial=tail.base + place))
        starts.pop()
        put(starts, counts, view)
        tail.fixes += _shifted(places, offset)

    return write


def _items(ty: Type, item: Type) -> _Write:
    """What writes the items of several lists, sets, dicts or arrays, one behind the other."""
    size = item.layout.size
    if ty.kind == "map":
        keys, rest = _parts(ty.parts, 0, size)

        def write_dicts(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
            _all_of(values, dict)
            keys(_flat(values, places), view, tail, places)
            rest(_flat(map(dict.values, values), places), view, tail, places)

        return write_dicts
    wanted = (set, frozenset) if ty.kind == "set" else (list, tuple)
    if item.kind == "u8":

        def write_bytes(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
            _all_of(values, bytes, bytearray, *wanted)
            view[:] = b"".join(map(bytes, values))

        return write_bytes
    column = _column(item, 0, size)

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        _all_of(values, *wanted)
        column(_flat(values, places), view, tail, places)

    return write


def _flat(values: Any, places: _Places) -> list[Any]:
    flat = list(chain.from_iterable(values))
    if len(flat) != len(places):  # a finaliser has changed one of them
        raise ValueError
    return flat


def _arrays(ty: Type, offset: int, stride: int) -> _Write:
    (item,) = ty.parts
    size, count = item.layout.size, ty.count
    inner = _items(ty, item)
    put = _block(offset, size * count, stride)

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        if not {*map(len, values)} <= {count}:
            raise ValueError
        block = bytearray(len(values) * count * size)
        where: _Places = range(len(values) * count)
        if item.has_pointers:
            steps = range(offset, offset + count * size, size)
            where = [at + step for at in places for step in steps]
        inner(values, memoryview(block), tail, where)
        put(block, view)

    return write


def _block(offset: int, size: int, stride: int) -> Callable[[Any, memoryview], None]:
    """What writes pieces of this size, given one behind the other, into each item."""
    bits = size | offset | stride | 8
    unit = bits & -bits  # of what divides them all the largest
    code: Any = _UNITS[unit]
    first, step, count = offset // unit, stride // unit, size // unit

    def write(raw: Any, view: memoryview) -> None:
        cells, pieces = view.cast(code), memoryview(raw).cast(code)
        for i in range(count):
            cells[first + i :: step] = pieces[i::count]

    return write


def _cases(ty: Type, offset: int, stride: int) -> _Write:
    """Options, variants and results: the values of each case by themselves."""
    place = offset + ty.payload_offset
    size = ty.layout.size - ty.payload_offset
    code = members.CODES[layout.of_index(len(ty.cases)).size]
    index = _put(_same, code, offset, stride)
    # Bytes are quicker to search.
    make: Any = bytes if code == "B" else list
    if ty.kind == "option":
        inner = ty.parts[0]
        if inner.kind in bulk.NUMBERS or inner.kind == "string":
            return _simple_option(index, _column(inner, place, stride), inner.kind)
        numbers_of = _is_some
        some = _column(inner, 0, size)
        writes = [_nothing, _objects(_unwrapped, [some]) if inner.is_nullable else some]
    else:
        classes: tuple[type, ...] = (Ok, Err)
        names = [["value"], ["error"]]
        if ty.definition is not None:
            classes = ty.definition.classes
            names = [[field.name for field in case.fields] for case in ty.definition.cases]
        known = {cls: i for i, cls in enumerate(classes)}.__getitem__

        def numbers_of(values: Any) -> Any:
            return make(map(known, map(type, values)))

        writes = [
            _objects(_attributes(cls, fields), _parts(parts, 0, size)) if parts else _nothing
            for cls, fields, parts in zip(classes, names, ty.cases)
        ]
    put = _block(place, size, stride) if size else None
    pieces = bulk.pieces(0, size, size)
    pointers = [any(part.has_pointers for part in parts) for parts in ty.cases]

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        numbers = numbers_of(values)
        index(numbers, view, tail, places)
        if put is None:
            return
        blocks = {}
        for number in {*numbers}:
            chosen = _equal(numbers, number)
            payloads = list(compress(values, chosen))
            blocks[number] = block = bytearray(len(payloads) * size)
            where: _Places = range(len(payloads))
            if pointers[number]:
                where = _shifted(list(compress(places, chosen)), place)
            writes[number](payloads, memoryview(block), tail, where)
        if len(blocks) > 1:
            # The payloads of each case, one after the other, in the order of the values.
            rows = {n: iter(pieces(made, len(made) // size)) for n, made in blocks.items()}
            put(b"".join(map(next, map(rows.__getitem__, numbers))), view)
        else:
            for block in blocks.values():
                put(block, view)

    return write


def _is_some(values: Any) -> bytes:
    return bytes([x is not None for x in values])


#: For each number the table with which `bytes.translate` finds it.
_FINDERS = [bytes(i) + b"\1" + bytes(255 - i) for i in range(256)]


def _equal(numbers: Any, number: int) -> Any:
    """For each of the numbers, whether it is this one."""
    if type(numbers) is bytes:
        return numbers.translate(_FINDERS[number])
    return [n == number for n in numbers]


def _simple_option(index: _Write, column: _Write, kind: str) -> _Write:
    """An option of a number or text: what is missing is written as one that is not read."""
    blank: Any = "" if kind == "string" else 0

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        index(_is_some(values), view, tail, places)
        column([blank if x is None else x for x in values], view, tail, places)

    return write


def _nothing(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
    """Writes a case without fields."""


def _unwrapped(values: Any) -> Any:
    _all_of(values, Some)
    return ([x.value for x in values],)


def _objects(read: Callable[[Any], Any], writes: list[_Write]) -> _Write:
    """The columns of fields."""

    def write(values: Any, view: memoryview, tail: _Tail, places: _Places) -> None:
        for column, write_one in zip(read(values), writes):
            write_one(column, view, tail, places)

    return write


def _tuples(ty: Type, offset: int, stride: int) -> _Write:
    count = len(ty.parts)

    def read(values: Any) -> Any:
        _all_of(values, tuple, list)
        if not {*map(len, values)} <= {count}:
            raise ValueError
        return zip(*values)

    return _objects(read, _parts(ty.parts, offset, stride))


def _attributes(cls: type, names: list[str]) -> Callable[[Any], Any]:
    """What makes the columns of objects of a class.

    Where one is something else, the first column is too short and cannot be written.
    """
    # Made, because looking up an attribute is several times as fast in Python code as by a getter.
    attributes = {f"f{i}": name for i, name in enumerate(names)}
    listed = ["[x.f0 for x in values if type(x) is c]"]
    listed += [f"[x.f{i} for x in values]" for i in range(1, len(names))]
    lines = ["def read(values):", f"    return {', '.join(listed)},"]
    return source.function(lines, {**source.BUILTINS, "c": cls}, attributes)
