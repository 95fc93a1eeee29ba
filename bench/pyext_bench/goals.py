"""The figures that the project set itself, against what this run measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import sizes
from .build_times import BuildTimes
from .calls import LENGTHS, SpeedTable, two_sum_hash_key
from .peers import by_hand, pure_python, pyext
from .sizes import Size


@dataclass(frozen=True)
class Goal:
    """One figure."""

    what: str
    goal: str
    measured: str
    #: None if nothing is asked of it, and it stands there to be seen beside the others.
    reached: bool | None

    @property
    def verdict(self) -> str:
        """What the last column says."""
        return {True: "reached", False: "missed", None: ""}[self.reached]


def goals(
    tables: Sequence[SpeedTable], weighed: Sequence[Size], times: BuildTimes | None
) -> list[Goal]:
    """Those for which this run has figures."""
    found = [
        _faster(tables, "scalar", by_hand.NAME, 25),
        _faster(tables, "text", by_hand.NAME, 40),
        _faster(tables, "two-sum", pure_python.NAME, 10),
        *(_faster(tables, two_sum_hash_key(n), pure_python.NAME, None) for n in LENGTHS),
        _smaller(weighed, sizes.ADD, 600),
        _smaller(weighed, sizes.GREET, 7_500),
        _smaller(weighed, sizes.GREET_TRAP, 6_000),
    ]
    if times is not None:
        found.append(_shorter("clean release build of cargo-pyext", times.cli, 90))
        found.append(_shorter("what `cargo pyext build` adds to cargo's build", times.added, 0.5))
    return [goal for goal in found if goal is not None]


def _faster(tables: Sequence[SpeedTable], key: str, peer: str, goal: float | None) -> Goal | None:
    table = next((table for table in tables if table.key == key), None)
    ours, theirs = (table.best(pyext.NAME), table.best(peer)) if table else (None, None)
    if table is None or ours is None or theirs is None:
        return None
    ratio = theirs / ours
    what = f"{table.title}, against {peer}"
    if goal is None:
        return Goal(what, "none", f"{ratio:.1f} times", None)
    return Goal(what, f"{goal:g} times faster", f"{ratio:.1f} times", ratio >= goal)


def _smaller(weighed: Sequence[Size], label: str, goal: int) -> Goal | None:
    size = next((size for size in weighed if size.label == label), None)
    if size is None or size.optimised is None:
        return None
    text = f"{size.optimised:,} bytes"
    return Goal(f"{label}, wasm-opt", f"under {goal:,} bytes", text, size.optimised < goal)


def _shorter(what: str, seconds: float, goal: float) -> Goal:
    return Goal(what, f"under {goal:g} s", f"{seconds:.2f} s", seconds < goal)
