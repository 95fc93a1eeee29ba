"""Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..artifacts import Artifacts
from ..peers.pure_python import NAME as NAME
from . import Behaviour, scale


class Counter:
    def __init__(self, count: int) -> None:
        self._count = count

    def add(self, number: int) -> int:
        return self._count + number

    @property
    def count(self) -> int:
        return self._count


def numbers(end: int) -> Iterator[int]:
    number = 0
    while number < end:
        yield number
        number += 1


def scaled(times: int) -> float:
    return sum(scale(float(i)) for i in range(times))


def apply(function: Callable[[int], int], times: int) -> int:
    return sum(function(i) for i in range(times))


def load(artifacts: Artifacts) -> Behaviour:
    counter = Counter(7)
    return Behaviour(counter.add, lambda: counter.count, numbers, scaled, apply)
