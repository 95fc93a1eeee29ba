# Types of what everything offers. Written by cargo-pyext.
"""Every feature in one extension: what type checkers are tried on."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, Flag
from typing import Any, Final, overload

from . import geometry as geometry
from . import text as text
from ._pyext_host import Err as Err
from ._pyext_host import Extension as _Extension
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import Ok as Ok
from ._pyext_host import PanicError as PanicError
from ._pyext_host import Some as Some
from ._pyext_host import TrapError as TrapError
from ._pyext_host import wipe as wipe
from ._pyext_host.hints import Buffer
from .geometry import Point

__all__ = [
    "LIMIT",
    "PRIMES",
    "RATIO",
    "Color",
    "Err",
    "ExtensionError",
    "Fault",
    "LookupFault",
    "LookupFaultLocked",
    "LookupFaultMissing",
    "Mode",
    "Ok",
    "Options",
    "PanicError",
    "Plain",
    "Query",
    "Some",
    "TrapError",
    "all_colors",
    "all_numbers",
    "count",
    "find",
    "first",
    "geometry",
    "hypotenuse",
    "join",
    "parse",
    "plain",
    "reverse",
    "scale",
    "seal",
    "text",
    "wait",
    "wipe",
]
__version__: str
_extension: _Extension

LIMIT: Final[int]
"""The most results."""

PRIMES: Final[bytes]
RATIO: Final[float]

class Color(Enum):
    """A color.

    As people see it.
    """

    DARK_RED = 3
    """Nearly black."""

    GREEN = 1
    NONE = -1

class Fault(ExtensionError, ValueError):
    """What can be wrong with a text."""

    at: int
    """Where it is."""

    color: Color | None
    __match_args__ = ("at", "color")

    def __init__(
        self, message: str = "", /, *, at: int, color: Color | None
    ) -> None: ...

class LookupFault(ExtensionError, KeyError):
    """Nothing is found."""

    def __init__(self, message: str = "", /) -> None: ...

class LookupFaultMissing(LookupFault):
    """There is no such key."""

    key: str
    __match_args__ = ("key",)

    def __init__(self, message: str = "", /, *, key: str) -> None: ...

class LookupFaultLocked(LookupFault):
    def __init__(self, message: str = "", /) -> None: ...

class Mode(Flag):
    READ = 1
    """May read."""

    WRITE = 2

@dataclass(frozen=True)
class Options:
    mode: Mode
    timeout: timedelta | None

class Plain(ExtensionError):
    def __init__(self, message: str = "", /) -> None: ...

@dataclass
class Query:
    """What to look for."""

    text: str
    """A part of what is looked for,
    in any case.
    """

    limit: int
    """How many results are wanted."""

    colors: set[Color]
    at: list[Point]

def all_colors(without: AbstractSet[Color]) -> set[Color]: ...
def all_numbers(
    a: int, b: int, c: float, d: bool, e: str
) -> tuple[int, float, bool, str]: ...
def count(text: str) -> dict[str, int]:
    """Counts words.

    >>> count("a b a")
    {'a': 2, 'b': 1}
    """

def find(
    query: Query | Mapping[str, object],
    options: Options | Mapping[str, object] | None = None,
    *,
    color: Color = Color.DARK_RED,
    mode: Mode,
) -> list[tuple[str, int]]:
    """Finds."""

def first(values: Sequence[str | None]) -> Some[str | None] | None: ...
@overload
def hypotenuse(a: float, b: float, *, scale: float = 1.0) -> float:
    """The length of the longest side."""

@overload
def hypotenuse(
    a: float | Buffer, b: float | Buffer, *, scale: float | Buffer = 1.0
) -> Any: ...
def join(*words: str, separator: str = " ", **replaced: str) -> str:
    """Joins words."""

def parse(texts: Sequence[str]) -> list[Ok[int] | Err[Fault]]: ...
def plain(fail: bool) -> None: ...
def reverse(
    data: Buffer | Sequence[int], count: Buffer | Sequence[int] = (0, 1), /
) -> bytes: ...
def scale(values: Buffer, factor: float = 2.0) -> None: ...
def seal(secret: Buffer | Sequence[int]) -> bytes:
    """Hides a secret."""

def wait(time: timedelta) -> timedelta: ...
