"""Sizes, alignments and offsets in memory, by the rules of the Canonical ABI (docs/abi.md)."""

from __future__ import annotations

from ._abi import POINTER_PAIR, PRIMITIVES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Layout:
    """Size and alignment in bytes."""

    __slots__ = ("align", "size")

    def __init__(self, size: int, align: int) -> None:
        self.size = size
        self.align = align

    def __iter__(self) -> Iterator[int]:
        return iter((self.size, self.align))


#: A string, list, set or map: address and length.
POINTER = Layout(*POINTER_PAIR)
#: A handle or token.
HANDLE = Layout(4, 4)


def align_up(offset: int, align: int) -> int:
    """`offset` rounded up to a multiple of `align`."""
    return -(-offset // align) * align


def primitive(kind: str) -> Layout:
    """The layout of a type without parts."""
    found = PRIMITIVES[kind]
    return Layout(found.size, found.align)


def of_fields(fields: Iterable[Layout]) -> Layout:
    """The layout of a tuple or record."""
    end, align = 0, 1
    for field in fields:
        end = align_up(end, field.align) + field.size
        align = max(align, field.align)
    return Layout(align_up(end, align), align)


def offsets(fields: Iterable[Layout]) -> list[int]:
    """Where the fields of a tuple or record stand."""
    found, end = [], 0
    for field in fields:
        found.append(align_up(end, field.align))
        end = found[-1] + field.size
    return found


def of_array(element: Layout, count: int) -> Layout:
    """The layout of so many elements."""
    return Layout(element.size * count, element.align)


def of_index(cases: int) -> Layout:
    """The layout of the index of one of so many cases."""
    size = 1 if cases <= 1 << 8 else 2 if cases <= 1 << 16 else 4
    return Layout(size, size)


def of_flags(count: int) -> Layout:
    """The layout of so many flags."""
    size = 1 if count <= 8 else 2 if count <= 16 else 4
    return Layout(size, size)


def of_cases(payloads: list[Layout]) -> Layout:
    """The layout of a variant whose cases have these payloads."""
    index = of_index(len(payloads))
    align = max([index.align, *(payload.align for payload in payloads)])
    size = payload_offset(payloads) + max((payload.size for payload in payloads), default=0)
    return Layout(align_up(size, align), align)


def payload_offset(payloads: list[Layout]) -> int:
    """Where the payload stands in a variant whose cases have these payloads."""
    align = max((payload.align for payload in payloads), default=1)
    return align_up(of_index(len(payloads)).size, align)
