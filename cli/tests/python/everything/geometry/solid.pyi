# Types of what everything.geometry.solid offers. Written by cargo-pyext.
"""Bodies."""

from collections.abc import Mapping
from dataclasses import dataclass

from .. import Color
from ..geometry import Shape

__all__ = ["Prism", "prism", "volume"]

@dataclass
class Prism:
    base: Shape
    height: float
    color: Color

def prism(base: Shape, height: float = 1.0) -> Prism: ...
def volume(prism: Prism | Mapping[str, object]) -> float: ...
