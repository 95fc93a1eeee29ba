"""`python -m pyext_host info`: which wasmtime is in use, and which way calls take."""

from __future__ import annotations

import platform
import sys

from . import __version__, cache, engine


def main(arguments: list[str]) -> int:
    """Runs the command; gives the exit code."""
    if arguments != ["info"]:
        print("usage: python -m pyext_host info", file=sys.stderr)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    way = engine.verdict()
    print(f"pyext_host {__version__}")
    print(f"python     {platform.python_version()} ({platform.python_implementation()})")
    print(f"wasmtime   {engine.version()}")
    print(f"calls      {'fast path' if way.fast else 'public API'}: {way.reason}")
    print(f"cache      {cache.folder() or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
