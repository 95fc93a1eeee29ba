"""Reads what the tests ask of a .wasm file: its custom sections and the names of its exports."""

from __future__ import annotations

import json
from typing import Any

CUSTOM, EXPORT = 0, 7


class Reader:
    """Takes numbers and bytes off the front of some bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def __bool__(self) -> bool:
        return self.place < len(self.data)

    def take(self, count: int) -> bytes:
        """The next bytes."""
        found = self.data[self.place : self.place + count]
        assert len(found) == count, "the file is cut off"
        self.place += count
        return found

    def number(self) -> int:
        """The next number, unsigned LEB128."""
        value = shift = 0
        while True:
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def name(self) -> str:
        """The next name."""
        return self.take(self.number()).decode()


def sections(module: bytes) -> list[tuple[int, bytes]]:
    """The sections in order: number and content."""
    reader = Reader(module)
    assert reader.take(8) == b"\0asm\1\0\0\0"
    found = []
    while reader:
        kind = reader.take(1)[0]
        found.append((kind, reader.take(reader.number())))
    return found


def custom(module: bytes, wanted: str) -> bytes:
    """The content of all custom sections of a name, joined."""
    content = b""
    for kind, data in sections(module):
        reader = Reader(data)
        if kind == CUSTOM and reader.name() == wanted:
            content += data[reader.place :]
    return content


def records(module: bytes) -> list[dict[str, Any]]:
    """The records of a module that the linker has just made."""
    reader = Reader(custom(module, "pyext:record"))
    found = []
    while reader:
        record = reader.take(int.from_bytes(reader.take(4), "little"))
        assert record[0] == 1, "the version of the record"
        found.append(json.loads(record[1:]))
    return found


def exports(module: bytes) -> set[str]:
    """The names of the exports."""
    found = set()
    for kind, data in sections(module):
        if kind == EXPORT:
            reader = Reader(data)
            for _ in range(reader.number()):
                found.add(reader.name())
                reader.take(1)
                reader.number()
    return found
