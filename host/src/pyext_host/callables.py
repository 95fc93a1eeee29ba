"""Python callables and iterables that are arguments: the guest calls them back in the same call."""

from __future__ import annotations

from itertools import islice

from . import blocks, convert, lift, lower
from .errors import ProtocolError
from .interface import UNIT, Type, outcome
from .outcome import Ok

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Callable, Optional

    #: What the guest has a token for to call a callable: what makes the arguments of the call, none
    #: if it has none; what places its result, none for unit; what lays out an exception, none where
    #: that ends the call; what errors call the result; the callable.
    Lent = tuple[
        Optional[Callable[..., Any]],
        Optional[Callable[[Any, Any, Any], int]],
        Optional[Callable[[Any, int], Any]],
        str,
        Any,
    ]

#: Items that the guest gets at once, however many it asks for.
_MOST = 1024


class Source:
    """What the guest has a token for to read an iterable."""

    __slots__ = ("items", "lower", "raises", "taken", "where")

    def __init__(
        self, items: Iterator[Any], lower: Callable[..., Any], raises: bool, where: str
    ) -> None:
        self.items = items
        self.lower = lower
        self.raises = raises
        self.where = where
        #: Items that the guest has had.
        self.taken = 0


def lender(ty: Type, where: str) -> Callable[[Any], Lent]:
    """A function that takes a callable."""
    *params, result = ty.parts
    lifted = lift.lifter(Type("tuple", tuple(params))) if params else None
    back = outcome(result, ty.raises)
    place = f"{where}: result"
    made = None if back == UNIT else lower.returner(result, back, place)
    fail = None if ty.raises is None else lower.lowerer(back, place)

    def lend(value: Any) -> Lent:
        if not callable(value):
            raise convert.wrong_type(where, "callable", value)
        return lifted, made, fail, place, value

    return lend


def iterable(ty: Type, where: str) -> Callable[[Any], Source]:
    """A function that takes an iterable."""
    item, raises = ty.parts[0], ty.raises is not None
    lowered = lower.lowerer(ty.batch, where)
    wanted = blocks.wanted(item)

    def lend(value: Any) -> Source:
        if isinstance(value, str) and item.kind not in ("string", "char"):
            raise convert.wrong_type(where, f"iterable of {wanted}", value)
        try:
            items = iter(value)
        except TypeError:
            if hasattr(type(value), "__iter__"):
                raise  # what its own `__iter__` says
            raise convert.wrong_type(where, f"iterable of {wanted}", value) from None
        return Source(items, lowered, raises, where)

    return lend


def call(foreign: Any, token: int, arguments: int) -> int:
    """What the guest imports to call a callable."""
    m = foreign.state
    found = foreign.lent.get(token)
    if type(found) is not tuple:
        raise no_token(token)
    lifted, made, fail, where, function = found
    given: tuple[Any, ...] = ()
    if lifted is not None:
        given = lifted(m, arguments)
        m.spent = 0
    try:
        result = function(*given)
    except BaseException as e:
        if fail is None:
            raise
        return foreign.place(fail(foreign.caught(e), m.top))  # type: ignore[no-any-return]
    if m.dead:
        foreign.expect_alive()
    if made is None:
        convert.to_none(result, where)
        return 0
    return made(result, foreign, m)  # type: ignore[no-any-return]


def following(foreign: Any, token: int, count: int) -> int:
    """What the guest imports to take items of an iterable."""
    m = foreign.state
    source = foreign.lent.get(token)
    if type(source) is not Source:
        raise no_token(token)
    items: list[Any] = []
    ended = False
    try:
        ended = not _take(source, min(count, _MOST), items)
    except BaseException as e:
        if not source.raises:
            raise
        ended = True
        items.append(foreign.caught(e))
    foreign.expect_alive()
    try:
        image = source.lower((items, ended), m.top)
    except (TypeError, ValueError, OverflowError) as e:
        raise _counted(e, source) from None
    source.taken += len(items)
    return foreign.place(image)  # type: ignore[no-any-return]


def _take(source: Source, count: int, items: list[Any]) -> bool:
    """Takes items; whether more can follow."""
    if not source.raises:
        items += islice(source.items, count)
        return len(items) == count
    for _ in range(count):
        try:
            item = next(source.items)
        except StopIteration:
            return False
        items.append(Ok(item))
    return True


def _counted(error: Exception, source: Source) -> Exception:
    """The error with the item's number in all, and not in the batch."""
    text = error.args[0] if error.args else None
    first = f"{source.where}[0]["
    # Where the iterable can raise, an item is the value of an `Ok`.
    last = "].value" if source.raises else "]"
    if isinstance(text, str) and text.startswith(first):
        number, found, rest = text[len(first) :].partition(last)
        if found and number.isdecimal():
            error.args = (f"{source.where}[{int(number) + source.taken}]{rest}", *error.args[1:])
    return error


def no_token(token: int) -> ProtocolError:
    """The error for a token that is not valid."""
    return ProtocolError(
        f"the extension uses a callable or iterable whose call has ended ({token})"
    )
