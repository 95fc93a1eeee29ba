"""Compiles a module in a process of its own, which can be ended: nothing can end it in this one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from . import cache, engine
from .errors import LoadError
from .failure import Options, Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Runs this copy of the runtime under the name of its folder, wherever that is.
_PROGRAM = """
import sys
folder, package, source, target, fuel, epochs, stack, reservation, *path = sys.argv[1:]
sys.path[:] = [*path, folder]
apart = __import__(package + ".apart", fromlist=["apart"])
sys.exit(apart.main(source, target, fuel, epochs, stack, reservation))
"""
_REFUSED = 3


def compile_module(
    wasm: bytes, place: str, key: str, options: Options, seconds: float | None
) -> Any:
    """The compiled module, which is kept in the cache; `TimeoutError` after so many seconds."""
    if not sys.executable:
        raise _unmade(place, "Python does not say where its program is (sys.executable)")
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "source.wasm")
        target = os.path.join(folder, "made.cwasm")
        with open(source, "wb") as file:
            file.write(wasm)
        about = [int(options.fuel), int(options.epochs), options.stack, options.reservation]
        command = [
            sys.executable,
            "-c",
            _PROGRAM,
            os.path.dirname(here),
            os.path.basename(here),
            source,
            target,
            *map(str, about),
            *map(os.path.abspath, sys.path),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"{place}: compiling it takes longer than {seconds} s") from None
        except OSError as e:
            raise _unmade(place, str(e)) from None
        if done.returncode == _REFUSED:
            raise engine.refused(place, done.stdout)
        if done.returncode != 0:
            raise _unmade(place, f"it ended with {done.returncode}. {done.stderr[-400:]}")
        with open(target, "rb") as file:
            made = file.read()
        cache.write(f"{key}.cwasm", lambda: made)
        kept = engine.cached(key, options)
        return kept if kept is not None else engine.read_compiled(target, options)


def _unmade(place: str, reason: str) -> LoadError:
    reason = ascii(reason.strip().replace("\n", " "))[1:-1]
    return LoadError(
        "PX626",
        place,
        f"no process of its own has compiled it: {reason}",
        'give it more memory, or load it with `compile="here"` if it is to be trusted',
    )


def main(source: str, target: str, *about: str) -> int:
    """What that process does."""
    fuel, epochs, stack, reservation = map(int, about)
    with open(source, "rb") as file:
        wasm = file.read()
    try:
        engine.compile_to(target, wasm, Options(bool(fuel), bool(epochs), stack, reservation))
    except Refused as e:
        print(e)
        return _REFUSED
    return 0
