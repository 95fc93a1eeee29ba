"""Interleaved rounds: what disturbs the machine for a while disturbs every peer alike."""

from __future__ import annotations

import random
import statistics
import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """One call of one peer."""

    peer: str
    function: Callable[..., object]
    arguments: tuple[object, ...]
    #: Makes of a result what can be compared with those of other peers, if it is not that itself.
    plain: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class Timing:
    """Seconds per call."""

    peer: str
    best: float
    median: float


def check(case: Case, expected: object) -> None:
    """Raises an exception if the call fails or returns something else."""
    result = case.function(*case.arguments)
    if case.plain is not None:
        result = case.plain(result)
    if result != expected:
        raise ValueError(f"returned {str(result)[:60]} and not {str(expected)[:60]}")


def measure(cases: Sequence[Case], rounds: int, sample: float) -> list[Timing]:
    """Times every case once in each round, `sample` seconds each, the order shuffled per round."""
    timers = [_timer(case) for case in cases]
    loops = [_loops(timer, sample) for timer in timers]
    samples: list[list[float]] = [[] for _ in cases]
    order = list(range(len(cases)))
    shuffle = random.Random(0).shuffle
    for _ in range(rounds):
        shuffle(order)
        for i in order:
            samples[i].append(timers[i].timeit(loops[i]) / loops[i])
    return [
        Timing(case.peer, min(taken), statistics.median(taken))
        for case, taken in zip(cases, samples)
    ]


def _timer(case: Case) -> timeit.Timer:
    # The call stands in the timed statement itself: a lambda around it would cost more than a
    # native call does.
    names: dict[str, object] = {f"a{i}": value for i, value in enumerate(case.arguments)}
    statement = f"function({', '.join(names)})"
    return timeit.Timer(statement, globals={**names, "function": case.function})


def _loops(timer: timeit.Timer, sample: float) -> int:
    loops = 1
    while True:
        taken = timer.timeit(loops)
        if taken >= sample / 4:
            return max(1, round(loops * sample / taken))
        loops *= 4
