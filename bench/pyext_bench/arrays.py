"""The tables of arrays in place: a function multiplies all numbers of an array."""

from __future__ import annotations

from typing import Any

import numpy

from .artifacts import Artifacts
from .calls import Missing, SpeedTable, loaded, table
from .scales import (
    Loader,
    Scale,
    by_hand,
    component,
    extism,
    native,
    pure_python,
    pyext,
    resident,
    with_numpy,
)
from .timing import Case

SAMPLE = 0.004
LENGTHS = (1_000, 100_000, 1_000_000)
#: Changes the sign, so that numbers neither grow nor vanish however often they are multiplied.
FACTOR = -1.0
LOADERS: tuple[Loader, ...] = (
    pyext,
    resident,
    by_hand,
    component,
    extism,
    native,
    with_numpy,
    pure_python,
)


def array_tables(artifacts: Artifacts, rounds: int) -> tuple[list[SpeedTable], list[Missing]]:
    """Measures them all; and the peers that cannot be loaded here."""
    peers, missing = loaded(LOADERS, artifacts)
    return [_table(length, peers, rounds) for length in LENGTHS], missing


def _table(length: int, peers: dict[str, Scale], rounds: int) -> SpeedTable:
    numbers = [float(number) for number in range(length)]
    able = {n: peer for n, peer in peers.items() if peer.most is None or length <= peer.most}
    others = [name for name in peers if name not in able]
    left_out = f" {' and '.join(others)} would take too long." if others else ""
    return table(
        f"array-{length}",
        f"{length:,} `float64` multiplied in place: `scale(numbers, by)`",
        "The same loop in every Rust peer (`guests/algorithms`), without `--simd` in those of "
        "WebAssembly. pyext, by hand and Extism copy a NumPy array in and out, PyO3 changes it "
        "where it is, an array of `extension.empty` is already in the guest, and a component "
        f"takes a list and returns one.{left_out}",
        [_case(name, peer, numbers) for name, peer in able.items()],
        [number * FACTOR for number in numbers],
        rounds,
        SAMPLE,
    )


def _case(name: str, peer: Scale, numbers: list[float]) -> Case:
    array = peer.own(numbers)

    def plain(returned: Any) -> object:
        return numpy.asarray(array if returned is None else returned).tolist()

    return Case(name, peer.function, (array, FACTOR), plain)
