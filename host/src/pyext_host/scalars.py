"""Values that a cell holds: how they are written, read, converted and checked."""

from __future__ import annotations

from . import _abi, convert
from .errors import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Type


def write_code(ty: Type) -> str:
    """How the memoryview of the cells takes a number: small integers extended to 32 bits."""
    if ty.kind in ("u32", "flags"):
        return "I"
    return "i" if ty.wasm == "i32" else _abi.PRIMITIVES[ty.kind].code or ""


def read_code(ty: Type) -> str:
    """How a value from the guest is read."""
    if ty.wasm == "i32":
        return "i" if ty.kind.startswith("s") else "I"
    return _abi.PRIMITIVES[ty.kind].code or ""


def converter(ty: Type, where: str) -> Callable[[Any], Any]:
    """A function that makes the number of a value; an integer can be out of range."""
    kind = ty.kind
    if ty.definition is not None:
        from . import members

        return members.to_number(ty, where)
    if kind in ("f32", "f64", "bool", "char"):
        make = getattr(convert, f"to_{kind.replace('f64', 'float')}")
        return lambda x: make(x, where)
    return lambda x: convert.to_index(x, where)


def lifter(ty: Type) -> Callable[[Any], Any]:
    """What makes the value of a number from the guest, or refuses it."""
    if ty.definition is not None:
        from . import members

        return members.of_numbers(ty).__getitem__
    return lambda value: _check(value, ty)


def _check(value: Any, ty: Type) -> Any:
    primitive = _abi.PRIMITIVES[ty.kind]
    if ty.kind == "bool":
        if value > 1:
            raise broken("a bool", value)
        return value == 1
    if ty.kind == "char":
        if value > 0x10FFFF or 0xD800 <= value <= 0xDFFF:
            raise broken("a char", value)
        return chr(value)
    low, high = primitive.low, primitive.high
    if low is not None and high is not None and not low <= value <= high:
        raise broken(f"a {ty.kind}", value)
    return value


def lifting(ty: Type, x: str, check: str) -> list[str]:
    """Statements that make the value of the number in `x`; `check` is what `lifter` has made."""
    primitive = _abi.PRIMITIVES.get(ty.kind)
    if ty.definition is not None or ty.kind in ("bool", "char"):
        return [f"{x} = {check}({x})"]
    if primitive is not None and primitive.low is not None and primitive.size < 4:
        return [f"if not {primitive.low} <= {x} <= {primitive.high}: {check}({x})"]
    return []
