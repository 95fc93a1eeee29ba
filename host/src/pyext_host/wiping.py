"""Overwriting what held secrets."""

from __future__ import annotations

from . import convert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Bytes that are overwritten at once.
_PART = 1 << 16


def zero(view: Any, start: int, size: int) -> None:
    """Overwrites bytes of a memory."""
    for at in range(start, start + size, _PART):
        end = min(at + _PART, start + size)
        view[at:end] = bytes(end - at)


def wipe(buffer: Any) -> None:
    """Overwrites a `bytearray`, or another writable buffer in one piece, with zeros.

    >>> key = bytearray(b"a secret")
    >>> wipe(key)
    >>> key
    bytearray(b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00')
    """
    try:
        view = memoryview(buffer)
    except TypeError:
        raise convert.wrong_type("wipe()", "a writable buffer", buffer) from None
    with view:
        if view.readonly or not view.c_contiguous:
            raise TypeError("wipe(): the buffer is read-only, or not in one piece and in C's order")
        if view.nbytes:
            with view.cast("B") as data:
                data[:] = bytes(len(data))
