"""The peers: each module says in `NAME` who it is, and `load` builds it and makes it callable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional, Protocol

from ..artifacts import Artifacts

Add = Callable[[int, int], int]
Greet = Callable[[str], str]
Pair = Optional[tuple[int, int]]
TwoSum = Callable[[list[int], int], Pair]


@dataclass(frozen=True)
class Peer:
    """The functions of one peer."""

    name: str
    version: str
    add: Add
    greet: Greet
    #: Tries every pair.
    two_sum: TwoSum
    #: One pass with a hash table.
    two_sum_hash: TwoSum


class Loader(Protocol):
    """A module of this package."""

    NAME: str

    def load(self, artifacts: Artifacts) -> Peer:
        """Raises an exception if the peer cannot be built or loaded here."""
