"""What frees the store of an instance, once nothing has it any more.

The garbage collector finalises the objects of a cycle in any order. A finaliser that comes after
the store's may look at an array in its memory. So what frees the memory is itself in no such cycle:
the table here has it as long as the store is open, and arrays have it longer.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


_open: dict[int, Held] = {}


class Held:
    """Frees a store when it goes itself."""

    # What it needs it has itself: when Python ends, modules are emptied before the last finaliser.
    __slots__ = ("_free", "_is_ending", "_open", "_store")

    def __init__(self, free: Callable[[Any], object], store: Any) -> None:
        self._free = free
        self._store = store
        self._is_ending = sys.is_finalizing
        self._open = _open
        _open[id(self)] = self

    def let_go(self) -> None:
        """Says that the store is closed."""
        self._open.pop(id(self), None)

    def __del__(self) -> None:
        # Then the table goes first, and finalisers that look at arrays may follow.
        if not self._is_ending():
            self._free(self._store)
