"""Protocols that tests of contracts expect of their plugins."""
# Python 3.9 cannot read `X | None` when it looks for what an annotation means.
# ruff: noqa: UP007, UP045

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, Flag
from typing import Annotated, Any, ClassVar, Optional, Protocol, Union, overload

from pyext_host import Err, Ok, Some
from pyext_host.hints import Buffer
from pyext_host.types import char, f32, u8, u32, u128


class Color(Enum):
    RED = 0
    BLUE = 10


class Rights(Flag):
    READ = 1
    WRITE = 2


@dataclass(frozen=True)
class Point:
    """A place."""

    x: float
    y: float


@dataclass
class Line:
    at: Point
    text: str


@dataclass(frozen=True)
class ShapeCircle:
    radius: float


@dataclass(frozen=True)
class ShapeEmpty:
    pass


Shape = Union[ShapeCircle, ShapeEmpty]


class Geometry(Protocol):
    """Measures."""

    def area(self, shape: Shape) -> float: ...


class Everything(Protocol):
    """All that a contract can have."""

    NAME: ClassVar[str]
    COLOR: Color
    geometry: Geometry

    @property
    def size(self) -> u32:
        """How large."""

    @staticmethod
    def free() -> None: ...

    def ints(self, a: int, b: u8, c: u128, /) -> tuple[int, f32]: ...
    def texts(self, a: str = "x", *more: str, c: char = "é", **others: float) -> bytes: ...
    def lists(
        self, a: Sequence[float], b: Annotated[Buffer, "f32"], c: Annotated[list[int], 3]
    ) -> list[Point]: ...
    def maps(self, a: Mapping[str, Color], b: Set[int], c: bytes) -> dict[str, set[str]]: ...
    def options(self, a: Optional[int], b: Optional[Some[Optional[int]]]) -> Optional[Shape]: ...
    def results(self, a: Rights = Rights.READ, b: Color = Color.BLUE) -> Union[Ok[int], Err[str]]:
        """Data."""

    def calls(self, f: Callable[[str, int], bool], items: Iterable[u8]) -> Iterator[Line]: ...
    def stubs(
        self, line: Union[Line, Mapping[str, object]], b: Union[Buffer, Sequence[int]]
    ) -> timedelta: ...


class Texts(Protocol):
    def echo(self, x: str) -> str: ...


class Lines(Protocol):
    def echo(self, x: Line) -> Line: ...


class Points(Protocol):
    def echo(self, x: list[Point]) -> list[Point]: ...


class Colors(Protocol):
    def echo(self, x: Color) -> Color: ...


class Flags(Protocol):
    def echo(self, x: Rights) -> Rights: ...


class Shapes(Protocol):
    def echo(self, x: list[Shape]) -> list[Shape]: ...


class Unreadable(Protocol):
    def f(self, x: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821


class Strange(Protocol):
    def f(self, x: complex) -> None: ...


class Around(Protocol):
    inner: Around


class Waiting(Protocol):
    async def f(self, x: int) -> int: ...


class Overloaded(Protocol):
    @overload
    def f(self, x: int) -> int: ...
    @overload
    def f(self, x: str) -> str: ...


class OfClass(Protocol):
    @classmethod
    def f(cls, x: int) -> int: ...


class Unsaid(Protocol):
    NAME = "none"  # type: ignore[misc]


class Mixed(Protocol):
    def f(self, x: Union[int, str]) -> None: ...


class Called(Protocol):
    def __call__(self, x: int) -> int: ...


class Defaults(Protocol):
    def f(self, x: float = 2.5, y: float = float("-inf")) -> None: ...


class Bare(Protocol):
    def f(self, x) -> None: ...  # type: ignore[no-untyped-def]


class Endless(Protocol):
    def f(self, x: Node) -> None: ...


@dataclass
class Node:
    inner: Optional[Node]


class NoValue(Protocol):
    def f(self, x: int = ...) -> None: ...


class Keyless(Protocol):
    def f(self, x: dict[list[int], Any]) -> None: ...


class Text(Protocol):
    def f(self, x: Annotated[str, "u32"]) -> None: ...
