"""Iterators of the guest as lazy Python iterators, which take the items in batches."""

from __future__ import annotations

from . import _abi, objects, trace
from .errors import BorrowError, ProtocolError, broken, told
from .interface import Type
from .outcome import Ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any, Callable

#: Items of the largest batch. The first has one: the reader may want no more.
_MOST = 128


def lifter(ty: Type) -> Callable[[Any, int], Generator[Any, None, None]]:
    """A function of (memory, handle) that makes the iterator."""
    lift: Any = None

    def make(m: Any, handle: int) -> Generator[Any, None, None]:
        nonlocal lift
        if handle == 0:
            raise broken("a handle", handle)
        if lift is None:
            from . import lift as lifting

            lift = lifting.lifter(ty.batch)
        made = _items(m, m.base + handle, lift, ty.raises is not None)
        # From here on the end of the generator is reached, however it ends.
        next(made)
        return made

    return make


def _items(
    m: Any, number: int, lift: Callable[..., Any], raises: bool
) -> Generator[Any, None, None]:
    ended = False
    count = 1
    try:
        yield
        while not ended:
            found, ended, error = _pull(m, number, count, lift, raises)
            count = min(2 * count, _MOST)
            yield from found
            if error is not None:
                raise trace.trimmed(error)
    finally:
        if not ended:
            # Nothing is called here: the garbage collector can be what ends it.
            m.drops.append((_abi.CLOSE, number))


def _pull(
    m: Any, number: int, count: int, lift: Callable[..., Any], raises: bool
) -> tuple[list[Any], bool, BaseException | None]:
    """The next items, whether nothing follows, and the error that stands in place of the next."""
    with m.entered(True):
        handle = number - m.base
        if not 0 < handle < 1 << 32:
            raise objects.stale("next()", "iterator", trapped=True)
        at = m.invoke(_abi.NEXT, ["i32", "i32"], [handle, count], "i32")
        code = m.take_refused() & 0xFF
        if code == 1:
            raise objects.stale("next()", "iterator")
        if code:
            raise BorrowError("next(): the iterator is in use by a call of it")
        found, ended = lift(m, at)
        if len(found) > count or not (found or ended):
            raise ProtocolError(f"an iterator gave {len(found)} items when asked for {count}")
        if not raises:
            return found, ended, None
        error = None
        if found and type(found[-1]) is not Ok:
            message, causes, token, value = found.pop().error
            error = told(value, message, tuple(causes), m.origin(token))
        if any(type(item) is not Ok for item in found):
            raise ProtocolError("an iterator went on behind an error")
        return [item.value for item in found], ended or error is not None, error
