# Types of what names.enum offers. Written by cargo-pyext.
import builtins as _builtins
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
    "B",
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
    __match_args__ = ("a",)

    def __init__(self, message: str = "", /, *, a: int) -> None: ...

class B(ExtensionError):
    a_field_with_a_long_name: _builtins.int
    another_field_with_a_long_name: _builtins.int
    a_third: _builtins.int
    __match_args__ = (
        "a_field_with_a_long_name",
        "another_field_with_a_long_name",
        "a_third",
    )

    def __init__(
        self,
        message: str = "",
        /,
        *,
        a_field_with_a_long_name: _builtins.int,
        another_field_with_a_long_name: _builtins.int,
        a_third: _builtins.int,
    ) -> None: ...

@dataclass
class Point:
    x: _dataclass

@dataclass(frozen=True)
class TypeAlias:
    a: dict[str, Buffer]

Sequence: _TypeAlias = TypeAlias

class int(Flag):
    A = 1
