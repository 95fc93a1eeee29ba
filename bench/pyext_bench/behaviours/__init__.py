"""What each peer has for classes, iterators and calls of Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from ..artifacts import Artifacts


def scale(number: float) -> float:
    """What the guest calls."""
    return number * 0.5


@dataclass(frozen=True)
class Behaviour:
    """The functions of one peer. Each is what a user of it calls: the object is made before."""

    method: Callable[[int], int]
    #: Reads a property.
    count: Callable[[], int]
    numbers: Callable[[int], Iterable[int]]
    #: The guest calls `scale` so many times.
    scaled: Callable[[int], float]
    #: The guest calls the function so many times. None where a peer has no callables.
    apply: Callable[[Callable[[int], int], int], int] | None


class Loader(Protocol):
    """A module of this package."""

    NAME: str

    def load(self, artifacts: Artifacts) -> Behaviour:
        """Raises an exception if the peer cannot be built or loaded here."""
