"""Strategies for hypothesis: types of the ABI, and values of a type with its edges."""

from __future__ import annotations

import dataclasses
import enum
import json
import struct
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from pyext_host import Err, Ok, Some, _abi

SCALARS = [name for name, p in _abi.PRIMITIVES.items() if p.wasm is not None]
INTEGERS = [name for name, p in _abi.PRIMITIVES.items() if p.low is not None]
PRIMITIVES = list(_abi.PRIMITIVES)


def fields(**types: Any) -> list[Any]:
    """Fields of a record, case or error."""
    return [{"name": name, "type": ty} for name, ty in types.items()]


#: Definitions of every kind.
DEFINITIONS: list[Any] = [
    {
        "name": "Point",
        "kind": "record",
        "docs": "A point.",
        "fields": [
            {"name": "x", "docs": "To the right.", "type": "f64"},
            *fields(y="f64", n="u32"),
        ],
    },
    {
        "name": "Cell",
        "kind": "record",
        "frozen": True,
        "fields": fields(on="bool", letter="char", size="u8", small="f32", wide="u64"),
    },
    {
        "name": "Grid",
        "kind": "record",
        "fields": fields(
            at={"named": "Point"},
            cells={"array": [{"named": "Cell"}, 2]},
            ids={"array": ["u16", 3]},
        ),
    },
    {
        "name": "Person",
        "kind": "record",
        "frozen": True,
        "fields": fields(
            self="string", age={"option": "u8"}, color={"named": "Color"}, may={"named": "Perm"}
        ),
    },
    {
        "name": "Drawing",
        "kind": "record",
        "fields": fields(
            shapes={"list": {"named": "Shape"}}, names={"map": ["string", {"named": "Person"}]}
        ),
    },
    {
        "name": "Color",
        "kind": "enum",
        "docs": "A color.",
        "cases": [
            {"name": "RED", "docs": "Like blood.", "value": 3},
            {"name": "BLUE", "value": -7},
            {"name": "name", "value": 1 << 62},
        ],
    },
    {
        "name": "Many",
        "kind": "enum",
        "cases": [{"name": f"C{i}", "value": i} for i in range(300)],
    },
    {
        "name": "Perm",
        "kind": "flags",
        "docs": "What is allowed.",
        "flags": [{"name": "READ", "docs": "To look."}, {"name": "WRITE"}, {"name": "value"}],
    },
    {"name": "Wide", "kind": "flags", "flags": [{"name": f"F{i}"} for i in range(32)]},
    {
        "name": "Shape",
        "kind": "variant",
        "docs": "A shape.",
        "cases": [
            {"name": "Circle", "class": "ShapeCircle", "docs": "Round.", "fields": fields(r="f64")},
            {
                "name": "Line",
                "class": "ShapeLine",
                "fields": fields(a={"named": "Point"}, b={"named": "Point"}, label="string"),
            },
            {"name": "Empty", "class": "ShapeEmpty"},
            {"name": "Odd", "class": "ShapeOdd", "fields": fields(self="u8", cls={"list": "u8"})},
        ],
    },
    {
        "name": "Key",
        "kind": "variant",
        "cases": [
            {"name": "Id", "class": "KeyId", "fields": fields(value="u128")},
            {"name": "Name", "class": "KeyName", "fields": fields(value="string")},
        ],
    },
    {
        "name": "Signal",
        "kind": "variant",
        "cases": [{"name": "On", "class": "SignalOn"}, {"name": "Off", "class": "SignalOff"}],
    },
    {
        "name": "Fault",
        "kind": "error",
        "docs": "What went wrong.",
        "base": "KeyError",
        "fields": fields(at="u32", self={"option": "string"}),
    },
    {
        "name": "Failure",
        "kind": "error",
        "cases": [
            {"name": "Io", "class": "FailureIo", "docs": "Disk.", "fields": fields(code="s32")},
            {"name": "Other", "class": "FailureOther"},
        ],
    },
    {"name": "Plain", "kind": "error"},
]
BY_NAME = {definition["name"]: definition for definition in DEFINITIONS}
NAMED = [{"named": d["name"]} for d in DEFINITIONS if d["kind"] != "error"]
#: Those that are plain: a list of them is one block of bytes.
PLAIN = [{"named": name} for name in ("Point", "Cell", "Grid")]

