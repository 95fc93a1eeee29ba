"""Functions of numbers on whole arrays: the guest runs the loop, and the host feeds it.

Arguments go into scratch and results come out of it, as many items at once as it has room for. So
one crossing does for small arrays, and large ones take no more of the guest's memory than small
ones. What is in the guest's memory already, or is to stay there, is used where it lies.
"""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import
import sys
from array import array
from itertools import compress

from . import _abi, arrays, bulk, convert, engine, scalars
from .ctype import sizeof
from .memory import Resident
from .state import PLACE_ALIGN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Callable, Protocol

    from .interface import Function, Param
    from .state import State

    class _Feed(Protocol):
        """The arguments of one parameter."""

        #: Bytes of an item.
        size: int
        #: 1, or 0 if one item stands for all.
        step: int
        #: Where they lie in the guest, if they do.
        place: Resident | None
        #: What errors call it.
        where: str

        def fill(self, view: memoryview, at: int, count: int) -> None:
            """Writes the next so many items to an address."""


#: With room for fewer items than the first, calls get memory of their own, for the second.
_FEW, _MANY = 64, 4096
#: 32-bit words of a cell.
_WORDS = engine.CELL // 4


def is_many(value: Any) -> bool:
    """Whether an argument is an array: of one dimension at least."""
    if isinstance(value, (int, float)):
        return False
    if _is_numpy(value):
        return bool(getattr(value, "ndim", 0))
    try:
        return memoryview(value).ndim > 0
    except (BufferError, TypeError, ValueError):
        return False


def _is_numpy(value: Any) -> bool:
    """Whether it is an array or number of NumPy, or one that NumPy takes for its own."""
    return hasattr(type(value), "__array__")


