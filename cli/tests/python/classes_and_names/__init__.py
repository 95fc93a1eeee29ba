# Loads names_of_classes.wasm and offers what it has. Written by cargo-pyext.
from os import path as _path

from ._pyext_host import BorrowError as BorrowError
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import PanicError as PanicError
from ._pyext_host import StaleObjectError as StaleObjectError
from ._pyext_host import TrapError as TrapError
from ._pyext_host import load_package as _load

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
__version__ = "0.1.0"

_extension, provide = _load(
    _path.join(_path.dirname(__file__), "names_of_classes.wasm"), name=__name__
)

Callable = _extension.Callable
Iterable = _extension.Iterable
LazyIterator = _extension.LazyIterator
_Imports = _extension._Imports