#: Every primitive, each way to build a type from others, and every kind of definition.
TYPES: list[Any] = [
    *PRIMITIVES,
    *({"list": scalar} for scalar in SCALARS),
    *({"option": scalar} for scalar in SCALARS),
    {"list": "string"},
    {"list": "u128"},
    {"list": "duration"},
    {"list": {"list": "u16"}},
    {"list": {"list": "string"}},
    {"list": {"option": "u64"}},
    {"list": {"tuple": ["u8", {"option": "string"}]}},
    {"list": {"tuple": ["s128", "string", "bool", "char", "f32"]}},
    {"list": {"tuple": ["string", {"tuple": ["u8", {"array": ["s16", 3]}]}, "string"]}},
    {"tuple": ["unit", "unit"]},
    {"option": "string"},
    {"option": "unit"},
    {"option": {"option": "u32"}},
    {"option": {"option": {"option": "string"}}},
    {"option": {"list": "f64"}},
    {"option": {"result": ["string", {"array": ["u8", 5]}]}},
    {"tuple": ["u8"]},
    {"tuple": ["u32", "string"]},
    {"tuple": ["u8", "f64", "u8"]},
    {"tuple": [{"tuple": ["u8", "u64"]}, "bool", {"list": {"list": "char"}}]},
    {"tuple": [s for s in SCALARS if s != "u8"][:12]},
    {"option": {"tuple": ["u32", {"list": "u8"}, {"option": {"tuple": ["bool", "string"]}}]}},
    {"result": ["unit", "unit"]},
    {"result": ["u8", "f64"]},
    {"result": [{"list": "string"}, {"result": ["u64", {"option": "bool"}]}]},
    *({"set": scalar} for scalar in SCALARS),
    {"set": "string"},
    {"set": {"list": "u8"}},
    {"set": {"tuple": ["u8", {"option": "string"}]}},
    {"set": {"named": "Color"}},
    {"set": {"named": "Key"}},
    {"set": {"named": "Person"}},
    {"map": ["string", "s64"]},
    {"map": ["u8", "f64"]},
    {"map": [{"array": ["u8", 3]}, {"list": "string"}]},
    {"map": [{"named": "Key"}, {"map": ["char", {"named": "Point"}]}]},
    {"map": ["s128", "unit"]},
    *({"array": [scalar, 3]} for scalar in SCALARS),
    {"array": ["string", 2]},
    {"array": [{"array": ["u8", 2]}, 3]},
    {"array": [{"array": [{"list": "u8"}, 2]}, 2]},
    {"array": [{"named": "Color"}, 4]},
    {"array": [{"option": {"named": "Shape"}}, 2]},
    *NAMED,
    *({"list": named} for named in NAMED),
    *({"option": named} for named in NAMED),
    {"list": {"option": {"named": "Shape"}}},
    {"list": {"array": ["f64", 3]}},
    {"list": {"tuple": [{"named": "Point"}, {"named": "Color"}, {"named": "Wide"}]}},
    {"result": [{"named": "Shape"}, {"named": "Drawing"}]},
]


def parts(ty: Any) -> list[Any]:
    """The types inside of a type that is no definition."""
    if isinstance(ty, str) or "named" in ty:
        return []
    ((kind, inner),) = ty.items()
    if kind == "array":
        return [inner[0]]
    return list(inner) if isinstance(inner, (list, tuple)) else [inner]


def needed(ty: Any) -> list[Any]:
    """The definitions that a type needs."""
    found: dict[str, Any] = {}

    def visit(ty: Any) -> None:
        if isinstance(ty, dict) and "named" in ty and ty["named"] not in found:
            definition = BY_NAME[ty["named"]]
            found[definition["name"]] = definition
            for case in [definition, *definition.get("cases", [])]:
                for field in case.get("fields", []):
                    visit(field["type"])
        for part in parts(ty):
            visit(part)

    visit(ty)
    return list(found.values())


def has_bytes(ty: Any) -> bool:
    """Whether values of the type have bytes; only such types can be the items of a list."""
    if isinstance(ty, dict) and "tuple" in ty:
        return any(map(has_bytes, ty["tuple"]))
    return bool(ty != "unit")


def is_key(ty: Any) -> bool:
    """Whether values can be keys of a dict."""
    if isinstance(ty, str):
        return True
    ((kind, inner),) = ty.items()
    if kind in ("set", "map"):
        return False
    if kind in ("list", "array"):
        return bool(parts(ty)[0] == "u8")
    if kind == "named":
        definition = BY_NAME[inner]
        if definition["kind"] == "record" and not definition.get("frozen"):
            return False
        cases = [definition, *definition.get("cases", [])]
        return all(is_key(f["type"]) for case in cases for f in case.get("fields", []))
    return all(map(is_key, parts(ty)))


