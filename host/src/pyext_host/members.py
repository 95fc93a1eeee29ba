"""Enums and flags: members of their Python classes to numbers, and back."""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import
from _operator import attrgetter  # `operator` takes a while to import

from . import convert
from .errors import broken
from .interface import Type, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    _ByNumber = dict[int, Any]
else:
    _ByNumber = dict

#: Codes of the numbers, by their size.
CODES = {1: "B", 2: "H", 4: "I"}
#: Python numbers combinations of flags as they are met; so many are kept at hand.
_MOST = 1024

_value_of = attrgetter("_value_")


def code(ty: Type) -> str:
    """The code of its numbers for `struct`."""
    return CODES[ty.layout.size]


def numbers(ty: Type) -> dict[int, int]:
    """The number of each member of an enum, by its identity.

    `hash` of a member is a Python function, which would take most of the time.
    """
    (cls,) = ty.named.classes
    return {id(member): i for i, member in enumerate(cls)}  # type: ignore[var-annotated, arg-type]


def refused(value: Any, ty: Type, where: str) -> TypeError:
    """The error for what is no member."""
    return convert.wrong_type(where, local_name(ty.named.name), value)


def to_number(ty: Type, where: str) -> Callable[[Any], int]:
    """A function that gives the number of a member."""
    if ty.kind == "flags":
        (cls,) = ty.named.classes

        def of_flags(value: Any) -> int:
            if type(value) is not cls:
                raise refused(value, ty, where)
            number: int = value._value_
            return number

        return of_flags
    known = numbers(ty)

    def of_member(value: Any) -> int:
        number = known.get(id(value))
        if number is None:
            raise refused(value, ty, where)
        return number

    return of_member


def to_numbers(ty: Type) -> Callable[[Any], list[int]]:
    """The same for many; a KeyError or TypeError does not tell which is wrong."""
    if ty.kind == "enum":
        number = numbers(ty).__getitem__
        return lambda items: list(map(number, map(id, items)))
    (cls,) = ty.named.classes

    def of_flags(items: Any) -> list[int]:
        if not {*map(type, items)} <= {cls}:
            raise TypeError
        return list(map(_value_of, items))

    return of_flags


def converter(ty: Type, where: str) -> Callable[[Any], bytes]:
    """A function that makes the bytes of a list of members."""
    many = to_numbers(ty)
    wanted = local_name(ty.named.name)

    def convert_all(value: Any) -> bytes:
        items = convert.to_sequence(value, wanted, where)
        try:
            found = many(items)
        except (KeyError, TypeError):
            found = [to_number(ty, convert.within(where, i))(x) for i, x in enumerate(items)]
        return (
            bytes(found) if ty.layout.size == 1 else struct.pack(f"<{len(found)}{code(ty)}", *found)
        )

    return convert_all


class _Enum(_ByNumber):
    """The members by their numbers."""

    def __missing__(self, number: int) -> Any:
        raise broken("a discriminant", number)


class _Flags(_ByNumber):
    """The combinations by their numbers, as they are met."""

    def __init__(self, cls: Any, count: int) -> None:
        super().__init__()
        self._cls = cls
        self._count = count

    def __missing__(self, number: int) -> Any:
        if number >> self._count:
            raise broken("a value of flags", number)
        member = self._cls(number)
        if len(self) < _MOST:
            self[number] = member
        return member


def of_numbers(ty: Type) -> dict[int, Any]:
    """The members by their numbers; a number that is none is refused."""
    (cls,) = ty.named.classes
    if ty.kind == "flags":
        return _Flags(cls, len(ty.named.cases))
    return _Enum(enumerate(cls))  # type: ignore[arg-type]
