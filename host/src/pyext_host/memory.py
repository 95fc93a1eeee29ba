"""Views of a guest's linear memory, and the checks of the addresses that come from it."""

from __future__ import annotations

from ._abi import MAX_VALUE_BYTES
from .errors import ProtocolError, StaleObjectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Resident:
    """An argument that is in the memory of a guest already (arrays.py)."""

    __slots__ = ("address", "base", "owner", "size", "state")

    def __init__(self, owner: Any, state: Any, base: int, address: int, size: int) -> None:
        #: What has the buffer.
        self.owner = owner
        self.state = state
        #: The number of the instance.
        self.base = base
        self.address = address
        self.size = size

    def __len__(self) -> int:
        """More than any scratch has room for: only the slow way takes such arguments."""
        return MAX_VALUE_BYTES

    def address_in(self, state: Any, where: str) -> int:
        """The address, if it is in this memory and not in that of an instance before."""
        if self.base != state.base:
            raise StaleObjectError(f"{where}: the array went with an instance that has trapped")
        return self.address


#: Parts of a result can be the same bytes, but not to make much of little: beyond this many bytes
#: the parts are no more than so many times the memory that they are in.
_FREELY, _TIMES = 1 << 26, 8


class Memory:
    """The attributes are read by generated code: in a call each look-up counts."""

    __slots__ = ("_memory", "chars", "instance", "limit", "most", "spent", "view", "words")

    #: The instance that is at work.
    instance: Any
    #: The memory as bytes, and as 32-bit words.
    view: memoryview
    words: memoryview
    #: The memory as what has slices that are `bytes`, made in one step.
    chars: Any
    #: Where the views end. The memory itself may have grown since.
    limit: int
    #: Bytes of strings and lists that the current result has taken, and that it can take.
    spent: int
    most: int

    def attach(self, instance: Any, memory: Any) -> None:
        """Looks at the memory of this instance from now on."""
        self._look(instance, memory)
        # Last: with the instance before goes the memory that there were views of.
        self.instance = instance
        self._memory = memory

    def refresh(self) -> None:
        """Makes the views as long as the memory is now."""
        self._look(self.instance, self._memory)

    def _look(self, instance: Any, memory: Any) -> None:
        found = instance.views(memory)
        most = min(MAX_VALUE_BYTES, max(_FREELY, _TIMES * found[3]))
        (self.chars, self.view, self.words, self.limit), self.most = found, most

    def need(self, address: int, size: int, align: int = 1) -> None:
        """Makes sure that a value lies inside the views."""
        if address % align:
            raise ProtocolError(
                f"the result is broken: address {address} is not aligned to {align}"
            )
        if address + size > self.limit:
            self.refresh()
            if address + size > self.limit:
                raise ProtocolError(
                    f"the result is broken: {size} bytes at {address} are outside of the memory"
                    f" of {self.limit} bytes"
                )
