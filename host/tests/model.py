"""Values in memory by the rules of docs/abi.md, written a second time to hold the host against."""

from __future__ import annotations

import struct
from datetime import timedelta
from typing import Any

from pyext_host import Err, Ok, Some
from values import BY_NAME

CODES = {
    "bool": "B",
    "u8": "B",
    "s8": "b",
    "u16": "H",
    "s16": "h",
    "u32": "I",
    "s32": "i",
    "u64": "Q",
    "s64": "q",
    "f32": "f",
    "f64": "d",
}


def up(at: int, align: int) -> int:
    while at % align:
        at += 1
    return at


def index_size(cases: int) -> int:
    return 1 if cases <= 256 else 2 if cases <= 65536 else 4


def split(ty: Any) -> tuple[str, Any]:
    """The kind of a type and what is in it: parts, or a definition."""
    if isinstance(ty, str):
        return ty, None
    ((kind, inner),) = ty.items()
    if kind == "named":
        definition = BY_NAME[inner]
        return definition["kind"], definition
    return kind, inner


def field_types(case: Any) -> list[Any]:
    return [field["type"] for field in case.get("fields", [])]


def cases_of(kind: str, inner: Any) -> list[list[Any]]:
    """The types of the fields of each case."""
    if kind == "option":
        return [[], [inner]]
    if kind == "result":
        return [[inner[0]], [inner[1]]]
    return [field_types(case) for case in inner["cases"]]


def layout(ty: Any) -> tuple[int, int]:
    """Size and alignment."""
    kind, inner = split(ty)
    if kind == "unit":
        return 0, 1
    if kind in CODES:
        size = struct.calcsize(CODES[kind])
        return size, size
    if kind == "char":
        return 4, 4
    if kind in ("u128", "s128", "duration"):
        return 16, 8
    if kind in ("string", "list", "set", "map"):
        return 8, 4
    if kind == "array":
        size, align = layout(inner[0])
        return size * inner[1], align
    if kind == "enum":
        size = index_size(len(inner["cases"]))
        return size, size
    if kind == "flags":
        size = 1 if len(inner["flags"]) <= 8 else 2 if len(inner["flags"]) <= 16 else 4
        return size, size
    if kind == "tuple":
        return layout_of_fields(inner)
    if kind == "record" or (kind == "error" and "cases" not in inner):
        return layout_of_fields(field_types(inner))
    index, offset, payload = shape(cases_of(kind, inner))
    align = max(index, payload[1])
    return up(offset + payload[0], align), align


def layout_of_fields(types: list[Any]) -> tuple[int, int]:
    end, align = 0, 1
    for size, own in map(layout, types):
        end, align = up(end, own) + size, max(align, own)
    return up(end, align), align


def shape(cases: list[list[Any]]) -> tuple[int, int, tuple[int, int]]:
    """Size of the index, offset of the payload, size and alignment of the payload."""
    layouts = [layout_of_fields(case) for case in cases]
    payload = max(size for size, _ in layouts), max(align for _, align in layouts)
    index = index_size(len(cases))
    return index, up(index, payload[1]), payload


def put(memory: bytearray, at: int, data: bytes) -> None:
    memory[at : at + len(data)] = data


def place(memory: bytearray, size: int, align: int) -> int:
    """Room at the end of the memory."""
    at = up(len(memory), align)
    memory.extend(bytes(at + size - len(memory)))
    return at


