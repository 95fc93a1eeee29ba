"""The way of values there and back through each peer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..artifacts import Artifacts


def same(value: Any) -> Any:
    """What a peer takes and gives as it is."""
    return value


@dataclass(frozen=True)
class Trip:
    """A function that gives back what it gets, and what the peer's own values are."""

    function: Callable[[Any], Any]
    #: The plain form of a value to the peer's own, and back.
    own: Callable[[Any], Any] = same
    plain: Callable[[Any], Any] = same


class Loader(Protocol):
    """A module of this package."""

    NAME: str

    def load(self, artifacts: Artifacts) -> Mapping[str, Trip]:
        """The functions by their names. Raises an exception if they cannot be built here."""


def each(one: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same for lists."""
    return lambda values: [one(value) for value in values]


def trips_of_objects(
    functions: Mapping[str, Callable[[Any], Any]],
    point: Any,
    entry: Any,
    shapes: list[tuple[Any, tuple[str, ...]]],
    colors: list[Any],
    rights: Any,
) -> Mapping[str, Trip]:
    """The trips of a peer that has a class for each record and each case.

    A case comes with the names of its fields. Flags are made of their bits, which are then
    their `value`.
    """
    classes = {made: (i, names) for i, (made, names) in enumerate(shapes)}

    def entry_of(value: Any) -> Any:
        return value.name, value.size, value.ratio, value.hidden

    def own_shape(plain: Any) -> Any:
        return shapes[plain[0]][0](*plain[1:])

    def shape_of(value: Any) -> Any:
        number, names = classes[type(value)]
        return (number, *(getattr(value, name) for name in names))

    special = {
        "points": (each(lambda plain: point(*plain)), each(lambda value: (value.x, value.y))),
        "entry_of": (lambda plain: entry(*plain), entry_of),
        "entries": (each(lambda plain: entry(*plain)), each(entry_of)),
        "shape_of": (own_shape, shape_of),
        "shapes": (each(own_shape), each(shape_of)),
        "colors": (each(colors.__getitem__), each(colors.index)),
        "rights_of": (rights, lambda value: value.value),
    }
    return {
        name: Trip(function, *special.get(name, (same, same)))
        for name, function in functions.items()
    }


#: The names of the functions that every guest has.
NAMES = (
    "text",
    "data",
    "wide",
    "maybe",
    "pair",
    "entry_of",
    "shape_of",
    "rights_of",
    "length",
    "duration",
    "array",
    "ints",
    "texts",
    "pairs",
    "points",
    "entries",
    "options",
    "shapes",
    "colors",
    "nested",
    "dict",
    "set",
)
