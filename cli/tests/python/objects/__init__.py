# Loads objects.wasm and offers what it has. Written by cargo-pyext.
from . import geometry as geometry
from ._extension import extension as _extension
from ._extension import provide as provide
from ._pyext_host import BorrowError as BorrowError
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import PanicError as PanicError
from ._pyext_host import StaleObjectError as StaleObjectError
from ._pyext_host import TrapError as TrapError

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
__version__ = "0.1.0"
__doc__ = _extension.__doc__

Counter = _extension.Counter
Cursor = _extension.Cursor
Entry = _extension.Entry
Full = _extension.Full
apply = _extension.apply
lookup = _extension.lookup
