"""Finds the interface section in the bytes of a module, which are anybody's."""

from __future__ import annotations

from . import _abi
from .errors import LoadError

REBUILD = "build the module again with `cargo pyext build`"
_START_SECTION = 8


def interface_section(wasm: bytes, place: str) -> bytes:
    """The content of the one interface section; `place` names the module in errors."""
    if wasm[:4] != b"\0asm":
        raise LoadError("PX602", place, "this is not WebAssembly", "give a .wasm file")
    if wasm[4:8] == b"\x0d\0\1\0":
        raise LoadError(
            "PX602", place, "this is a component, not a module", "build it without `--component`"
        )
    if wasm[4:8] != b"\1\0\0\0":
        raise LoadError("PX602", place, "its WebAssembly version is unknown", REBUILD)
    found = None
    records = False
    for name, content in _custom_sections(wasm, place):
        records = records or name == _abi.RECORD_SECTION.encode()
        if name == _abi.INTERFACE_SECTION.encode():
            if found is not None:
                raise LoadError("PX603", place, "it has two interface sections", REBUILD)
            found = content
    if found is not None:
        return found
    if records:
        raise LoadError(
            "PX605",
            place,
            "it comes straight from the compiler and is not finished",
            "run `cargo pyext build` and load the file that it names",
        )
    raise LoadError(
        "PX604", place, "it is not a pyext extension: it has no interface section", REBUILD
    )


def _custom_sections(wasm: bytes, place: str) -> list[tuple[bytes, bytes]]:
    """Names and contents of the custom sections."""
    sections = []
    at = 8
    while at < len(wasm):
        kind = wasm[at]
        size, start = leb(wasm, at + 1, len(wasm), place)
        end = start + size
        if end > len(wasm):
            raise LoadError("PX603", place, f"the section at byte {at} is cut off", REBUILD)
        if kind == 0:
            length, name = leb(wasm, start, end, place)
            if name + length > end:
                raise LoadError(
                    "PX603", place, f"the section at byte {at} has a broken name", REBUILD
                )
            sections.append((wasm[name : name + length], wasm[name + length : end]))
        elif kind == _START_SECTION:
            raise LoadError(
                "PX614",
                place,
                "it has a start function, which would run before the host is ready",
                "use `#[pyext::export]` functions only, and " + REBUILD,
            )
        at = end
    return sections


def leb(wasm: bytes, at: int, end: int, place: str) -> tuple[int, int]:
    """The unsigned LEB128 number of 32 bits at `at`, and where it ends."""
    value = 0
    for shift in range(0, 35, 7):
        if at >= end:
            break
        byte = wasm[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >> 32:
                break
            return value, at
    raise LoadError("PX603", place, f"the number before byte {at} is broken", REBUILD)
