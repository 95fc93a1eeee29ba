# Types of what everything.geometry offers. Written by cargo-pyext.
"""Points and shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from typing_extensions import TypeAlias

from .. import Color
from .._pyext_host.hints import Buffer
from . import solid as solid

__all__ = [
    "ORIGIN_NAME",
    "Point",
    "Shape",
    "ShapeCircle",
    "ShapeEmpty",
    "ShapePolygon",
    "area",
    "center",
    "paint",
    "solid",
]

ORIGIN_NAME: Final[str]

@dataclass
class Point:
    """A point of the plane."""

    x: float
    y: float

@dataclass(frozen=True)
class ShapeCircle:
    """All points near another."""

    center: Point
    radius: float
    """At least 0."""

@dataclass(frozen=True)
class ShapePolygon:
    value: list[Point]

@dataclass(frozen=True)
class ShapeEmpty: ...

Shape: TypeAlias = ShapeCircle | ShapePolygon | ShapeEmpty
"""What has an area."""

def area(shape: Shape) -> float:
    """The area of a shape."""

def center(points: Buffer | Sequence[Point | Mapping[str, object]]) -> Point | None: ...
def paint(shapes: Sequence[Shape], color: Color = Color.GREEN) -> list[Color]: ...
