"""Pure Python."""

from __future__ import annotations

import platform

from ..artifacts import Artifacts
from . import Pair, Peer

NAME = "pure Python"


def add(a: int, b: int) -> int:
    return a + b


def greet(name: str) -> str:
    return f"Hello, {name}!"


def two_sum(numbers: list[int], target: int) -> Pair:
    for index, number in enumerate(numbers):
        wanted = target - number
        for before in range(index):
            if numbers[before] == wanted:
                return before, index
    return None


def two_sum_index(numbers: list[int], target: int) -> Pair:
    """The same pairs, the inner loop in C."""
    for index, number in enumerate(numbers):
        try:
            return numbers.index(target - number, 0, index), index
        except ValueError:
            pass
    return None


def two_sum_hash(numbers: list[int], target: int) -> Pair:
    seen: dict[int, int] = {}
    for index, number in enumerate(numbers):
        if target - number in seen:
            return seen[target - number], index
        seen[number] = index
    return None


def load(artifacts: Artifacts) -> Peer:
    return Peer(NAME, platform.python_version(), add, greet, two_sum, two_sum_hash)