ANY_TYPE = st.recursive(
    st.sampled_from([*PRIMITIVES, *NAMED]),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"list": inner.filter(has_bytes)}),
        st.fixed_dictionaries({"set": inner.filter(has_bytes).filter(is_key)}),
        st.fixed_dictionaries({"map": st.tuples(inner.filter(has_bytes).filter(is_key), inner)}),
        st.fixed_dictionaries({"array": st.tuples(inner.filter(has_bytes), st.integers(1, 4))}),
        st.fixed_dictionaries({"option": inner}),
        st.fixed_dictionaries({"result": st.tuples(inner, inner)}),
        st.fixed_dictionaries({"tuple": st.lists(inner, min_size=1, max_size=4)}),
    ),
    max_leaves=6,
).map(lambda ty: json.loads(json.dumps(ty)))

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["", "\0", "a\0b", "😀"])


def value(ty: Any, classes: Any = None, key: bool = False) -> st.SearchStrategy[Any]:
    """Values of a type, as they come back from the guest.

    `classes` has those of definitions as attributes. A key is equal to itself and to nothing else.
    """
    if isinstance(ty, str):
        return primitive(ty, key)
    ((kind, inner),) = ty.items()
    if kind == "named":
        return named(BY_NAME[inner], classes, key)
    if kind == "tuple":
        return st.tuples(*(value(part, classes, key) for part in inner))
    if kind == "option":
        some = value(inner, classes, key)
        if inner == "unit" or (isinstance(inner, dict) and "option" in inner):
            some = some.map(Some)
        return st.none() | some
    if kind == "result":
        ok, err = (value(part, classes, key) for part in inner)
        return ok.map(Ok) | err.map(Err)
    if kind == "map":
        return st.dictionaries(value(inner[0], classes, True), value(inner[1], classes), max_size=9)
    if kind == "set":
        return st.sets(value(inner, classes, True), max_size=9)
    count = inner[1] if kind == "array" else None
    item = parts(ty)[0]
    if item == "u8":
        return st.binary(min_size=count or 0, max_size=count or 40)
    # So long that all ways of the host to lay lists out are taken.
    most = 4 if isinstance(item, dict) and "list" in item else 12
    return st.lists(value(item, classes, key), min_size=count or 0, max_size=count or most)


def named(definition: Any, classes: Any, key: bool) -> st.SearchStrategy[Any]:
    """Values of a type with a definition."""
    kind, cls = definition["kind"], getattr(classes, definition["name"])
    if kind == "enum":
        return st.sampled_from(list(cls))
    if kind == "flags":
        most = (1 << len(definition["flags"])) - 1
        return (st.integers(0, most) | st.sampled_from([0, most])).map(cls)

    def made(cls: Any, case: Any) -> st.SearchStrategy[Any]:
        values = (value(f["type"], classes, key) for f in case.get("fields", []))
        names = [f["name"] for f in case.get("fields", [])]
        if kind == "error":
            return st.tuples(*values).map(lambda found: cls("", **dict(zip(names, found))))
        return st.tuples(*values).map(lambda found: cls(*found))

    if "cases" in definition:
        cases = definition["cases"]
        return st.one_of(*(made(getattr(classes, case["class"]), case) for case in cases))
    return made(cls, definition)


def primitive(kind: str, key: bool = False) -> st.SearchStrategy[Any]:
    """Values of a type without parts."""
    p = _abi.PRIMITIVES[kind]
    if p.low is not None:
        return st.integers(p.low, p.high) | st.sampled_from([p.low, p.high])
    if kind in ("f32", "f64"):
        if key:
            return st.integers(-1000, 1000).map(float)
        return st.floats(width=32) if kind == "f32" else st.floats()
    if kind == "bool":
        return st.booleans()
    if kind == "char":
        chars = st.characters(exclude_categories=["Cs"])
        return chars | st.sampled_from(["\0", "\x7f", "\ud7ff", "\ue000", "\U0010ffff"])
    if kind == "duration":
        return st.timedeltas(min_value=timedelta()) | st.just(timedelta.max)
    return TEXT if kind == "string" else st.none()


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal in type and value, NaN to NaN and -0.0 to -0.0.

    Those of definitions can be of different copies of the class.
    """
    if type(a).__qualname__ != type(b).__qualname__:
        return False
    if isinstance(a, float):
        return (a != a and b != b) or struct.pack("d", a) == struct.pack("d", b)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        # By their texts, in which objects of different classes are equal.
        return same(sorted(a.items(), key=repr), sorted(b.items(), key=repr))
    if isinstance(a, set):
        return same(sorted(a, key=repr), sorted(b, key=repr))
    if isinstance(a, enum.Enum):
        return bool(a.value == b.value)
    if dataclasses.is_dataclass(a) or isinstance(a, (Err, Ok, Some)):
        names: tuple[str, ...] = vars(type(a))["__match_args__"]
        return all(same(getattr(a, name), getattr(b, name)) for name in names)
    return bool(a == b)
