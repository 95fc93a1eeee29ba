# Types of what names_of_classes offers. Written by cargo-pyext.
import builtins as _builtins
from collections.abc import Callable as _Callable
from collections.abc import Generator, Sequence
from collections.abc import Iterable as _Iterable
from collections.abc import Mapping as _Mapping
from typing import Final, NoReturn, TypedDict, type_check_only
from typing import Protocol as _Protocol

from typing_extensions import Self, TypeAlias

from ._pyext_host import BorrowError as BorrowError
from ._pyext_host import Extension as _Extension
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import PanicError as PanicError
from ._pyext_host import StaleObjectError as StaleObjectError
from ._pyext_host import TrapError as TrapError

__all__ = [
    "BorrowError",
    "Callable",
    "ExtensionError",
    "Iterable",
    "LazyIterator",
    "PanicError",
    "StaleObjectError",
    "TrapError",
    "_Imports",
    "provide",
]
__version__: str
_extension: _Extension

_Imports: Final[int]

class Callable:
    def __new__(cls, _: NoReturn, /) -> Self: ...
    def Callable(
        self, f: _Callable[[_builtins.int], str], _self: _builtins.int
    ) -> _Callable_: ...
    def __iadd__(self, other: _Callable_) -> Self: ...
    @_builtins.classmethod
    def classmethod(cls_, cls: _builtins.int) -> _builtins.int: ...
    def int(self, a: _builtins.int) -> bytes: ...
    @_builtins.staticmethod
    def list(a: Sequence[str]) -> _builtins.list[_Callable_]: ...
    @_builtins.property
    def property(self) -> _builtins.int: ...
    @property.setter
    def property(self, self_: _builtins.int) -> None: ...
    @_builtins.staticmethod
    def staticmethod(self: _builtins.int) -> _builtins.int: ...
    def close(self) -> None:
        """Drops the object now. Whatever is done with it then is an error."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

class LazyIterator:
    def __new__(cls, _: NoReturn, /) -> Self: ...
    def close(self) -> None:
        """Drops the object now. Whatever is done with it then is an error."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

@type_check_only
class Mapping(_Protocol):
    def Protocol(self_, self: int, a: dict[str, int], /) -> _Mapping[str, int]: ...

@type_check_only
class Protocol(_Protocol):
    def str(self, a: _builtins.str, /) -> _builtins.str: ...

_Imports_ = TypedDict("_Imports_", {"Mapping": Mapping, "Protocol": Protocol})  # noqa: UP013

def provide(imports: _Imports_) -> None:
    """Gives the extension what it needs of its user. Without it no function can be called."""

def Iterable(a: _Iterable[int]) -> Generator[int]: ...

_Callable_: TypeAlias = Callable
