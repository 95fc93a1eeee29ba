"""Strategies for hypothesis: types of the ABI, and values of a type with its edges."""

from __future__ import annotations

import struct
from typing import Any

from hypothesis import strategies as st

from pyext_host import Some, _abi

SCALARS = [name for name, p in _abi.PRIMITIVES.items() if p.wasm is not None]
INTEGERS = [name for name, p in _abi.PRIMITIVES.items() if p.low is not None]

#: Every scalar, the other primitives, and each way to build a type from others.
TYPES: list[Any] = [
    *SCALARS,
    "string",
    "unit",
    *({"list": scalar} for scalar in SCALARS),
    *({"option": scalar} for scalar in SCALARS),
    {"list": "string"},
    {"list": {"list": "u16"}},
    {"list": {"list": "string"}},
    {"list": {"option": "u64"}},
    {"list": {"tuple": ["u8", {"option": "string"}]}},
    {"tuple": ["unit", "unit"]},
    {"option": "string"},
    {"option": "unit"},
    {"option": {"option": "u32"}},
    {"option": {"option": {"option": "string"}}},
    {"option": {"list": "f64"}},
    {"tuple": ["u8"]},
    {"tuple": ["u32", "string"]},
    {"tuple": ["u8", "f64", "u8"]},
    {"tuple": [{"tuple": ["u8", "u64"]}, "bool", {"list": {"list": "char"}}]},
    {"tuple": [s for s in SCALARS if s != "u8"][:12]},
    {"option": {"tuple": ["u32", {"list": "u8"}, {"option": {"tuple": ["bool", "string"]}}]}},
]


def has_bytes(ty: Any) -> bool:
    """Whether values of the type have bytes; only such types can be the items of a list."""
    if isinstance(ty, dict) and "tuple" in ty:
        return any(map(has_bytes, ty["tuple"]))
    return bool(ty != "unit")


ANY_TYPE = st.recursive(
    st.sampled_from([*SCALARS, "string", "unit"]),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"list": inner.filter(has_bytes)}),
        st.fixed_dictionaries({"option": inner}),
        st.fixed_dictionaries({"tuple": st.lists(inner, min_size=1, max_size=4)}),
    ),
    max_leaves=6,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["", "\0", "a\0b", "😀"])


def value(ty: Any) -> st.SearchStrategy[Any]:
    """Values of a type, as they come back from the guest."""
    if isinstance(ty, str):
        return primitive(ty)
    ((kind, inner),) = ty.items()
    if kind == "tuple":
        return st.tuples(*(value(part) for part in inner))
    if kind == "option":
        some = value(inner)
        if inner == "unit" or (isinstance(inner, dict) and "option" in inner):
            some = some.map(Some)
        return st.none() | some
    if inner == "u8":
        return st.binary(max_size=40)
    return st.lists(value(inner), max_size=6)


def primitive(kind: str) -> st.SearchStrategy[Any]:
    """Values of a type without parts."""
    p = _abi.PRIMITIVES[kind]
    if p.low is not None:
        return st.integers(p.low, p.high) | st.sampled_from([p.low, p.high])
    if kind == "f32":
        return st.floats(width=32)
    if kind == "f64":
        return st.floats()
    if kind == "bool":
        return st.booleans()
    if kind == "char":
        chars = st.characters(exclude_categories=["Cs"])
        return chars | st.sampled_from(["\0", "\x7f", "\ud7ff", "\ue000", "\U0010ffff"])
    return TEXT if kind == "string" else st.none()


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal in type and value, NaN to NaN and -0.0 to -0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (a != a and b != b) or struct.pack("d", a) == struct.pack("d", b)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Some):
        return same(a.value, b.value)
    return bool(a == b)
