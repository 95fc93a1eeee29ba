"""The tables of new instances of what is already loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .calls import SpeedTable, table
from .peers import Fresh, Peer
from .timing import Case


def instance_tables(peers: Sequence[Peer], rounds: int) -> list[SpeedTable]:
    """Measures the peers that have instances."""
    able = [(peer.name, peer.fresh) for peer in peers if peer.fresh is not None]
    return [
        table(
            "instance",
            "A new instance",
            "The module is loaded and compiled. pyext's is `extension.fresh()`, by hand and for a "
            "component it is a `Store` and an instance in it, for Extism a `Plugin` of a "
            "`CompiledPlugin`; pywasm3 parses a module for each.",
            [Case(name, fresh.make, (), fresh.call) for name, fresh in able],
            42,
            rounds,
        ),
        table(
            "instance-call",
            "A new instance and its first call",
            "The same, and `add(20, 22)` of it: what a peer puts off until it is used is in it.",
            [Case(name, _used(fresh), ()) for name, fresh in able],
            42,
            rounds,
        ),
    ]


def _used(fresh: Fresh) -> Callable[[], int]:
    make, call = fresh.make, fresh.call
    return lambda: call(make())
