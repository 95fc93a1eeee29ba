"""Single Python values to what the guest takes, and the errors that name the argument."""

from __future__ import annotations

import operator
import struct
from typing import Any

from ._abi import PRIMITIVES

_pack_f32 = struct.Struct("<f").pack


def within(where: str, step: int | str) -> str:
    """The place of an item (a number) or of a field (a name) inside of another place."""
    return f"{where}[{step}]" if isinstance(step, int) else f"{where}.{step}"


def wrong_type(where: str, wanted: str, value: object) -> TypeError:
    """A TypeError as Python itself words it."""
    return TypeError(f"{where}: expected {wanted}, got {type(value).__name__}")


def out_of_range(where: str, kind: str, value: int) -> OverflowError:
    """The error for an integer that the type does not have."""
    primitive = PRIMITIVES[kind]
    # Python refuses to print integers of thousands of digits.
    shown = str(value) if abs(value) < 1 << 140 else f"an integer of {value.bit_length()} bits"
    return OverflowError(
        f"{where}: {shown} is out of range for {kind} ({primitive.low} to {primitive.high})"
    )


def to_index(value: Any, where: str) -> int:
    """An int from any object that can be an index."""
    try:
        return operator.index(value)
    except TypeError:
        if hasattr(type(value), "__index__"):
            raise  # what its own __index__ says
        raise wrong_type(where, "int", value) from None


def to_int(value: Any, kind: str, where: str) -> int:
    """An int in the range of its type."""
    number = to_index(value, where)
    primitive = PRIMITIVES[kind]
    if not primitive.low <= number <= primitive.high:  # type: ignore[operator]
        raise out_of_range(where, kind, number)
    return number


def to_float(value: Any, where: str) -> float:
    """A float from any number; not from a text."""
    # Up to Python 3.9 `complex` has a `__float__`, which raises.
    if isinstance(value, (str, bytes, bytearray, complex)) or not (
        hasattr(type(value), "__float__") or hasattr(type(value), "__index__")
    ):
        raise wrong_type(where, "float", value)
    try:
        return float(value)
    except OverflowError:
        raise OverflowError(f"{where}: the integer is too large for f64") from None


def to_f32(value: Any, where: str) -> float:
    """A float that f32 can hold; it is rounded later."""
    number = value if type(value) is float else to_float(value, where)
    try:
        _pack_f32(number)
    except OverflowError:
        raise OverflowError(f"{where}: {number!r} is out of range for f32") from None
    return number


def to_bool(value: Any, where: str) -> bool:
    """A bool: Python's or NumPy's, nothing that is merely true or false."""
    cls = type(value)
    if cls is bool or (cls.__module__ == "numpy" and cls.__name__ in ("bool", "bool_")):
        return bool(value)
    raise wrong_type(where, "bool", value)


def to_char(value: Any, where: str) -> int:
    """The code point of a text of one character."""
    if not isinstance(value, str):
        raise wrong_type(where, "str of length 1", value)
    if len(value) != 1:
        raise ValueError(f"{where}: expected one character, got {len(value)}")
    str.encode(value)  # UnicodeEncodeError for a lone surrogate
    return ord(value)


def to_utf8(value: Any, where: str) -> bytes:
    """The bytes of a text."""
    if not isinstance(value, str):
        raise wrong_type(where, "str", value)
    return str.encode(
        value
    )  # not the method of a subclass; UnicodeEncodeError for a lone surrogate


def to_none(value: Any, where: str) -> None:
    """The only value of unit."""
    if value is not None:
        raise wrong_type(where, "None", value)


def to_tuple(value: Any, count: int, where: str) -> tuple[Any, ...]:
    """A tuple, or a list in its place, of `count` values."""
    if not isinstance(value, (tuple, list)):
        raise wrong_type(where, f"tuple of {count}", value)
    if len(value) != count:
        raise ValueError(f"{where}: expected a tuple of {count}, got {len(value)} values")
    return tuple(value)


def to_sequence(value: Any, wanted: str, where: str) -> Any:
    """The items of an iterable, as a list or tuple."""
    if type(value) in (list, tuple):
        # A copy: converting an item can run code that changes the list.
        return tuple(value)
    if isinstance(value, (str, dict, set, frozenset)):
        raise wrong_type(where, f"sequence of {wanted}", value)
    try:
        items = iter(value)
    except TypeError:
        raise wrong_type(where, f"sequence of {wanted}", value) from None
    return tuple(items)
