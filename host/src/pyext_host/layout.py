"""Sizes, alignments and offsets in memory, by the rules of the Canonical ABI (docs/abi.md)."""

from __future__ import annotations

from typing import NamedTuple

from ._abi import POINTER_PAIR, PRIMITIVES
from .interface import ERROR_RECORD, UNIT, Type


class Layout(NamedTuple):
    """Size and alignment in bytes."""

    size: int
    align: int


def align_up(offset: int, align: int) -> int:
    """`offset` rounded up to a multiple of `align`."""
    return -(-offset // align) * align


def of(ty: Type) -> Layout:
    """The layout of a type."""
    if ty.kind == "list":
        return Layout(*POINTER_PAIR)
    if ty.kind == "tuple":
        end, align = 0, 1
        for part in map(of, ty.parts):
            end = align_up(end, part.align) + part.size
            align = max(align, part.align)
        return Layout(align_up(end, align), align)
    if ty.kind in ("option", "result"):
        cases = [of(case) for case in cases_of(ty)]
        align = max(case.align for case in cases)
        size = payload_offset(ty) + max(case.size for case in cases)
        return Layout(align_up(size, align), align)
    primitive = PRIMITIVES[ty.kind]
    return Layout(primitive.size, primitive.align)


def cases_of(ty: Type) -> tuple[Type, Type]:
    """The payloads of discriminant 0 and 1 of an option or result."""
    return (UNIT, ty.parts[0]) if ty.kind == "option" else (ty.parts[0], ERROR_RECORD)


def payload_offset(ty: Type) -> int:
    """Where the payload of an option or result stands, behind its one-byte discriminant."""
    return max(of(case).align for case in cases_of(ty))


def field_offsets(ty: Type) -> list[int]:
    """Where the fields of a tuple stand."""
    offsets, end = [], 0
    for part in map(of, ty.parts):
        offsets.append(align_up(end, part.align))
        end = offsets[-1] + part.size
    return offsets
