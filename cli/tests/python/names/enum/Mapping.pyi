# Types of what names.enum.Mapping offers. Written by cargo-pyext.
from collections.abc import Mapping
from dataclasses import dataclass

from .. import Enum
from ..enum import Point as _Point

__all__ = ["Point", "area"]

@dataclass
class Point:
    x: _Point

def area(a: Mapping[str, Point | Mapping[str, object]], b: Enum = Enum.A) -> bool: ...
