"""Functions of numbers on whole arrays: the guest runs the loop, and the host feeds it.

Arguments go into scratch and results come out of it, as many items at once as it has room for. So
one crossing does for small arrays, and large ones take no more of the guest's memory than small
ones.
"""

from __future__ import annotations

import struct
import sys
from array import array
from itertools import compress

from . import _abi, bulk, convert, engine, scalars
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
    """One function on arrays; called with the arguments of a call that has one."""

    def __init__(self, state: State, function: Function) -> None:
        self.state = state
        self.export = function.vectorized_export
        self.wasm = function.vectorized_params
        self.params = [_Column(param) for param in function.params]
        primitive = _abi.PRIMITIVES[function.result.kind]
        self.code = primitive.code or ""
        self.size = primitive.size

    def __call__(self, *values: Any) -> Any:
        numpy = sys.modules.get("numpy")
        many = [is_many(value) for value in values]
        if numpy is not None and any(map(_is_numpy, compress(values, many))):
            return self.with_numpy(numpy, values, many)
        return self.plain(values, many)

    def plain(self, values: tuple[Any, ...], many: list[bool]) -> array[Any]:
        """On buffers of one dimension and of one length: gives an `array.array`."""
        feeds: list[_Feed] = []
        first, count = "", 0
        for param, value, is_array in zip(self.params, values, many):
            if not is_array:
                feeds.append(param.one(value))
                continue
            raw = memoryview(bulk.numbers(value, param.kind, param.where))
            found = len(raw) // param.size
            if first and found != count:
                text = f"it has {found} items, and '{first}' has {count}"
                raise ValueError(f"{param.where}: {text}; only NumPy arrays are broadcast")
            first, count = first or param.name, found
            feeds.append(_Raw(param, raw))
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
        arrays = {p.name: p.array(numpy, value) for p, value in compress(pairs, many)}
        shapes = {found.shape for found in arrays.values()}
        try:
            shape = shapes.pop() if len(shapes) == 1 else numpy.broadcast_shapes(*shapes)
        except ValueError:
            named = ", ".join(f"'{name}' {found.shape}" for name, found in arrays.items())
            raise ValueError(f"arguments cannot be broadcast together: {named}") from None
        made = numpy.empty(shape, self.code)
        rest = made.reshape(-1)

        def take(view: memoryview, at: int, items: int) -> None:
            nonlocal rest
            rest[:items] = numpy.frombuffer(view, f"<{self.code}", items, at)
            rest = rest[items:]

        feeds: list[_Feed] = [
            _Numpy(p, numpy, arrays[p.name], shape) if p.name in arrays else p.one(value)
            for p, value in pairs
        ]
        self.run(feeds, made.size, take)
        return made

    def run(
        self, feeds: list[_Feed], count: int, take: Callable[[memoryview, int, int], None]
    ) -> None:
        """Calls the guest for each so many items, and has `take` read the results."""
        if not count:
            return
        state = self.state
        each = self.size + sum(feed.size * feed.step for feed in feeds)
        # Single items, and what lies between two columns.
        beside = 2 * PLACE_ALIGN * (len(feeds) + 1)
        with state.entered(False), state.together():
            items = min(count, (state.scratch + state.room - state.top - beside) // each)
            at = state.top
            block = own = 0
            if items < min(count, _FEW):
                items = min(count, _MANY)
                own = items * each + beside
                at = block = state.allocate(own)
            try:
                numbers = []
                for feed in feeds:
                    at = at + PLACE_ALIGN - 1 & -PLACE_ALIGN
                    numbers += [at, feed.step]
                    at += feed.size * (items if feed.step else 1)
                results = at + PLACE_ALIGN - 1 & -PLACE_ALIGN
                if not own:
                    state.top = results + items * self.size
                target = state.borrow(self.export, self.wasm, [])
                words = target.view("I")
                for start in range(0, count, items):
                    now = min(items, count - start)
                    for feed, place in zip(feeds, numbers[::2]):
                        if feed.step or not start:
                            feed.fill(state.view, place, now)
                    for cell, number in enumerate([*numbers, results, now]):
                        words[cell * _WORDS] = number
                    state.enter(target)
                    take(state.view, results, now)
                state.give_back(self.export, target)
            finally:
                if own:
                    state.free(block, own)


class _Column:
    """What one parameter takes."""

    def __init__(self, param: Param) -> None:
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

    def __init__(self, raw: bytes) -> None:
        self.size = len(raw)
        self.raw = raw

    def fill(self, view: memoryview, at: int, count: int) -> None:
        view[at : at + self.size] = self.raw


class _Raw:
    """The bytes of a buffer."""

    step = 1

    def __init__(self, column: _Column, raw: memoryview) -> None:
        self.size = column.size
        self.rest = raw

    def fill(self, view: memoryview, at: int, count: int) -> None:
        length = count * self.size
        view[at : at + length] = self.rest[:length]
        self.rest = self.rest[length:]


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
        self.rest = found[:0].reshape(-1)
        self.chunks = self._chunks(found, shape)

    def _chunks(self, found: Any, shape: tuple[int, ...]) -> Iterator[Any]:
        """The items in order, some at a time. A chunk is valid until the next."""
        if found.shape == shape and found.flags.c_contiguous:
            yield found.reshape(-1)
            return
        wide = self.numpy.broadcast_to(found, shape)
        flags = ["external_loop", "buffered"]
        yield from self.numpy.nditer(wide, flags=flags, order="C", buffersize=_MANY)

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
