# Types of what objects.geometry offers. Written by cargo-pyext.
from collections.abc import Sequence
from typing import NoReturn

from . import Counter, Cursor
from ._pyext_host.hints import LazyIterator

__all__ = ["Shape", "shapes"]

class Shape:
    """A shape."""

    def __init__(self, _: NoReturn, /) -> None: ...
    @property
    def area(self) -> float: ...
    def cursor(self) -> Cursor: ...
    def close(self) -> None:
        """Drops the object now. Whatever is done with it then is an error."""

    def __enter__(self) -> Shape: ...
    def __exit__(self, *exception: object) -> None: ...

def shapes(counters: Sequence[Counter]) -> LazyIterator[Shape]: ...
