# Types of what objects.geometry offers. Written by cargo-pyext.
from collections.abc import Generator, Sequence
from typing import NoReturn

from typing_extensions import Self

from . import Counter, Cursor

__all__ = ["Shape", "shapes"]

class Shape:
    """A shape."""

    def __new__(cls, _: NoReturn, /) -> Self: ...
    @property
    def area(self) -> float: ...
    def cursor(self) -> Cursor: ...
    def close(self) -> None:
        """Drops the object now. Whatever is done with it then is an error."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

def shapes(counters: Sequence[Counter]) -> Generator[Shape]: ...