class Whole:
    """One function on arrays; called with the arguments of a call that has one.

    With `stays` the results are an array in the memory of the guest.
    """

    def __init__(self, state: State, function: Function, stays: bool = False) -> None:
        self.state = state
        self.stays = stays
        self.kind = function.result.kind
        self.export = function.vectorized_export
        self.wasm = function.vectorized_params
        self.params = [_Column(state, param) for param in function.params]
        primitive = _abi.PRIMITIVES[function.result.kind]
        self.code = primitive.code or ""
        self.size = primitive.size

    def __call__(self, *values: Any) -> Any:
        numpy = sys.modules.get("numpy")
        many = [is_many(value) for value in values]
        if numpy is not None and any(map(_is_numpy, compress(values, many))):
            return self.with_numpy(numpy, values, many)
        return self.plain(values, many)

    def plain(self, values: tuple[Any, ...], many: list[bool]) -> Any:
        """On buffers of one dimension and of one length: gives an `array.array`."""
        feeds: list[_Feed] = []
        first, count = "", 0
        shape: tuple[int, ...] = ()
        for param, value, is_array in zip(self.params, values, many):
            if not is_array:
                feeds.append(param.one(value))
                continue
            feed = param.buffer(value)
            if first and feed.count != count:
                text = f"it has {feed.count} items, and '{first}' has {count}"
                raise ValueError(f"{param.where}: {text}; only NumPy arrays are broadcast")
            shape = shape or feed.shape
            first, count = first or param.name, feed.count
            feeds.append(feed)
        if self.stays:
            return self.run_there(feeds, shape)
        made = array(self.code)

        def take(view: memoryview, at: int, items: int) -> None:
            made.frombytes(view[at : at + items * self.size])

        self.run(feeds, count, take)
        if sys.byteorder == "big":
            made.byteswap()
        return made

    def with_numpy(self, numpy: Any, values: tuple[Any, ...], many: list[bool]) -> Any:
        """On arrays that are broadcast: gives one of NumPy's."""
        pairs = list(zip(self.params, values))
        found = {p.name: p.array(numpy, value) for p, value in compress(pairs, many)}
        shapes = {given.shape for given in found.values()}
        try:
            shape = shapes.pop() if len(shapes) == 1 else numpy.broadcast_shapes(*shapes)
        except ValueError:
            named = ", ".join(f"'{name}' {given.shape}" for name, given in found.items())
            raise ValueError(f"arguments cannot be broadcast together: {named}") from None
        feeds: list[_Feed] = [
            _Numpy(p, numpy, found[p.name], shape) if p.name in found else p.one(value)
            for p, value in pairs
        ]
        if self.stays:
            return self.run_there(feeds, shape)
        made = numpy.empty(shape, self.code)
        rest = made.reshape(-1)

        def take(view: memoryview, at: int, items: int) -> None:
            nonlocal rest
            rest[:items] = numpy.frombuffer(view, f"<{self.code}", items, at)
            rest = rest[items:]

        self.run(feeds, made.size, take)
        return made

    def run_there(self, feeds: list[_Feed], shape: tuple[int, ...]) -> Any:
        """Gives an array in the memory of the guest."""
        state = self.state
        cls = arrays.class_of(self.kind, shape)
        count = sizeof(cls) // self.size
        if arrays.has_room(state):
            state.expect_drops()
            with state.entered(False):
                made = arrays.block(state, cls)
                self.run(feeds, count, results=made.__pyext_place__())
            return made
        made = cls()
        rest: Any = bulk.raw_view(memoryview(made), "", writable=True)

        def take(view: memoryview, at: int, items: int) -> None:
            nonlocal rest
            end = items * self.size
            rest[:end] = view[at : at + end]
            rest = rest[end:]

        self.run(feeds, count, take)
        return made

    def run(
        self,
        feeds: list[_Feed],
        count: int,
        take: Callable[[memoryview, int, int], None] | None = None,
        results: Resident | None = None,
    ) -> None:
        """Calls the guest for each so many items.

        `take` reads the results, unless they are to be at a place of their own.
        """
        if not count:
            return
        state = self.state
        each = sum(feed.size * feed.step for feed in feeds if feed.place is None)
        each += self.size if results is None else 0
        # Single items, and what lies between two columns.
        beside = 2 * PLACE_ALIGN * (len(feeds) + 1)
        with state.entered(False), state.together():
            room = state.scratch + state.room - state.top - beside
            # Where nothing moves, one crossing does for all.
            items = min(count, room // each if each else count) if room >= 0 else 0
            at = state.top
            block = own = 0
            if items < min(count, _FEW):
                items = min(count, _MANY if each else count)
                own = items * each + beside
                at = block = state.allocate(own)
            try:
                # Where arguments and results are; from item to item, if they do not move through.
                places, steps = [], []
                for feed in feeds:
                    if feed.place is not None:
                        places.append(feed.place.address_in(state, feed.where))
                        steps.append(feed.size)
                        continue
                    at = at + PLACE_ALIGN - 1 & -PLACE_ALIGN
                    places.append(at)
                    steps.append(0)
                    at += feed.size * (items if feed.step else 1)
                at = at + PLACE_ALIGN - 1 & -PLACE_ALIGN
                if results is not None:
                    places.append(results.address_in(state, "the results"))
                    steps.append(self.size)
                else:
                    places.append(at)
                    steps.append(0)
                    at += items * self.size
                if not own:
                    state.top = at
                target = state.borrow(self.export, self.wasm, [])
                words = target.words
                for start in range(0, count, items):
                    now = min(items, count - start)
                    for feed, place in zip(feeds, places):
                        if feed.place is None and (feed.step or not start):
                            feed.fill(state.view, place, now)
                    for i, (place, step) in enumerate(zip(places, steps)):
                        words[2 * i * _WORDS] = place + start * step
                    for i, feed in enumerate(feeds):
                        words[(2 * i + 1) * _WORDS] = feed.step
                    words[(2 * len(feeds) + 1) * _WORDS] = now
                    state.enter(target)
                    if take is not None:
                        take(state.view, places[-1], now)
                state.give_back(self.export, target)
            finally:
                if own:
                    state.free(block, own)


class _Column:
    """What one parameter takes."""

    def __init__(self, state: State, param: Param) -> None:
        self.state = state
        self.name = param.name
        self.kind = param.type.kind
        self.where = f"argument '{param.name}'"
        self.convert = scalars.converter(param.type, self.where)
        primitive = _abi.PRIMITIVES[self.kind]
        self.code = primitive.code or ""
        self.size = primitive.size
        self.range = (primitive.low, primitive.high)
        #: Kinds of NumPy that can become such numbers.
        self.takes = "biuf" if primitive.low is None else "biu"

    def one(self, value: Any) -> _One:
        """The argument that stands for all."""
        number = self.convert(value)
        if self.range[0] is not None:
            number = convert.to_int(number, self.kind, self.where)
        return _One(struct.pack(f"<{self.code}", number))

    def buffer(self, value: Any) -> _Raw:
        """The argument as a buffer."""
        found = arrays.settle(self.state, bulk.numbers(value, self.kind, self.where), self.size)
        # Such an array counts as one long list, and what comes of it has its shape.
        shape = value.shape if isinstance(value, arrays.Array) else ()
        return _Raw(self, found, shape)

    def array(self, numpy: Any, value: Any) -> Any:
        """The argument as an array of NumPy, of whatever numbers."""
        found = numpy.asarray(value)
        if found.dtype.kind not in self.takes:
            wanted = numpy.dtype(self.code).name
            raise TypeError(
                f"{self.where}: expected an array of {wanted}, got {found.dtype};"
                f' use .astype("{wanted}") if that is meant'
            )
        return found


class _One:
    """A number that stands for all."""

    step = 0
    place: Resident | None = None
    where = ""

    def __init__(self, raw: bytes) -> None:
        self.size = len(raw)
        self.raw = raw

    def fill(self, view: memoryview, at: int, count: int) -> None:
        view[at : at + self.size] = self.raw


class _Raw:
    """The bytes of a buffer."""

    step = 1

    def __init__(self, column: _Column, raw: Any, shape: tuple[int, ...]) -> None:
        self.where = column.where
        self.size = column.size
        self.place = raw if type(raw) is Resident else None
        self.rest = memoryview(b"" if self.place else raw)
        self.count = (self.place.size if self.place else len(self.rest)) // self.size
        self.shape = shape or (self.count,)

    def fill(self, view: memoryview, at: int, count: int) -> None:
        length = count * self.size
        view[at : at + length] = self.rest[:length]
        self.rest = self.rest[length:]


def _chunks(numpy: Any, found: Any, shape: tuple[int, ...]) -> Iterator[Any]:
    """The items of an array in order, some at a time. A chunk is valid until the next."""
    if found.shape == shape and found.flags.c_contiguous:
        yield found.reshape(-1)
        return
    wide = numpy.broadcast_to(found, shape)
    flags = ["external_loop", "buffered"]
    yield from numpy.nditer(wide, flags=flags, order="C", buffersize=_MANY)


class _Numpy:
    """An array of NumPy, which is converted and broadcast on the way."""

    step = 1

    def __init__(self, column: _Column, numpy: Any, found: Any, shape: tuple[int, ...]) -> None:
        self.column = column
        self.numpy = numpy
        self.size = column.size
        self.form = numpy.dtype(f"<{column.code}")
        #: Whether a number of the array may be none of the parameter's.
        self.narrows = found.dtype != self.form and not numpy.can_cast(found.dtype, self.form)
        self.where = column.where
        self.place = self._place(found, shape)
        self.rest = found[:0].reshape(-1)
        self.chunks = _chunks(numpy, found, shape)

    def _place(self, found: Any, shape: tuple[int, ...]) -> Resident | None:
        """Where the items lie in the guest, if all of them do, in order and as it takes them."""
        state = self.column.state
        fits = found.dtype == self.form and found.shape == shape and found.flags.c_contiguous
        if not (state.residents and fits and found.size):
            return None
        place = arrays.settle(state, memoryview(found.reshape(-1)).cast("B"), self.size)
        return place if type(place) is Resident else None

    def fill(self, view: memoryview, at: int, count: int) -> None:
        to = self.numpy.frombuffer(view, self.form, count, at)
        while len(to):
            if not len(self.rest):
                self.rest = next(self.chunks)
            part = self.rest[: len(to)]
            self.rest = self.rest[len(part) :]
            self.copy(to[: len(part)], part)
            to = to[len(part) :]

    def copy(self, to: Any, part: Any) -> None:
        """Writes the items as the parameter's numbers, or refuses one that is none."""
        column, numpy = self.column, self.numpy
        low, high = column.range
        if not self.narrows:
            to[...] = part
        elif low is not None and high is not None:
            for number in (int(part.min()), int(part.max())):
                if not low <= number <= high:
                    raise convert.out_of_range(column.where, column.kind, number)
            numpy.copyto(to, part, casting="unsafe")
        else:
            try:
                with numpy.errstate(over="raise"):
                    numpy.copyto(to, part, casting="same_kind")
            except FloatingPointError:
                text = f"{column.where}: a number is out of range for {column.kind}"
                raise OverflowError(text) from None
