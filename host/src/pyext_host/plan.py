"""How each parameter of a function is passed: what converts it, where it goes, and its cells."""

from __future__ import annotations

from . import convert, engine, handles, scalars
from .interface import HANDLES
from .state import PLACE_ALIGN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Function, Param, Type

    #: What conversion makes of an argument: a number, an object, bytes, or an image.
    Converted = Any

# Some modules are imported where they are needed: many extensions need none of them.
#: Ways of what needs no memory.
PLACELESS = ("number", "handle", "token", "nothing")

#: Bytes of the numbers of a code.
_SIZES = {"q": 8, "Q": 8, "d": 8}


class Plan:
    """How one parameter is passed."""

    def __init__(
        self,
        param: Param,
        cell: int,
        convert: Callable[..., Converted],
        way: str,
        check: Callable[[memoryview], object] | None = None,
    ) -> None:
        self.param = param
        #: What errors call it.
        self.where = f"argument '{param.name}'"
        #: First of its cells.
        self.cell = cell
        #: Makes the converted value.
        self.convert = convert
        #: `number`, `handle`, `token`, `raw` (address and count), `image` (address), `list` (an
        #: image of address and count), or `nothing`.
        self.way = way
        #: Of a writable list: what refuses bytes that are no values.
        self.check = check
        parts = param.type.parts
        #: Size of an item of a string or list.
        self.stride = parts[0].layout.size if parts else 1
        #: Alignment of what is placed in memory. An image can hold anything.
        self.align = parts[0].layout.align if way == "raw" and parts else PLACE_ALIGN
        #: How a number is written, and which of such numbers it is.
        self.code = scalars.write_code(param.type) if way == "number" else ""
        self.at = cell * engine.CELL // _SIZES.get(self.code, 4)


def plans(function: Function) -> list[Plan]:
    """How its parameters are passed."""
    found = []
    cell = 0
    for param in function.params:
        found.append(_plan(param, cell))
        cell += len(param.wasm)
    return found


def _plan(param: Param, cell: int) -> Plan:
    where = f"argument '{param.name}'"
    ty = param.type
    kind = ty.kind

    if kind == "unit":
        return Plan(param, cell, lambda x: convert.to_none(x, where), "nothing")
    if kind in HANDLES:
        way = "handle" if kind in ("own", "borrow") else "token"
        return Plan(param, cell, handles.converter(ty, where), way)
    if ty.is_scalar:
        return Plan(param, cell, scalars.converter(ty, where), "number")
    if kind == "string":
        return Plan(param, cell, lambda x: convert.to_utf8(x, where), "raw")
    if ty.is_block:
        from . import blocks

        item = ty.parts[0]
        if param.writable:
            made = blocks.writable(item, where)
            return Plan(param, cell, made, "raw", blocks.checker(item))
        return Plan(param, cell, blocks.converter(item, where, _items, in_place=True), "raw")
    from . import lower

    if ty.is_pair:
        # A list's image is that of (address, count); the two go into the call.
        return Plan(param, cell, lower.lowerer(ty, where), "list")
    return Plan(param, cell, lower.lowerer(ty, where), "image")


def _items(item: Type, where: str) -> Callable[..., None]:
    from . import lower

    return lower.items_of(item, where)
