"""Loads Python extensions that were written in Rust and compiled to one WebAssembly file.

>>> import pyext_host
>>> fastmd = pyext_host.load("fastmd.wasm")     # doctest: +SKIP
>>> fastmd.to_html("# hi")                      # doctest: +SKIP
"""

from __future__ import annotations

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
from .outcome import Err, Ok
from .shared import runtimes
from .some import Some
from .wiping import wipe

__all__ = [
    "BorrowError",
    "Err",
    "Extension",
    "ExtensionError",
    "InterfaceError",
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

runtimes()[tuple(int(part) for part in __version__.split("-")[0].split("."))] = load_here
