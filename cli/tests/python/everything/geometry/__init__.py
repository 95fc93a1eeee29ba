# Offers what everything.wasm has as everything.geometry. Written by cargo-pyext.
from .._extension import extension as _extension
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
__doc__ = _extension.geometry.__doc__

ORIGIN_NAME = _extension.geometry.ORIGIN_NAME
Point = _extension.geometry.Point
Shape = _extension.geometry.Shape
ShapeCircle = _extension.geometry.ShapeCircle
ShapeEmpty = _extension.geometry.ShapeEmpty
ShapePolygon = _extension.geometry.ShapePolygon
area = _extension.geometry.area
center = _extension.geometry.center
paint = _extension.geometry.paint
