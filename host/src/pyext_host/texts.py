"""Lists of strings, in few passes over the whole list instead of Python code for each."""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import Any

from . import convert
from ._abi import MAX_VALUE_BYTES
from .errors import ProtocolError
from .memory import Memory

_pairs = struct.Struct("<II").iter_unpack


def too_large(where: str) -> OverflowError:
    """The error for an argument that the ABI has no room for."""
    return OverflowError(f"{where}: the value is larger than {MAX_VALUE_BYTES} bytes")


def lower(
    items: tuple[Any, ...],
    block: bytearray,
    at: int,
    place: int,
    out: bytearray,
    fixes: list[int],
    base: int,
    where: str,
) -> None:
    """Lays strings out: (address, length) of each in the block, their bytes behind the image."""
    if not items:
        return  # nothing has been set aside at `at`
    try:
        encoded = list(map(str.encode, items))
    except TypeError:
        encoded = [convert.to_utf8(x, convert.within(where, i)) for i, x in enumerate(items)]
    lengths = list(map(len, encoded))
    starts = list(accumulate(lengths, initial=base + len(out)))
    if starts.pop() - base > MAX_VALUE_BYTES:
        raise too_large(where)
    words = [0] * (2 * len(items))
    words[::2] = starts
    words[1::2] = lengths
    struct.pack_into(f"<{len(words)}I", block, at, *words)
    out += b"".join(encoded)
    fixes.extend(range(place, place + 8 * len(items), 8))


def text(m: Memory, at: int, length: int) -> str:
    """One string in memory."""
    if length == 0:
        return ""
    end = at + length
    if end > m.limit:
        m.need(at, length)
    found: str = m.chars[at:end].decode()
    return found


def lift(m: Memory, at: int, count: int) -> list[str]:
    """The strings of a list in memory."""
    end = at + 8 * count
    if count and (end > m.limit or at % 4):
        m.need(at, 8 * count, 4)
    found: list[str] = []
    add = found.append
    chars, limit = m.chars, m.limit
    spent = m.spent + 8 * count
    for address, length in _pairs(m.view[at:end]) if count else ():
        end = address + length
        if end > limit and length:
            m.need(address, length)
            chars, limit = m.chars, m.limit
        spent += length
        if spent > MAX_VALUE_BYTES:
            raise ProtocolError(f"the result is larger than {MAX_VALUE_BYTES} bytes")
        add(chars[address:end].decode() if length else "")
    m.spent = spent
    return found
