# Types of what names.enum offers. Written by cargo-pyext.
from dataclasses import dataclass
from enum import Flag
from typing import Final

from typing_extensions import TypeAlias as _TypeAlias

from .. import Buffer
from .. import dataclass as _dataclass
from .._pyext_host import ExtensionError as _ExtensionError
from . import Mapping as Mapping

__all__ = [
    "A",
    "ExtensionError",
    "Mapping",
    "Point",
    "Sequence",
    "TypeAlias",
    "int",
    "object",
]

object: Final[str]

class ExtensionError(_ExtensionError):
    def __init__(self, message: str = "", /) -> None: ...

class A(ExtensionError):
    a: int

    def __init__(self, message: str = "", /, *, a: int) -> None: ...

@dataclass
class Point:
    x: _dataclass

@dataclass(frozen=True)
class TypeAlias:
    a: dict[str, Buffer]

Sequence: _TypeAlias = TypeAlias

class int(Flag):
    A = 1
