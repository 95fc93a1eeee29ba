"""Single Python values to what the guest takes, and the errors that name the argument."""

from __future__ import annotations

# `operator`, `struct` and `collections` take a while to import.
from _operator import index
from _struct import Struct

from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .errors import ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_pack_f32 = Struct("<f").pack


def within(where: str, step: int | str) -> str:
    """The place of an item (a number) or of a field (a name) inside of another place."""
    return f"{where}[{step}]" if isinstance(step, int) else f"{where}.{step}"


def step(key: object) -> str:
    """The step to the value of a key in a mapping."""
    # The text of anything else is made by the caller's code, or refused: that of a huge integer.
    is_plain = type(key) in (str, bytes, bool) or (type(key) is int and abs(key) < 1 << 140)
    shown = repr(key) if is_plain else f"<{type(key).__name__}>"
    return f"[{shown if len(shown) <= 40 else shown[:37] + '...'}]"


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


def too_large(where: str) -> OverflowError:
    """The error for an argument that the ABI has no room for."""
    return OverflowError(f"{where}: the value is larger than {MAX_VALUE_BYTES} bytes")


def too_large_result() -> ProtocolError:
    """The error for a result that the ABI has no room for."""
    return ProtocolError(
        f"the result is larger than {MAX_VALUE_BYTES} bytes, or many times as large as the memory"
    )


def to_index(value: Any, where: str) -> int:
    """An int from any object that can be an index."""
    try:
        return index(value)
    except TypeError:
        cls = type(value)
        if hasattr(cls, "__index__") and not hasattr(cls, "__array__"):
            raise  # what its own __index__ says; NumPy's arrays have one without being numbers
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
    except TypeError:
        if not hasattr(type(value), "__array__"):
            raise  # what its own __float__ says
        raise wrong_type(where, "float", value) from None


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
    to_utf8(value, where)
    return ord(value)


def to_utf8(value: Any, where: str) -> bytes:
    """The bytes of a text."""
    if not isinstance(value, str):
        raise wrong_type(where, "str", value)
    return encode(value, "utf-8", where)


def encode(text: str, encoding: str, where: str) -> bytes:
    """The bytes of a text, by `str` itself and not by the method of a subclass."""
    try:
        return str.encode(text, encoding)
    except UnicodeEncodeError as e:  # for a lone surrogate
        e.reason = f"{where}: {e.reason}"
        raise


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


def to_array(raw: Any, count: int, stride: int, where: str) -> bytes:
    """The bytes of exactly `count` elements."""
    if len(raw) != count * stride:
        raise wrong_count(where, count, len(raw) // stride)
    return raw if type(raw) is bytes else bytes(raw)


def wrong_count(where: str, wanted: int, got: int) -> ValueError:
    """The error for a sequence in place of an array of another length."""
    return ValueError(f"{where}: expected {wanted} items, got {got}")


def to_set(value: Any, where: str) -> tuple[Any, ...]:
    """The items of a set."""
    if not isinstance(value, (set, frozenset)):
        from collections.abc import Set

        if not isinstance(value, Set):
            raise wrong_type(where, "set", value)
    return tuple(value)


def to_dict(value: Any, where: str) -> dict[Any, Any]:
    """A copy of a mapping: converting a key or value can run code that changes it."""
    if type(value) is dict:
        return value.copy()
    from collections.abc import Mapping

    if not isinstance(value, Mapping):
        raise wrong_type(where, "dict", value)
    return {key: value[key] for key in value}


def to_fields(value: Any, cls: type, names: tuple[str, ...], where: str) -> list[Any]:
    """The fields of a record: of an object, or of a mapping that has exactly them."""
    if isinstance(value, cls):
        return [getattr(value, name) for name in names]
    from collections.abc import Mapping

    if not isinstance(value, Mapping):
        raise wrong_type(where, cls.__name__, value)
    for name in names:
        if name not in value:
            raise TypeError(f"{where}: the field {name!r} of {cls.__name__} is missing")
    for name in value:
        if name not in names:
            # Not its `repr`, which is the caller's code.
            shown = repr(name) if type(name) is str else f"of type {type(name).__name__}"
            raise TypeError(f"{where}: {cls.__name__} has no field {shown}")
    return [value[name] for name in names]


def to_case(value: Any, classes: tuple[type, ...], wanted: str, where: str) -> int:
    """The index of the class that the value is of."""
    for i, cls in enumerate(classes):
        if isinstance(value, cls):
            return i
    raise wrong_type(where, wanted, value)
