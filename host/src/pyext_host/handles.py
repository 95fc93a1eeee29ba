"""Values that stand for something on the other side: objects, iterators, callables.

Imported by what makes code for every type, so the code for each of them comes when it is needed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Type


class Fixes(list[int]):
    """The positions of the addresses in an image, and what of it holds for one instance only."""

    __slots__ = ("lent", "objects")

    def __init__(self) -> None:
        #: Objects in the image: their handles' positions, and whether they are given away.
        self.objects: list[tuple[int, Any, bool]] = []
        #: Callables in it: their tokens' positions.
        self.lent: list[tuple[int, Any]] = []


def taker(ty: Type, where: str) -> Callable[[Any, Fixes, int], int]:
    """A function of (value, fixes, position) that notes what is to stand there, for now 0."""
    if ty.kind == "callable":
        from . import callables

        lend = callables.lender(ty, where)

        def take_callable(x: Any, fixes: Fixes, place: int) -> int:
            fixes.lent.append((place, lend(x)))
            return 0

        return take_callable
    from . import objects

    check = objects.converter(ty, where)
    gives = ty.kind == "own"

    def take_object(x: Any, fixes: Fixes, place: int) -> int:
        check(x)
        fixes.objects.append((place, x, gives))
        return 0

    return take_object


def lifter(ty: Type) -> Callable[..., Any]:
    """A function of (memory, handle) that makes what stands for it in Python."""
    if ty.kind == "iterator":
        from . import iterators

        return iterators.lifter(ty)
    from . import objects

    return objects.lifter(ty)


def converter(ty: Type, where: str) -> Callable[[Any], Any]:
    """A function that takes what is an argument by itself; of an object it gives the handle."""
    if ty.kind == "iterator":
        from . import callables

        return callables.iterable(ty, where)
    if ty.kind == "callable":
        from . import callables

        return callables.lender(ty, where)
    from . import objects

    return objects.converter(ty, where)


def complete(state: Any, image: bytearray, fixes: Fixes, where: str) -> None:
    """Writes into an image what holds for the instance that is at work."""
    from . import objects

    found = [(at, objects.handle_in(state, value, where)) for at, value, _ in fixes.objects]
    found += [(at, state.foreign.lend(value)) for at, value in fixes.lent]
    for at, number in found:
        image[at : at + 4] = number.to_bytes(4, "little")


def give_away(fixes: Fixes) -> None:
    """Closes the objects that the guest owns from now on."""
    for _, value, gives in fixes.objects:
        if gives:
            value.__pyext_handle__ = 0
