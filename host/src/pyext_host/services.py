"""What every host gives an extension that asks for it: logging, random bytes, clocks, output."""

from __future__ import annotations

import os
import sys
import time

from .interface import UNIT, Function, Param, Type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


def _function(name: str, params: dict[str, str], result: str = "unit") -> Function:
    listed = tuple(Param(key, Type(kind)) for key, kind in params.items())
    return Function(name, "", listed, UNIT if result == "unit" else Type(result))


#: The functions by module, without what all of them begin with, and name. A text is address and
#: length in wasm.
FUNCTIONS = {
    ("callable", "call"): _function("call", {"token": "u32", "arguments": "u32"}, "u32"),
    ("iterator", "next"): _function("next", {"token": "u32", "count": "u32"}, "u32"),
    ("log", "log"): _function("log", {"level": "s32", "target": "string", "text": "string"}),
    ("random", "fill"): _function("fill", {"address": "u32", "length": "u32"}),
    ("clock", "now"): _function("now", {}, "s64"),
    ("clock", "monotonic"): _function("monotonic", {}, "s64"),
    ("stdout", "write"): _function("write", {"text": "string"}),
}


def make(module: str, name: str, state: Any, extension: str) -> Callable[..., Any]:
    """What a service does for an extension of this name."""
    if module == "log":
        return _logger(extension)
    if module == "random":
        return lambda address, length: _fill(state, address, length)
    if module == "stdout":
        return _write
    return time.time_ns if name == "now" else time.monotonic_ns


def _logger(extension: str) -> Callable[[int, str, str], None]:
    known: dict[str, Any] = {}

    def log(level: int, target: str, text: str) -> None:
        logger = known.get(target)
        if logger is None:
            import logging  # only where something is logged: it takes time

            name = target.replace("::", ".")
            if name != extension and not name.startswith(f"{extension}."):
                name = f"{extension}.{name}" if name else extension
            logger = logging.getLogger(name)
            if len(known) < _MOST:
                known[target] = logger
        logger.log(level, "%s", text)

    return log


#: So many loggers are kept at hand.
_MOST = 256


def _fill(state: Any, address: int, length: int) -> None:
    if length:
        state.need(address, length)
        state.view[address : address + length] = os.urandom(length)


def _write(text: str) -> None:
    if sys.stdout is not None:  # as it is in programs without a console
        sys.stdout.write(text)
