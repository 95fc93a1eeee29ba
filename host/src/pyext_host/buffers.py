"""What annotations call a buffer, for Pythons that have no name for it."""

from __future__ import annotations

from abc import ABCMeta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Buffer(metaclass=ABCMeta):  # noqa: B024  # other classes register with it
    """Objects with the buffer protocol; `collections.abc.Buffer` since Python 3.12."""

    @classmethod
    def __subclasshook__(cls, other: Any) -> Any:
        # Not registered, for that would import it.
        if cls is Buffer and other.__module__ == "array" and other.__name__ == "array":
            return True
        return NotImplemented


# As users have known it.
Buffer.__module__ = f"{__package__}.hints"
for _known in (bytes, bytearray, memoryview):
    Buffer.register(_known)