def encode(ty: Any, value: Any, memory: bytearray, at: int, base: int) -> None:
    """Writes a value at `at`; the memory starts at the address `base`."""
    kind, inner = split(ty)
    if kind == "unit":
        return
    if kind in CODES:
        put(memory, at, struct.pack(f"<{CODES[kind]}", value))
    elif kind == "char":
        put(memory, at, struct.pack("<I", ord(value)))
    elif kind in ("u128", "s128"):
        put(memory, at, value.to_bytes(16, "little", signed=kind == "s128"))
    elif kind == "duration":
        whole = value // timedelta(microseconds=1)
        put(memory, at, struct.pack("<QI", whole // 10**6, whole % 10**6 * 1000))
    elif kind == "string":
        encode({"list": "u8"}, value.encode(), memory, at, base)
    elif kind in ("list", "set", "map"):
        items = list(value.items()) if kind == "map" else list(value)
        item = {"tuple": inner} if kind == "map" else inner
        size, align = layout(item)
        start = place(memory, size * len(items), align)
        put(memory, at, struct.pack("<II", base + start, len(items)))
        for i, x in enumerate(items):
            encode(item, x, memory, start + i * size, base)
    elif kind == "array":
        for i, x in enumerate(value):
            encode(inner[0], x, memory, at + i * layout(inner[0])[0], base)
    elif kind == "enum":
        index = [case["name"] for case in inner["cases"]].index(value.name)
        put(memory, at, index.to_bytes(layout(ty)[0], "little"))
    elif kind == "flags":
        put(memory, at, value.value.to_bytes(layout(ty)[0], "little"))
    elif kind == "tuple":
        encode_fields(inner, list(value), memory, at, base)
    elif kind == "record" or (kind == "error" and "cases" not in inner):
        names = [field["name"] for field in inner.get("fields", [])]
        encode_fields(field_types(inner), [getattr(value, n) for n in names], memory, at, base)
    else:
        cases = cases_of(kind, inner)
        number, values = chosen(kind, inner, value)
        index, offset, _ = shape(cases)
        put(memory, at, number.to_bytes(index, "little"))
        encode_fields(cases[number], values, memory, at + offset, base)


def encode_fields(
    types: list[Any], values: list[Any], memory: bytearray, at: int, base: int
) -> None:
    end = at
    for ty, value in zip(types, values):
        size, align = layout(ty)
        end = up(end - at, align) + at
        encode(ty, value, memory, end, base)
        end += size


def chosen(kind: str, inner: Any, value: Any) -> tuple[int, list[Any]]:
    """Which case a value is of, and its fields."""
    if kind == "option":
        return (0, []) if value is None else (1, [value.value if type(value) is Some else value])
    if kind == "result":
        return (0, [value.value]) if type(value) is Ok else (1, [value.error])
    number = [case["class"] for case in inner["cases"]].index(type(value).__name__)
    names = [field["name"] for field in inner["cases"][number].get("fields", [])]
    return number, [getattr(value, name) for name in names]


def decode(ty: Any, memory: bytes, at: int, base: int, classes: Any) -> Any:
    """Reads the value at `at`."""
    kind, inner = split(ty)
    if kind == "unit":
        return None
    if kind in CODES:
        (number,) = struct.unpack_from(f"<{CODES[kind]}", memory, at)
        return bool(number) if kind == "bool" else number
    if kind == "char":
        return chr(struct.unpack_from("<I", memory, at)[0])
    if kind in ("u128", "s128"):
        return int.from_bytes(memory[at : at + 16], "little", signed=kind == "s128")
    if kind == "duration":
        seconds, nanoseconds = struct.unpack_from("<QI", memory, at)
        return timedelta(seconds=seconds, microseconds=nanoseconds // 1000)
    if kind == "string":
        return bytes(decode({"list": "u8"}, memory, at, base, classes)).decode()
    if kind in ("list", "set", "map"):
        address, count = struct.unpack_from("<II", memory, at)
        item = {"tuple": inner} if kind == "map" else inner
        size, align = layout(item)
        assert not count or address % align == 0
        starts = [address - base + i * size for i in range(count)]
        items = [decode(item, memory, start, base, classes) for start in starts]
        if kind == "list":
            return bytes(items) if inner == "u8" else items
        return set(items) if kind == "set" else dict(items)
    if kind == "array":
        size = layout(inner[0])[0]
        items = [decode(inner[0], memory, at + i * size, base, classes) for i in range(inner[1])]
        return bytes(items) if inner[0] == "u8" else items
    size = layout(ty)[0]
    if kind == "enum":
        number = int.from_bytes(memory[at : at + size], "little")
        return getattr(classes, inner["name"])[inner["cases"][number]["name"]]
    if kind == "flags":
        return getattr(classes, inner["name"])(int.from_bytes(memory[at : at + size], "little"))
    if kind == "tuple":
        return tuple(decode_fields(inner, memory, at, base, classes))
    if kind == "record":
        values = decode_fields(field_types(inner), memory, at, base, classes)
        return getattr(classes, inner["name"])(*values)
    cases = cases_of(kind, inner)
    index, offset, _ = shape(cases)
    number = int.from_bytes(memory[at : at + index], "little")
    values = decode_fields(cases[number], memory, at + offset, base, classes)
    if kind == "option":
        nullable = inner == "unit" or (isinstance(inner, dict) and "option" in inner)
        return None if number == 0 else Some(values[0]) if nullable else values[0]
    if kind == "result":
        return (Ok, Err)[number](values[0])
    return getattr(classes, inner["cases"][number]["class"])(*values)


def decode_fields(types: list[Any], memory: bytes, at: int, base: int, classes: Any) -> list[Any]:
    values, end = [], at
    for ty in types:
        size, align = layout(ty)
        end = up(end - at, align) + at
        values.append(decode(ty, memory, end, base, classes))
        end += size
    return values
