# Offers what objects.wasm has as objects.geometry. Written by cargo-pyext.
from ._extension import extension as _extension

__all__ = ["Shape", "shapes"]

Shape = _extension.geometry.Shape
shapes = _extension.geometry.shapes
