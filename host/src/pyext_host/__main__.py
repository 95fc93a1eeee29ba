"""`python -m pyext_host`: which wasmtime is in use, and the contract that a protocol is."""

from __future__ import annotations

import platform
import sys
from importlib import import_module

from . import __version__, cache, engine
from .errors import LoadError

_USAGE = """usage: python -m pyext_host info
       python -m pyext_host interface MODULE:PROTOCOL > app.json"""


def main(arguments: list[str]) -> int:
    """Runs the command; gives the exit code."""
    if arguments == ["info"]:
        return _info()
    if len(arguments) == 2 and arguments[0] == "interface":
        return _interface(arguments[1])
    print(_USAGE, file=sys.stderr)
    return 0 if arguments in (["-h"], ["--help"]) else 2


def _info() -> int:
    way = engine.verdict()
    print(f"pyext_host {__version__}")
    print(f"python     {platform.python_version()} ({platform.python_implementation()})")
    print(f"wasmtime   {engine.version()}")
    print(f"calls      {'fast path' if way.fast else 'public API'}: {way.reason}")
    print(f"cache      {cache.folder() or 'none'}")
    return 0


def _interface(name: str) -> int:
    """Prints the contract that a protocol is."""
    from . import contracts
    from .contracts import protocols

    module, _, path = name.partition(":")
    sys.path.insert(0, "")
    try:
        found = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError, ValueError) as e:
        print(f"PX622: {name}: it cannot be found: {e}\n  mend: MODULE:PROTOCOL", file=sys.stderr)
        return 2
    if not protocols.is_protocol(found):
        print(
            f"PX622: {name}: it is no protocol\n  mend: a class that derives from typing.Protocol",
            file=sys.stderr,
        )
        return 2
    try:
        made = contracts.of(found)
    except LoadError as e:
        print(e, file=sys.stderr)
        return 2
    sys.stdout.write(contracts.text(made))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
