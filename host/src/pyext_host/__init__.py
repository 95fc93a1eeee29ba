"""Loads Python extensions that were written in Rust and compiled to one WebAssembly file.

>>> import pyext_host
>>> fastmd = pyext_host.load("fastmd.wasm")     # doctest: +SKIP
>>> fastmd.to_html("# hi")                      # doctest: +SKIP
"""

from __future__ import annotations

from . import bundle
from ._abi import VERSION as __version__
from .errors import (
    BorrowError,
    ExtensionError,
    InterfaceError,
    LoadError,
    PanicError,
    ProtocolError,
    PyextError,
    StaleObjectError,
    TrapError,
)
from .extension import Extension, load, load_here, load_package
from .shared import runtimes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .limits import Limits as Limits
    from .outcome import Err as Err
    from .outcome import Ok as Ok
    from .outcome import Some as Some
    from .wiping import wipe as wipe

__all__ = [
    "BorrowError",
    "Err",
    "Extension",
    "ExtensionError",
    "InterfaceError",
    "Limits",
    "LoadError",
    "Ok",
    "PanicError",
    "ProtocolError",
    "PyextError",
    "Some",
    "StaleObjectError",
    "TrapError",
    "__version__",
    "load",
    "load_package",
    "wipe",
]

#: What most programs do not need comes when it is asked for.
_LATER = {
    "Err": "outcome",
    "Limits": "limits",
    "Ok": "outcome",
    "Some": "outcome",
    "wipe": "wiping",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f".{_LATER[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})


runtimes()[tuple(int(part) for part in __version__.split("-")[0].split("."))] = load_here
bundle.imported()
