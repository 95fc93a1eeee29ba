"""How each peer multiplies the numbers of an array in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ..artifacts import Artifacts


@dataclass(frozen=True)
class Scale:
    """The function of one peer, and what it takes."""

    #: The peer's own array of numbers.
    own: Callable[[list[float]], Any]
    #: What it returns is the array, or None if that which it got has changed.
    function: Callable[[Any, float], Any | None]
    #: Longer arrays would take the time of all else.
    most: int | None = None


class Loader(Protocol):
    """A module of this package."""

    NAME: str

    def load(self, artifacts: Artifacts) -> Scale:
        """Raises an exception if the peer cannot be built or loaded here."""
