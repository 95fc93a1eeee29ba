# Types of what names offers. Written by cargo-pyext.
import builtins as _builtins_
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass as _dataclass
from datetime import timedelta as _timedelta
from enum import Enum as __Enum_
from typing import Final as _Final

from typing_extensions import TypeAlias

from . import _extension as _extension
from . import enum as enum
from ._pyext_host import Err as Err
from ._pyext_host import Extension as _Extension
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import Ok as Ok
from ._pyext_host import Ok as _Ok
from ._pyext_host import PanicError as PanicError
from ._pyext_host import TrapError as TrapError
from ._pyext_host.hints import Buffer as _Buffer
from .enum import Point
from .enum import int as _int
from .enum.Mapping import Point as _Point

__all__ = [
    "Buffer",
    "Enum",
    "Err",
    "ExtensionError",
    "Final",
    "Ok",
    "PanicError",
    "TrapError",
    "ValueError",
    "_Path",
    "_builtins",
    "_extension",
    "_load",
    "a_function_with_a_name_that_is_long",
    "a_function_with_a_type_that_is_long",
    "bool",
    "dataclass",
    "enum",
    "list",
    "literal",
]
__version__: str
_extension_: _Extension

Final: _Final[int]
_builtins: _Final[int]

@_dataclass
class Buffer:
    Buffer: _Enum_ | None
    Enum: _builtins_.list[_Enum_]
    bytes: _builtins_.bytes
    int: _builtins_.int
    timedelta: _timedelta
    _Enum: _builtins_.int
    Ok: _Ok[_builtins_.int] | Err[_builtins_.int]

class Enum(__Enum_):
    A = 0

class ValueError(ExtensionError, _builtins_.ValueError):
    self: int
    str: _builtins_.str
    __match_args__ = ("self", "str")

    def __init__(
        self_, message: _builtins_.str = "", /, *, self: int, str: _builtins_.str
    ) -> None: ...

@_dataclass(frozen=True)
class dataclass:
    tuple: _builtins_.tuple[int]

def _Path(
    a: _Buffer | Sequence[int], b: Buffer | Mapping[str, object]
) -> tuple[Point, _Point, _int]: ...
def _load(a: AbstractSet[_int] = frozenset({_int.A})) -> int: ...
def a_function_with_a_name_that_is_long(
    first_parameter: str = "one",
    second_parameter: str = 'it\'s "two" \\',
    third: float = 1e300,
) -> Ok[_builtins_.list[tuple[str, int]]] | Err[ValueError]: ...

# fmt: off
def a_function_with_a_type_that_is_long(
    a: tuple[Sequence[tuple[str, int]], Sequence[tuple[str, int]], Sequence[tuple[str, int]]],
) -> None:
    """Documented."""
# fmt: on

def bool(a: _builtins_.bool = True) -> _builtins_.bool: ...
def list(a: _Buffer | Sequence[int]) -> _builtins_.list[int]: ...
def literal(
    endless: float = float("-inf"),
    flags: _int = _int.A,
    none: AbstractSet[int] = frozenset(),
    a: _Buffer | Sequence[int] = b'"\'"\x00\\',
    b: tuple[str, str, str] | None = ("größer als \u0000", "世界", "\u202e"),
) -> None: ...

_Enum_: TypeAlias = Enum
