"""Lists without pointers: what makes the bytes of their items, and gives buffers to the guest."""

from __future__ import annotations

from . import bulk, convert
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .interface import local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Type


def converter(
    item: Type,
    where: str,
    lowerer: Callable[[Type, str], Callable[..., None]],
    in_place: bool = False,
) -> Callable[[Any], bulk.Raw]:
    """A function that makes the bytes of a list.

    `lowerer` gives what lays out items with parts, and is called where a list of them is no buffer.
    With `in_place` an array in the memory of a guest stands for itself.
    """
    if item.kind in PRIMITIVES:
        return bulk.converter(item.kind, where, in_place)
    if item.is_scalar:
        from . import members

        return members.converter(item, where)
    from . import plain  # only where there are such lists: it takes time

    lower: Any = None
    of_buffer = plain.reader(item, where, writable=False)

    def of_items(items: tuple[Any, ...]) -> bulk.Raw:
        nonlocal lower
        if len(items) * item.layout.size > MAX_VALUE_BYTES:
            raise convert.too_large(where)
        if lower is None:  # not made where all lists come as buffers
            lower = lowerer(item, where)
        block = bytearray(len(items) * item.layout.size)
        lower(items, block, 0, 0, block, [], 0)
        return block

    def general(value: Any) -> bulk.Raw:
        if type(value) in (list, tuple):
            return of_items(tuple(value))
        view = bulk.view_of(value, where)
        if view is not None:
            return of_buffer(view, value)
        return of_items(convert.to_sequence(value, wanted(item), where))

    return general


def writable(item: Type, where: str) -> Callable[[Any], memoryview]:
    """A function that gives a view of the bytes of a buffer that the guest changes."""
    if item.kind in PRIMITIVES:
        return lambda value: bulk.to_writable(value, item.kind, where)

    from . import plain

    of_buffer = plain.reader(item, where, writable=True)

    def view(value: Any) -> memoryview:
        found = bulk.view_of(value, where)
        if found is None:
            raise convert.wrong_type(where, f"a writable buffer of {item}", value)
        return memoryview(of_buffer(found, value))

    return view


def checker(item: Type) -> Callable[[memoryview], object] | None:
    """What refuses bytes that a guest wrote to such a buffer; none if all are values."""
    if item.kind in PRIMITIVES:
        return bulk.check(item.kind)
    from . import plain

    return plain.checker(item)


def wanted(ty: Type) -> str:
    """What the items of a sequence are, for messages."""
    if ty.definition is not None:
        return local_name(ty.definition.name)
    return ty.kind if ty.parts else PRIMITIVES[ty.kind].python
