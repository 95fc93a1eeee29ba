"""Calls an extension for a long time and says whether memory grows.

`python soak.py GUEST` makes ten million mixed calls, then a million that end in an error or a
panic; `--calls N --failures N` makes fewer. GUEST is `tests/behaviour`, built.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pyext_host
from pyext_host import PanicError

#: What the process may grow by after the first tenth: allocators keep some pages, and wasmtime 40
#: settles late.
MOST = 1 << 21
STEPS = 10
#: What else the guest asks for.
UNUSED = [
    "careless",
    "describe",
    "length",
    "mixed",
    "nothing",
    "numbers",
    "place",
    "table",
    "try_color",
]


def resident() -> int:
    """Bytes of memory that the process has; on Linux those of now, elsewhere the most ever."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def mixed(guest: Any) -> list[Callable[[], object]]:
    """Calls of every kind."""
    counter = guest.Counter("kept")
    return [
        lambda: counter.increment(1),
        lambda: counter.name,
        lambda: guest.Counter("a", 1).count,
        lambda: guest.squares(3),
        lambda: list(guest.squares(5)),
        lambda: next(guest.count(1)),
        lambda: guest.sum([1.0, 2.0, 3.0]),
        lambda: guest.total([counter, counter]),
        lambda: guest.by_name(["a", "b"]),
        lambda: guest.apply(lambda text, number: 1.0, "text", 2),
        lambda: guest.lookup("key"),
        lambda: counter.longer("x" * 300),
    ]


def failing(guest: Any) -> list[Callable[[], object]]:
    """Calls that end in an exception; the last one panics."""

    def refused() -> None:
        with contextlib.suppress(pyext_host.ExtensionError):
            guest.Counter.parse("none")

    def wrong() -> None:
        with contextlib.suppress(TypeError):
            guest.total([1])

    def raised() -> None:
        with contextlib.suppress(KeyError):
            guest.store("missing", 1)

    def panics() -> None:
        counter = guest.Counter("bomb")
        with contextlib.suppress(PanicError):
            counter.explode()

    return [refused, wrong, raised, panics]


def refuse(*arguments: Any) -> None:
    raise KeyError(arguments)


def soak(what: str, calls: list[Callable[[], object]], count: int) -> bool:
    """Makes so many calls in all; whether memory stayed flat."""
    rounds = max(count // len(calls) // STEPS, 1)
    first = 0
    for step in range(STEPS):
        start = time.perf_counter()
        for _ in range(rounds):
            for call in calls:
                call()
        gc.collect()
        now = resident()
        first = first or now
        each = (time.perf_counter() - start) / rounds / len(calls)
        done = (step + 1) * rounds * len(calls)
        print(f"{done:>10,} {what}: {now / 1e6:.1f} MB, {each * 1e6:.2f} µs each", flush=True)
    return now - first <= MOST


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("guest")
    parser.add_argument("--calls", type=int, default=10_000_000)
    parser.add_argument("--failures", type=int, default=1_000_000)
    options = parser.parse_args()
    host = SimpleNamespace(**dict.fromkeys(UNUSED, refuse), lookup=str, store=refuse)
    imports = {"Host": host, "Other": SimpleNamespace(answer=lambda: 42)}
    guest = pyext_host.load(options.guest, imports=imports)
    flat = [
        soak("calls", mixed(guest), options.calls),
        soak("failures", failing(guest), options.failures),
    ]
    print("flat" if all(flat) else "grows")
    return 0 if all(flat) else 1


if __name__ == "__main__":
    sys.exit(main())
