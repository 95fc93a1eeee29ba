# Offers what names.wasm has as names.enum. Written by cargo-pyext.
from .._extension_ import extension as _extension
from . import Mapping as Mapping

__all__ = [
    "A",
    "B",
    "ExtensionError",
    "Mapping",
    "Point",
    "Sequence",
    "TypeAlias",
    "int",
    "object",
]

A = _extension.enum.A
B = _extension.enum.B
ExtensionError = _extension.enum.ExtensionError
Point = _extension.enum.Point
Sequence = _extension.enum.Sequence
TypeAlias = _extension.enum.TypeAlias
int = _extension.enum.int
object = _extension.enum.object
