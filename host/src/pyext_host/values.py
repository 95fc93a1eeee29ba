"""Values as they stand in an interface, in JSON: defaults of parameters, constants."""

from __future__ import annotations

from ._abi import PRIMITIVES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .interface import Type

_FLOATS = ("inf", "-inf", "nan")


def is_value(value: Any, ty: Type) -> bool:
    """Whether this JSON is a value of the type."""
    kind, parts = ty.kind, ty.parts
    if kind in PRIMITIVES:
        return _is_primitive(value, kind)
    if kind == "option":
        return value is None or (not parts[0].is_nullable and is_value(value, parts[0]))
    if kind == "enum":
        return isinstance(value, str) and value in ty.named.members
    if not isinstance(value, list):
        return False
    if kind == "flags":
        return all(isinstance(name, str) and name in ty.named.members for name in value)
    if kind == "map":
        return not value
    if kind in ("list", "set") or (kind == "array" and len(value) == ty.count):
        return all(is_value(item, parts[0]) for item in value)
    if kind == "tuple" and len(value) == len(parts):
        return all(map(is_value, value, parts))
    return False


def to_python(value: Any, ty: Type) -> Any:
    """The Python object for a value that is one of the type. What it holds cannot be changed."""
    kind, parts = ty.kind, ty.parts
    if value is None:
        return None
    if kind == "option":
        return to_python(value, parts[0])
    if kind in ("f32", "f64"):
        return float(value)
    if kind == "enum":
        return ty.named.python[value]
    if kind == "flags":
        found = ty.named.python(0)
        for name in value:
            found |= ty.named.python[name]
        return found
    if kind == "map":
        from types import MappingProxyType  # takes a while

        return MappingProxyType({})
    if not isinstance(value, list):
        return value
    if kind == "tuple":
        return tuple(map(to_python, value, parts))
    if kind != "set" and parts[0].kind == "u8":
        return bytes(value)
    items = (to_python(item, parts[0]) for item in value)
    return frozenset(items) if kind == "set" else tuple(items)


def _is_primitive(value: Any, kind: str) -> bool:
    if kind == "unit":
        return value is None
    if kind == "bool":
        return isinstance(value, bool)
    if kind in ("string", "char"):
        return isinstance(value, str) and _is_text(value) and (kind == "string" or len(value) == 1)
    if isinstance(value, bool):
        return False
    if kind in ("f32", "f64"):
        return value in _FLOATS if isinstance(value, str) else _is_finite(value)
    low, high = PRIMITIVES[kind].low, PRIMITIVES[kind].high
    if low is None or high is None or not isinstance(value, int):
        return False
    # Larger ones are no integers to every reader of JSON.
    return max(low, -(1 << 63)) <= value <= min(high, (1 << 64) - 1)


def _is_text(value: str) -> bool:
    """Whether it has no lone surrogate, which JSON can spell and UTF-8 cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_finite(value: Any) -> bool:
    from math import isfinite

    try:
        return isinstance(value, (int, float)) and isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False
