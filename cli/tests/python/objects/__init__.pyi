# Types of what objects offers. Written by cargo-pyext.
"""Classes, iterators and what they are given."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NoReturn, Protocol, type_check_only

from typing_extensions import Self

from . import geometry as geometry
from ._pyext_host import BorrowError as BorrowError
from ._pyext_host import Extension as _Extension
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import PanicError as PanicError
from ._pyext_host import StaleObjectError as StaleObjectError
from ._pyext_host import TrapError as TrapError
from ._pyext_host.hints import Buffer

__all__ = [
    "BorrowError",
    "Counter",
    "Cursor",
    "Entry",
    "ExtensionError",
    "Full",
    "PanicError",
    "StaleObjectError",
    "TrapError",
    "apply",
    "geometry",
    "lookup",
    "provide",
]
__version__: str
_extension: _Extension

class Counter:
    """Counts.

    Up only.
    """

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __new__(cls, start: int = 0) -> Self:
        """Begins at a number."""

    def __add__(self, other: Counter) -> Counter: ...
    def __bool__(self) -> bool: ...
    def __call__(self, times: int, *, by: int = 1) -> int: ...
    def __contains__(self, item: int) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getitem__(self, index: int) -> int: ...
    def __iadd__(self, by: Counter) -> Self: ...
    def __iter__(self) -> Generator[int]:
        """Every number on the way."""

    def __len__(self) -> int: ...
    def __lt__(self, other: Counter) -> bool: ...
    def __repr__(self) -> str: ...
    def add(self, by: int, /, twice: bool = False) -> int:
        """Counts on.

        Gives the new number.
        """

    @classmethod
    def from_text(cls, text: str) -> Counter | None:
        """Of a text."""

    def into_inner(self) -> int:
        """The number; the counter is gone."""

    @staticmethod
    def largest() -> int: ...
    @property
    def limit(self) -> int | None:
        """Where it ends."""

    @limit.setter
    def limit(self, value: int | None) -> None: ...
    @property
    def steps(self) -> bytes: ...
    @steps.setter
    def steps(self, value: Buffer | Sequence[int]) -> None: ...
    def close(self) -> None:
        """Drops the object now. Whatever is done with it then is an error."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

class Cursor:
    def __new__(cls, _: NoReturn, /) -> Self: ...
    def __enter__(self) -> int: ...
    def __exit__(self, *exception: object) -> None: ...
    def __hash__(self) -> int: ...
    def __next__(self) -> tuple[str, int]: ...
    def close(self) -> None:
        """Ends it."""

    def __iter__(self) -> Self: ...

@dataclass
class Entry:
    key: str
    counter: Counter | None

class Full(ExtensionError):
    """There is no more room."""

    def __init__(self, message: str = "", /) -> None: ...

@type_check_only
class Store(Protocol):
    """Where things are kept."""

    def find(self, key: str, limit: int, /) -> Buffer | Sequence[float] | None:
        """Looks it up."""

    def put(self, key: str, value: bytes, /) -> None: ...

def provide(imports: Store | Mapping[str, Store]) -> None:
    """Gives the extension what it needs of its user. Without it no function can be called."""

def apply(
    f: Callable[[str, int], Buffer | Sequence[float]],
    again: Callable[[], None] | None = None,
) -> int:
    """Calls back."""

def lookup(keys: Iterable[str], counter: Counter | None = None) -> list[Entry]: ...
