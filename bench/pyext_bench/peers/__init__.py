"""The peers: each module says in `NAME` who it is, and `load` builds it and makes it callable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional, Protocol

from ..artifacts import Artifacts

Add = Callable[[int, int], int]
Greet = Callable[[str], str]
Pair = Optional[tuple[int, int]]
TwoSum = Callable[[list[int], int], Pair]


@dataclass(frozen=True)
class Fresh:
    """New instances of what a peer has loaded."""

    make: Callable[[], Any]
    #: Calls `add(20, 22)` of one.
    call: Callable[[Any], int]


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
    #: None where nothing has instances.
    fresh: Fresh | None = None


class Loader(Protocol):
    """A module of this package."""

    NAME: str

    def load(self, artifacts: Artifacts) -> Peer:
        """Raises an exception if the peer cannot be built or loaded here."""
