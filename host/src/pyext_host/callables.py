"""Python callables and iterables that are arguments: the guest calls them back in the same call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

from . import convert, lift, lower
from ._abi import PRIMITIVES
from .errors import ProtocolError
from .interface import Type, local_name, outcome
from .outcome import Ok

#: Items that the guest gets at once, however many it asks for.
_MOST = 1024


class Lent(NamedTuple):
    """What the guest has a token for."""

    #: Of a callable the function, of an iterable the iterator.
    value: Any
    #: Makes the arguments of the call; none if it has none.
    lift: Callable[..., Any] | None
    #: Lays out what comes back, and what errors call it; none for unit.
    lower: Callable[[Any, int], Any] | None
    raises: bool
    where: str
    #: Items that the guest has had. One number, in a list.
    taken: list[int]


def lender(ty: Type, where: str) -> Callable[[Any], Lent]:
    """A function that takes a callable."""
    *params, result = ty.parts
    lifted = lift.lifter(Type("tuple", tuple(params))) if params else None
    raises = ty.raises is not None
    back = outcome(result, ty.raises)
    lowered = None if back.kind == "unit" else lower.lowerer(back, f"{where}: result")

    def lend(value: Any) -> Lent:
        if not callable(value):
            raise convert.wrong_type(where, "callable", value)
        return Lent(value, lifted, lowered, raises, where, [])

    return lend


def iterable(ty: Type, where: str) -> Callable[[Any], Lent]:
    """A function that takes an iterable."""
    item, raises = ty.parts[0], ty.raises is not None
    lowered = lower.lowerer(ty.batch, where)
    wanted = _wanted(item)

    def lend(value: Any) -> Lent:
        if isinstance(value, str) and item.kind not in ("string", "char"):
            raise convert.wrong_type(where, f"iterable of {wanted}", value)
        try:
            items = iter(value)
        except TypeError:
            if hasattr(type(value), "__iter__"):
                raise  # what its own `__iter__` says
            raise convert.wrong_type(where, f"iterable of {wanted}", value) from None
        return Lent(items, None, lowered, raises, where, [0])

    return lend


def _wanted(ty: Type) -> str:
    if ty.definition is not None:
        return local_name(ty.definition.name)
    return ty.kind if ty.parts else PRIMITIVES[ty.kind].python


def call(foreign: Any, token: int, arguments: int) -> int:
    """What the guest imports to call a callable."""
    m = foreign.state
    lent: Lent = foreign.lent_by(token)
    given: tuple[Any, ...] = ()
    if lent.lift is not None:
        given = lent.lift(m, arguments)
        m.spent = 0
    if not lent.raises:
        found = lent.value(*given)
    else:
        try:
            found = Ok(lent.value(*given))
        except BaseException as e:
            found = foreign.caught(e)
    foreign.expect_alive()
    if lent.lower is None:
        convert.to_none(found, f"{lent.where}: result")
        return 0
    return foreign.place(lent.lower(found, m.top))  # type: ignore[no-any-return]


def following(foreign: Any, token: int, count: int) -> int:
    """What the guest imports to take items of an iterable."""
    m = foreign.state
    lent: Lent = foreign.lent_by(token)
    items: list[Any] = []
    ended = False
    try:
        ended = not _take(lent, min(count, _MOST), items)
    except BaseException as e:
        if not lent.raises:
            raise
        ended = True
        items.append(foreign.caught(e))
    foreign.expect_alive()
    try:
        image = lent.lower((items, ended), m.top)  # type: ignore[misc]
    except (TypeError, ValueError, OverflowError) as e:
        raise _counted(e, lent) from None
    lent.taken[0] += len(items)
    return foreign.place(image)  # type: ignore[no-any-return]


def _take(lent: Lent, count: int, items: list[Any]) -> bool:
    """Takes items; whether more can follow."""
    source: Iterator[Any] = lent.value
    for _ in range(count):
        try:
            item = next(source)
        except StopIteration:
            return False
        items.append(Ok(item) if lent.raises else item)
    return True


def _counted(error: Exception, lent: Lent) -> Exception:
    """The error with the item's number in all, and not in the batch."""
    text = error.args[0] if error.args else None
    # Where the iterable can raise, an item is the value of an `Ok`.
    wrapped = r"\.value" if lent.raises else ""
    found = re.match(re.escape(lent.where) + r"\[0\]\[([0-9]+)\]" + wrapped, str(text))
    if found is None or not isinstance(text, str):
        return error
    number = int(found.group(1)) + lent.taken[0]
    error.args = (f"{lent.where}[{number}]{text[found.end() :]}", *error.args[1:])
    return error


def no_token(token: int) -> ProtocolError:
    """The error for a token that is not valid."""
    return ProtocolError(
        f"the extension uses a callable or iterable whose call has ended ({token})"
    )
