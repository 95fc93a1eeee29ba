"""The interface of a module as it is kept in the cache: what `marshal` reads in no time.

To read the interface section of a module takes longer than all else of a start: it is a stranger's,
so every part of it is looked at. What has been read once is kept as plain tuples.
"""

from __future__ import annotations

import marshal
import sys

from . import interface, layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CLASSES: tuple[Any, ...] = (
    layout.Layout,
    interface.Type,
    interface.Field,
    interface.Case,
    interface.Definition,
    interface.Param,
    interface.Function,
    interface.Import,
    interface.Module,
    interface.Constant,
    interface.Interface,
)
#: Those whose objects are the same for good if they are equal.
_CONSTANT = (layout.Layout, interface.Type)
_NUMBERS = {cls: i for i, cls in enumerate(_CLASSES)}
#: What tells files of one form from others.
FORM = f"1 {sys.version} {[cls.__slots__ for cls in _CLASSES]}"
#: The forms of what is not a plain value. A plain value is no tuple.
_OBJECT, _TUPLE, _NO_DEFAULT = range(3)


def dump(found: interface.Interface, *others: Any) -> bytes:
    """The interface, and other plain values that go with it."""
    rows: list[tuple[int, list[Any]]] = []
    seen: dict[int, int] = {}
    # What is equal and never changes is kept once: most types are one of a few.
    equal: dict[tuple[Any, str], int] = {}

    def put(value: Any) -> Any:
        if value is interface.NO_DEFAULT:
            return (_NO_DEFAULT,)
        cls = type(value)
        if cls in _NUMBERS:
            if id(value) not in seen:
                row = [put(getattr(value, slot)) for slot in cls.__slots__]
                index = len(rows)
                if cls in _CONSTANT:
                    index = equal.setdefault((cls, repr(row)), index)
                seen[id(value)] = index
                if index == len(rows):
                    rows.append((_NUMBERS[cls], row))
            return (_OBJECT, seen[id(value)])
        if cls is tuple:
            return (_TUPLE, [put(item) for item in value])
        return value

    put(found)
    return marshal.dumps((rows, others))


def load(kept: bytes) -> tuple[Any, ...]:
    """What `dump` was given, as objects of its own."""
    rows, others = marshal.loads(kept)
    made: list[Any] = []

    def get(value: Any) -> Any:
        if type(value) is not tuple:
            return value
        if value[0] == _OBJECT:
            return made[value[1]]
        return tuple([get(item) for item in value[1]]) if value[0] == _TUPLE else no_default

    no_default = interface.NO_DEFAULT
    for number, row in rows:
        cls = _CLASSES[number]
        found = cls.__new__(cls)
        for slot, value in zip(cls.__slots__, row):
            setattr(found, slot, get(value))
        made.append(found)
    return (made[-1], *others)
