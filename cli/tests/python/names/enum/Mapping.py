# Offers what names.wasm has as names.enum.Mapping. Written by cargo-pyext.
from .._extension_ import extension as _extension

__all__ = ["Point", "area"]

Point = _extension.enum.Mapping.Point
area = _extension.enum.Mapping.area
