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
    seen: dict[int, int] = {}
    for index, number in enumerate(numbers):
        if target - number in seen:
            return seen[target - number], index
        seen[number] = index
    return None


def load(artifacts: Artifacts) -> Peer:
    return Peer(NAME, platform.python_version(), add, greet, two_sum)
