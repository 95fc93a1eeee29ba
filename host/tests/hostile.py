"""Modules that lie, break rules or attack their host: generated, the same ones each time.

Each says what has to come of it. `hostile_run.py` loads and calls them in a process of its own.
`python hostile.py FILE` keeps them in a file, for Pyodide: what assembles them here is not there.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import builder
from builder import CONTROL, SCRATCH, assembled, function, module, plain, raises, returning, section

Json = Any

#: What a name says if somebody runs it: `PWNED` is a list in `builtins`.
CODE = "__import__('builtins').PWNED.append(1)"

#: What has to come of a module. `load`: it is refused. `broken`: each call of `f` is found out.
#: `trap`: each call of `f` traps. `any`: exceptions of the host, or values; but no crash.
KINDS = ("any", "broken", "load", "trap")


class Case(NamedTuple):
    """One module."""

    name: str
    wasm: bytes
    #: One of `KINDS`.
    wanted: str
    #: For `runs` of `hostile_run.py`; else every function is called with something that fits.
    program: str = ""


NAMES = [
    CODE,
    f"f({CODE})",
    f"f=0):\n    pass\n{CODE}#",
    "f\n",
    "f\0g",
    "",
    " f",
    "f g",
    "1f",
    "f-g",
    "lambda",
    "None",
    "__class__",
    "__init__",
    "__builtins__",
    "\u00e9",
    "\u2170",
    "f\u202e",
    "f.",
    ".f",
    "f..g",
    "a" * 100_000 + "!",
    "memory",
    "pyext_alloc",
    "cabi_realloc",
    "\ud800",
]
WRONG: list[Json] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    "",
    CODE,
    [],
    [[]],
    {},
    {"name": CODE},
    [None],
    [CODE],
]
TYPES: list[Json] = [
    None,
    0,
    "",
    "int",
    "U8",
    CODE,
    [],
    {},
    {"list": None},
    {"list": "unit"},
    {"list": {"list": "u9"}},
    {"list": "u8", "option": "u8"},
    {"tuple": []},
    {"tuple": ["u8"] * 13},
    {"tuple": "u8"},
    {"array": ["u8", 0]},
    {"array": ["u8", -1]},
    {"array": ["u8", 2**32]},
    {"array": ["u64", 2**31]},
    {"array": ["u8"]},
    {"array": ["u8", "3"]},
    {"array": [{"array": [{"array": ["u64", 65535]}, 65535]}, 65535]},
    {"set": "unit"},
    {"set": {"list": "u32"}},
    {"map": ["u8"]},
    {"map": [{"list": "string"}, "u8"]},
    {"map": [{"map": ["u8", "u8"]}, "u8"]},
    {"result": "u8"},
    {"result": ["u8"]},
    {"named": "Nothing"},
    {"named": None},
    {"named": CODE},
    {"own": "Nothing"},
    {"borrow": 3},
    {"iterator": "unit"},
    {"iterator": {"iterator": "u8"}},
    {"callable": None},
    {"callable": {"params": ["u8"] * 13}},
    {"callable": {"params": [{"callable": {"params": []}}]}},
    {"callable": {"params": 3}},
]


def nested(depth: int, inner: Json = "u8") -> Json:
    for _ in range(depth):
        inner = {"option": inner}
    return inner


def good() -> bytes:
    """A module with something of everything, to be broken."""
    text = builder.echo("string")[0] + builder.echo({"list": "u8"}, "more")[0]
    point = {"name": "Point", "kind": "record", "fields": [{"name": "x", "type": "f64"}]}
    text += '(func (export "point") (param i32) (result i32) (call $pending) (local.get 0))'
    functions = [
        function("echo", [("x", "string")], "string"),
        function("more", [("x", {"list": "u8"})], {"list": "u8"}),
        function("point", [("p", {"named": "Point"})], {"named": "Point"}),
    ]
    return module(text, functions, types=[point], docs="Good.", version="1.0")


def raw(top: Json) -> bytes:
    """A module whose interface is this JSON, or these bytes."""
    content = top if isinstance(top, bytes) else json.dumps(top).encode()
    text = builder.prelude() + '(func (export "f") (param i32) (result i32) (local.get 0))'
    return assembled(text) + section(b"pyext", content)


TOP: Json = {
    "abi": 1,
    "sdk": "t",
    "name": "m",
    "version": "1",
    "docs": "d",
    "modules": [{"name": "sub", "docs": "d"}],
    "types": [
        {
            "name": "C",
            "kind": "enum",
            "docs": "d",
            "cases": [{"name": "A", "docs": "d", "value": 0}],
        },
        {
            "name": "E",
            "kind": "error",
            "base": "ValueError",
            "fields": [{"name": "at", "type": "u8"}],
        },
        {"name": "F", "kind": "flags", "flags": [{"name": "A"}]},
        {"name": "R", "kind": "record", "frozen": True, "fields": [{"name": "x", "type": "u8"}]},
        {
            "name": "V",
            "kind": "variant",
            "cases": [{"name": "A", "class": "VA", "fields": [{"name": "x", "type": "u8"}]}],
        },
    ],
    "constants": [{"name": "K", "docs": "d", "type": "u8", "value": 1}],
    "imports": [
        {"name": "host", "functions": [{"name": "g", "params": [{"name": "a", "type": "u8"}]}]}
    ],
    "functions": [
        {
            "name": "f",
            "docs": "d",
            "params": [{"name": "x", "type": "u32", "kind": "positional", "default": 3}],
            "result": "u32",
        }
    ],
}


def places(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything in some JSON."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from places(item, (*path, i))


def changed(top: Json, path: tuple[Any, ...], value: Json) -> Json:
    """The JSON with another value at a path."""
    copy = json.loads(json.dumps(top))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return copy


# ---- bytes


def bytes_of_a_module() -> Iterator[Case]:
    whole = good()
    for at in sorted({*range(40), *range(40, len(whole), max(1, len(whole) // 60))}):
        yield Case(f"cut at {at}", whole[:at], "load")
    rng = random.Random(1)
    for i in range(60):
        broken = bytearray(whole)
        for _ in range(1 + i % 4):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        yield Case(f"bytes {i}", bytes(broken), "any")
    empty = b"\0asm\1\0\0\0"
    interface = section(b"pyext", builder.interface([]))
    for name, wasm in {
        "nothing": b"",
        "magic only": b"\0asm",
        "version 2": b"\0asm\2\0\0\0" + interface,
        "a component": b"\0asm\x0d\0\1\0" + interface,
        "no module": b"\x7fELF" + bytes(100),
        "no section": empty,
        "two interfaces": empty + interface * 2,
        "an interface alone": empty + interface,
        "records": empty + section(b"pyext:record", b"{}"),
        "a name of 4 GiB": empty + b"\0\x06\xff\xff\xff\xff\x0fa",
        "a section of 4 GiB": empty + b"\0\xff\xff\xff\xff\x0fa",
        "a length without end": empty + b"\0" + b"\x80" * 1000,
        "a length of 70 bits": empty + b"\0" + b"\xff" * 9 + b"\x7f",
        "sections of all kinds": empty + b"".join(bytes([i, 0]) for i in range(256)),
        "many sections": whole + section(b"x", b"") * 100_000 + interface,
        "a start function": assembled("(func) (start 0)") + interface,
    }.items():
        yield Case(name, wasm, "load")


# ---- the interface


def interfaces() -> Iterator[Case]:
    for name, content in {
        "no JSON": b"{]",
        "not UTF-8": b'{"abi":1,"sdk":"t","name":"\xff","functions":[]}',
        "a number": b"1",
        "brackets": b"[" * 100_000,
        "brackets in it": b'{"abi":' + b"[" * 100_000,
        "a number of a million digits": b'{"abi":' + b"1" * 1_000_000 + b"}",
        "not a number": b'{"abi":NaN}',
        "infinity": b'{"abi":1e999,"sdk":"t","name":"m","functions":[]}',
        "an ABI of another type": b'{"abi":true,"sdk":"t","name":"m","functions":[]}',
        "a key twice": b'{"abi":2,"abi":1,"sdk":"t","name":"f","functions":3,"functions":4}',
        "zero bytes": bytes(1000),
    }.items():
        yield Case(f"interface: {name}", raw(content), "load")
    listed = list(places(TOP))
    for i, path in enumerate(listed):
        shown = ".".join(map(str, path))
        # Other values would take long to go through for each; two of them are all kinds in turn.
        for k in range(3):
            value = WRONG[(3 * i + k) % len(WRONG)]
            # No imports are as good as some.
            kind = "any" if (path, value) == (("imports",), []) else "load"
            yield Case(f"interface: {shown} is {value!r:.20}", raw(changed(TOP, path, value)), kind)
    for path in (p for p in listed if p[-1] in ("name", "class")):
        shown = ".".join(map(str, path))
        for k in range(4):
            name = NAMES[(len(shown) * 7 + k * 5) % len(NAMES)]
            yield Case(f"interface: {shown}: {name!r:.30}", raw(changed(TOP, path, name)), "load")
    for name in NAMES:
        described = changed(TOP, ("functions", 0, "name"), name)
        yield Case(f"function {name!r:.40}", raw(described), "load")
    for key in ("docs", "version", "sdk"):
        text = f"\x1b]0;{CODE}\x07\ud800\0'''\"\"\"{{}}%s\n{CODE}\n"
        top = changed({**TOP, "imports": []}, (key,), text)
        yield Case(f"{key} that are code", raw(changed(top, ("functions", 0, "docs"), text)), "any")


def types() -> Iterator[Case]:
    for i, ty in enumerate([*TYPES, nested(21), nested(900), {"list": nested(20)}]):
        shown = f"type {i}: {json.dumps(ty)[:40]}"
        for path in (
            ("functions", 0, "params", 0, "type"),
            ("functions", 0, "result"),
            ("types", 3, "fields", 0, "type"),
            ("constants", 0, "type"),
        ):
            yield Case(f"{path[0]}: {shown}", raw(changed(TOP, path, ty)), "load")
    record: Json = {"name": "R0", "kind": "record", "fields": [{"name": "x", "type": "u64"}]}
    doubling = [record]
    for i in range(1, 19):
        fields = [{"name": n, "type": {"named": f"R{i - 1}"}} for n in ("x", "y")]
        doubling.append({"name": f"R{i}", "kind": "record", "fields": fields})
    doubling.sort(key=lambda t: str(t["name"]))
    whole = {**TOP, "types": doubling, "constants": [], "imports": []}
    yield Case("records that double", raw(whole), "load")
    around = {**record, "fields": [{"name": "x", "type": {"option": {"named": "R0"}}}]}
    yield Case("a record in itself", raw({**whole, "types": [around]}), "load")
    large = {
        "name": "E",
        "kind": "enum",
        "cases": [{"name": f"A{i}", "value": i} for i in range(70_000)],
    }
    yield Case("an enum of 70,000 cases", raw({**whole, "types": [large]}), "any")
    many = [{"name": f"f{i:05}", "params": []} for i in range(5_000)]
    yield Case(
        "functions that are not there", raw({**whole, "types": [], "functions": many}), "load"
    )


def signatures() -> Iterator[Case]:
    """Exports of another type than the interface says."""
    texts = ["", "(param i32)", "(param i64) (result i32)", "(param i32 i32) (result i32)"]
    texts += ["(param f32) (result f32)", "(param v128) (result v128)", "(result i32 i32)"]
    texts += ["(param externref)", "(param funcref) (result funcref)"]
    wanted: list[tuple[Json, Json]] = [
        ("u8", "u8"),
        ("string", "u8"),
        ("f64", "f64"),
        ("u64", "string"),
    ]
    for i, text in enumerate(texts):
        for param, result in wanted:
            wasm = plain(
                builder.prelude() + f'(func (export "f") {text} unreachable)',
                [function("f", [("x", param)], result)],
            )
            fits = (i, param) in ((2, "u64"), (3, "string"))
            kind = "any" if fits else "load"
            yield Case(f"signature {i} for {param}, {result}", wasm, kind)
    for name, text in {
        "memory": '(table (export "f") 1 funcref)',
        "a global": '(global (export "f") i32 (i32.const 0))',
        "a reference": '(global (export "f") externref (ref.null extern))',
        "a vector": '(global (export "f") v128 (v128.const i64x2 0 0))',
        "a table": '(table (export "f") 1 externref)',
    }.items():
        wasm = plain(builder.prelude() + text, [function("f")])
        yield Case(f"{name} in place of a function", wasm, "load")
        # Beside the interface it does no harm.
        wasm = plain(builder.prelude() + text.replace('"f"', '"other"'), builder.COUNTERS)
        yield Case(f"{name} beside the functions", wasm, "any")


# ---- what comes back

_END = 2 * 65536
ADDRESSES = [0xFFFFFFFF, 0xFFFFFFFC, 0x80000000, 0x7FFFFFF8, _END, _END - 1, _END - 4, 1, 3]
_HUGE = [1, 4, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
POINTED: list[Json] = [
    "string",
    {"list": "u8"},
    {"list": "u32"},
    {"list": "f64"},
    {"list": "string"},
    {"list": {"list": "u16"}},
    {"map": ["u32", "string"]},
    {"set": "u64"},
]


def pointers() -> Iterator[Case]:
    """Results whose address, or what they point to, is outside of the memory."""
    for i, ty in enumerate(POINTED):
        for at in ADDRESSES:
            text = f'(func (export "f") (result i32) (call $pending) (i32.const {at}))'
            yield Case(f"{ty} at {at:#x}", module(text, [function("f", [], ty)]), "broken")
        for k in range(6):
            at, count = ADDRESSES[(i + k) % len(ADDRESSES)], _HUGE[(i * 5 + k) % len(_HUGE)]
            inside = at + count * (1 if ty in ("string", {"list": "u8"}) else 8) <= _END
            content = struct.pack("<II", at, count)
            name = f"{ty}: {count:#x} at {at:#x}"
            yield Case(name, returning(ty, content), "any" if inside else "broken")
            wrapped = returning({"option": ty}, b"\1\0\0\0" + content)
            yield Case(f"option: {name}", wrapped, "any" if inside else "broken")
            listed = struct.pack("<II", 520, 1) + content
            wasm = returning({"list": {"tuple": [ty]}}, listed)
            yield Case(f"list: {name}", wasm, "any" if inside else "broken")
    # Lists of lists that are all the same bytes: no more than the ABI has room for.
    pairs = struct.pack("<II", 4096, 8191) * 8191
    for depth, item in enumerate(("u8", {"list": "u8"})):
        ty = {"list": {"list": item}}
        text = f"""(data (i32.const 4096) "{builder.data(pairs)}")
          (data (i32.const 512) "{builder.data(struct.pack("<II", 4096, 8191))}")
          (func (export "f") (result i32) (call $pending) (i32.const 512))"""
        wasm = module(text, [function("f", [], ty)])
        yield Case(f"a list in itself, {depth + 2} deep", wasm, "any" if depth == 0 else "broken")


_BITS: list[tuple[Json, bytes]] = [
    *[("bool", bytes([n])) for n in (2, 3, 127, 128, 255)],
    *[("char", struct.pack("<I", n)) for n in (0xD800, 0xDFFF, 0x110000, 0x7FFFFFFF, 0xFFFFFFFF)],
    *[({"option": "u8"}, bytes([n, 0])) for n in (2, 128, 255)],
    *[({"option": "string"}, bytes([n]) + bytes(11)) for n in (2, 255)],
    *[({"result": ["u8", "u8"]}, bytes([n, 0])) for n in (2, 255)],
    *[({"named": "C"}, bytes([n])) for n in (2, 255)],
    *[({"named": "F"}, bytes([n])) for n in (4, 128, 255)],
    *[({"named": "V"}, bytes([n, 0])) for n in (1, 255)],
    ("duration", struct.pack("<QQ", 0, 1_000_000_000)),
    ("duration", struct.pack("<QQ", 0, 0xFFFFFFFF)),
]
_NAMED: list[Json] = [
    {"name": "C", "kind": "enum", "cases": [{"name": "A", "value": 0}, {"name": "B", "value": 9}]},
    {"name": "F", "kind": "flags", "flags": [{"name": "A"}, {"name": "B"}]},
    {
        "name": "V",
        "kind": "variant",
        "cases": [{"name": "A", "class": "VA", "fields": [{"name": "x", "type": "u8"}]}],
    },
]
_TEXTS = [
    b"\xff",
    b"\x80",
    b"\xc0\x80",
    b"\xe0\x80\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
    b"a\xc3",
]


def bits() -> Iterator[Case]:
    """Bytes that are no values."""
    for i, (ty, content) in enumerate(_BITS):
        for name, wrapped, value in (
            ("tuple", {"tuple": [ty]}, content),
            ("list", {"list": ty}, struct.pack("<II", 528, 1) + bytes(8) + content),
            ("array", {"array": [ty, 1]}, content),
            (
                "lists",
                {"list": {"list": ty}},
                struct.pack("<6I", 520, 1, 528, 1, 0, 0)[:16] + content,
            ),
        ):
            if name == "lists":
                value = struct.pack("<IIII", 520, 1, 528, 1) + content
            wasm = returning(wrapped, value, types=_NAMED)
            yield Case(f"{name} of {ty}: {content.hex()}", wasm, "broken")
        if builder.flat(ty, _NAMED) == "i32":
            number = int.from_bytes(content, "little")
            text = f'(func (export "f") (result i32) (i32.const {number}))'
            wasm = module(text, [function("f", [], ty)], types=_NAMED)
            yield Case(f"{ty} by itself: {number:#x} ({i})", wasm, "broken")
    for ty, low in (("u8", 256), ("s8", 128), ("u16", 65536), ("s16", 0x8000), ("bool", 256)):
        for number in (low, 0x7FFFFFFF, 0x80000000):
            text = f'(func (export "f") (result i32) (i32.const {number}))'
            yield Case(f"{ty} is {number:#x}", module(text, [function("f", [], ty)]), "broken")
    for text_bytes in _TEXTS:
        value = struct.pack("<II", 520, len(text_bytes)) + text_bytes
        yield Case(f"text {text_bytes.hex()}", returning("string", value), "broken")
        listed = struct.pack("<IIII", 520, 1, 528, len(text_bytes)) + text_bytes
        yield Case(f"texts {text_bytes.hex()}", returning({"list": "string"}, listed), "broken")
        key = struct.pack("<IIIIQ", 520, 1, 536, len(text_bytes), 0) + text_bytes
        wasm = returning({"map": ["string", "u64"]}, key)
        yield Case(f"key {text_bytes.hex()}", wasm, "broken")
        message = (
            b"\1" + bytes(3) + struct.pack("<IIIII", 536, len(text_bytes), 0, 0, 0) + text_bytes
        )
        wasm = returning("unit", message)
        text = f"""(data (i32.const 512) "{builder.data(message)}")
          (func (export "f") (result i32) (call $pending) (i32.const 512))"""
        wasm = module(text, [function("f", [], raises())])
        yield Case(f"message {text_bytes.hex()}", wasm, "broken")
    yield Case("a duration of 2^64 seconds", returning("duration", b"\xff" * 8 + bytes(8)), "any")


# ---- the control block and the ABI's own functions


def controls() -> Iterator[Case]:
    prelude = builder.prelude()
    f = '(func (export "f") (param i32 i32) (result i32) (call $pair (local.get 0) (local.get 1)))'
    functions = [function("f", [("x", "string")], "string"), *builder.COUNTERS]
    for at in (0xFFFFFFFF, 0xFFFFFFE0, _END, _END - 4, _END - 28, 2, 17, 0x80000000):
        text = prelude.replace(
            f"(i32.const {CONTROL}))\n(global $heap", f"(i32.const {at}))\n(global $heap"
        )
        assert text != prelude
        yield Case(f"the control block at {at:#x}", plain(text + f, functions), "load")
    for name, words in {
        "too small": (31, 0, SCRATCH, 4096, 0, 0, 0, 0),
        "scratch not aligned": (32, 0, SCRATCH + 1, 4096, 0, 0, 0, 0),
        "scratch outside": (32, 0, _END, 16, 0, 0, 0, 0),
        "scratch around the end": (32, 0, _END - 16, 32, 0, 0, 0, 0),
        "scratch of 4 GiB": (32, 0, SCRATCH, 0xFFFFFFFF, 0, 0, 0, 0),
        "scratch at the end of addresses": (32, 0, 0xFFFFFFF0, 0xFFFFFFF0, 0, 0, 0, 0),
    }.items():
        text = replaced_control(prelude, words)
        yield Case(f"control: {name}", plain(text + f, functions), "load")
    storming: dict[str, Sequence[int]] = {
        "all ones": (0xFFFFFFFF, 0xFFFFFFFF, SCRATCH, 4096, *[0xFFFFFFFF] * 4),
        "scratch over itself": (32, 0, 0, 4096, 0, 0, 0, 0),
        "the whole memory is scratch": (32, 0, 0, _END, 0, 0, 0, 0),
        "a panic from the start": (32, 0, SCRATCH, 4096, 0xFFFFFFFF, 0xFFFFFFFF, 7, 1),
        "a pending result from the start": (32, 0, SCRATCH, 4096, 0, 0, 0xFFFFFFFF, 0),
    }
    for name, listed in storming.items():
        text = replaced_control(prelude, listed)
        yield Case(f"control: {name}", plain(text + f, functions), "any")
    storms = "".join(
        f"(i32.store (i32.const {CONTROL + 4 * i}) (i32.const {value}))"
        for i, value in enumerate((0, -1, -1, -1, -1, -1, -1, -1))
    )
    text = f"""(func (export "f") (param i32 i32) (result i32) {storms}
      (i32.store (i32.const 256) (local.get 0)) (i32.store (i32.const 260) (local.get 1))
      (i32.const 256))"""
    yield Case("a control block that changes", plain(prelude + text, functions), "any")
    traps = f"""(func (export "f") (param i32 i32) (result i32) {storms} unreachable)"""
    yield Case("a panic that is nowhere", plain(prelude + traps, functions), "trap")
    for name, body in {
        "out of memory": "(i32.const 0)",
        "not aligned": "(i32.const 8193)",
        "the end of addresses": "(i32.const -16)",
        "the end of the memory": f"(i32.const {_END})",
        "the control block": "(i32.const 16)",
        "always the same": "(i32.const 8192)",
        "a trap": "unreachable",
        "no end of growth": "(drop (memory.grow (i32.const 1))) (i32.const 8192)",
    }.items():
        control = struct.pack("<8I", 32, 0, 1024, 16, 0, 0, 0, 0)
        text = (
            '(memory (export "memory") 2 4) (global (export "pyext_v1") i32 (i32.const 16))'
            f'(data (i32.const 16) "{builder.data(control)}")'
            f'(func (export "pyext_alloc") (param i32 i32) (result i32) {body})'
            '(func (export "pyext_free") (param i32 i32 i32) unreachable)'
            '(func (export "pyext_release") (param i32) unreachable)'
            '(func (export "f") (param i32 i32) (result i32)'
            " (i32.store (i32.const 256) (local.get 0)) (i32.store (i32.const 260) (local.get 1))"
            " (i32.store (i32.const 40) (i32.const 1)) (i32.const 256))"
        )
        wasm = plain(text, [function("f", [("x", "string")], "string")])
        yield Case(f"allocator: {name}", wasm, "any", "large")
    for name, memory in {
        "of no pages": '(memory (export "memory") 0)',
        "that is shared": '(memory (export "memory") 1 1 shared)',
        "of 64 bits": '(memory (export "memory") i64 1)',
        "that is imported": '(import "env" "memory" (memory 1)) (export "memory" (memory 0))',
        "under another name": '(memory (export "mem") 1)',
    }.items():
        text = f'{memory} (global (export "pyext_v1") i32 (i32.const 0)) (func (export "f"))'
        yield Case(f"a memory {name}", plain(text, [function("f")]), "load")
    for name, line in {
        "mutable": '(global (export "pyext_v1") (mut i32) (i32.const 16))',
        "of 64 bits": '(global (export "pyext_v1") i64 (i64.const 16))',
        "a function": '(func (export "pyext_v1"))',
        "a vector": '(global (export "pyext_v1") v128 (v128.const i64x2 16 0))',
    }.items():
        text = f'(memory (export "memory") 1) {line} (func (export "f"))'
        yield Case(f"a control global that is {name}", plain(text, [function("f")]), "load")


def replaced_control(prelude: str, words: Sequence[int]) -> str:
    """The prelude with another control block."""
    start = prelude.index(f"(data (i32.const {CONTROL}) ")
    end = prelude.index("\n", start)
    content = builder.data(struct.pack("<8I", *words))
    return f'{prelude[:start]}(data (i32.const {CONTROL}) "{content}"){prelude[end:]}'


# ---- what is imported

_CALL = '(import "pyext:sdk/callable" "call" (func $call (param i32 i32) (result i32)))'
_NEXT = '(import "pyext:sdk/iterator" "next" (func $next (param i32 i32) (result i32)))'
_CALLABLE: Json = {"callable": {"params": ["string"], "result": "string", "raises": "unit"}}
_ITERATOR: Json = {"iterator": "string", "raises": "unit"}


def imported() -> Iterator[Case]:
    for module_name, name, signature in (
        ("env", "abort", ""),
        ("wasi_snapshot_preview1", "fd_write", "(param i32 i32 i32 i32) (result i32)"),
        ("pyext:sdk/clock", "now", "(result i32)"),
        ("pyext:sdk/clock", "set", ""),
        ("pyext:sdk/random", "fill", "(param i64 i64)"),
        ("pyext:sdk/callable", "call", "(param externref) (result v128)"),
        ("pyext:sdk/" + CODE.replace("'", ""), "f", ""),
        ("pyext:host/nothing", "f", ""),
        ("pyext:host/../os", "system", "(param i32 i32)"),
        ("", "", ""),
    ):
        text = f'(import "{module_name}" "{name}" (func {signature}))'
        wasm = plain(text + builder.prelude(), builder.COUNTERS)
        yield Case(f"import {module_name}.{name} {signature}", wasm, "load")
    for name, what in {
        "memory": "(memory 1)",
        "table": "(table 1 funcref)",
        "global": "(global i32)",
        "reference": "(global externref)",
    }.items():
        text = f'(import "pyext:sdk/clock" "now" {what})'
        if name == "memory":
            wasm = plain(text + '(func (export "f"))', [function("f")])
        else:
            wasm = plain(text + builder.prelude(), builder.COUNTERS)
        yield Case(f"an import that is a {name}", wasm, "load")
    bad = [(0xFFFFFFFF, 1), (_END, 1), (0, 0xFFFFFFFF), (0x80000000, 0x80000000), (_END - 1, 2)]
    for service, name, params, arguments in (
        ("log", "log", "i32 i32 i32 i32 i32", "(i32.const 30) {0} {0}"),
        ("random", "fill", "i32 i32", "{0}"),
        ("stdout", "write", "i32 i32", "{0}"),
    ):
        head = f'(import "pyext:sdk/{service}" "{name}" (func $s (param {params})))'
        for at, length in bad:
            pair = f"(i32.const {at}) (i32.const {length})"
            text = f'(func (export "f") (call $s {arguments.format(pair)}))'
            wasm = plain(head + builder.prelude() + text, [function("f"), *builder.COUNTERS])
            yield Case(f"{service}: {length:#x} bytes at {at:#x}", wasm, "broken")
        if service != "random":
            pair = "(i32.const 600) (i32.const 2)"
            text = '(data (i32.const 600) "\\ff\\fe")'
            text += f'(func (export "f") (call $s {arguments.format(pair)}))'
            wasm = plain(head + builder.prelude() + text, [function("f"), *builder.COUNTERS])
            yield Case(f"{service}: not UTF-8", wasm, "broken")
    for token in ("(i32.const 0)", "(i32.const -1)", "(i32.const 7)"):
        for at in (0, 3, 0xFFFFFFFF, _END - 4):
            text = f"""(func (export "f") (param i32) (result i32)
              (drop (call $call {token} (i32.const {at}))) (i32.const 0))"""
            wasm = plain(
                _CALL + builder.prelude() + text,
                [function("f", [("x", _CALLABLE)], "u32"), *builder.COUNTERS],
            )
            yield Case(f"a callable {token} with arguments at {at:#x}", wasm, "broken", "callback")
        text = f"""(func (export "f") (param i32) (result i32)
          (drop (call $next {token} (i32.const -1))) (i32.const 0))"""
        wasm = plain(
            _NEXT + builder.prelude() + text,
            [function("f", [("x", _ITERATOR)], "u32"), *builder.COUNTERS],
        )
        yield Case(f"an iterable {token}", wasm, "broken", "iterable")
    for at in (1, 0xFFFFFFFF, _END, _END - 4):
        text = f"""(func (export "f") (param i32) (result i32)
          (drop (call $call (local.get 0) (i32.const {at}))) (i32.const 0))"""
        functions = [function("f", [("x", _CALLABLE)], "u32"), *builder.COUNTERS]
        wasm = plain(_CALL + builder.prelude() + text, functions)
        yield Case(f"a callable with arguments at {at:#x}", wasm, "broken", "callback")
    kept = """(global $kept (mut i32) (i32.const 0))
      (func (export "f") (param i32) (result i32) (local i32)
        (local.set 1 (global.get $kept)) (global.set $kept (local.get 0))
        (if (local.get 1) (then (drop (call $call (local.get 1) (i32.const 600)))))
        (i32.const 0))"""
    functions = [function("f", [("x", _CALLABLE)], "u32"), *builder.COUNTERS]
    wasm = plain(_CALL + builder.prelude() + kept, functions)
    yield Case("a callable that is kept", wasm, "any", "callback")
    text = """(func (export "f") (param i32) (result i32)
        (drop (call $next (local.get 0) (i32.const -1)))
        (drop (call $call (local.get 0) (i32.const 600))) (i32.const 0))"""
    functions = [function("f", [("x", _ITERATOR)], "u32"), *builder.COUNTERS]
    wasm = plain(_CALL + _NEXT + builder.prelude() + text, functions)
    yield Case("an iterable in place of a callable", wasm, "any", "iterable")
    for number in (0, 1, 2, 0x7FFFFFFF, 0xFFFFFFFF):
        record = b"\1" + bytes(3) + struct.pack("<IIIII", 0, 0, 0, 0, number)
        text = f"""(data (i32.const 512) "{builder.data(record)}")
          (func (export "f") (result i32) (call $pending) (i32.const 512))"""
        wanted = "broken" if number else "any"
        yield Case(f"an exception {number:#x}", module(text, [function("f", [], raises())]), wanted)
    # Calls back without end: each call is inside of the one before.
    text = """(func (export "f") (param i32) (result i32)
        (drop (call $call (local.get 0) (i32.const 600))) (i32.const 0))"""
    functions = [function("f", [("x", {"callable": {"params": []}})], "u32"), *builder.COUNTERS]
    wasm = plain(_CALL + builder.prelude() + text, functions)
    yield Case("a call in a call without end", wasm, "any", "reentry")
    # The memory grows while Python has views of it.
    text = """(func (export "f") (param i32 i32 i32) (result i32)
        (drop (memory.grow (i32.const 40)))
        (drop (call $call (local.get 2) (i32.const 600)))
        (i32.store (i32.const 2700000) (i32.const 0x41424344))
        (call $pair (i32.const 2700000) (i32.const 4)))"""
    described = function("f", [("a", "string"), ("x", {"callable": {"params": []}})], "string")
    wasm = plain(_CALL + builder.prelude() + text, [described, *builder.COUNTERS])
    yield Case("a memory that grows in a call", wasm, "any", "grows")


# ---- objects and iterators


def handles() -> Iterator[Case]:
    types = [{"name": "C", "kind": "class"}]
    borrow = [("self", {"borrow": "C"})]

    def member(role: str, name: str, params: list[Any], result: Json = "unit") -> Json:
        found = {**function(f"C.{name}", params, result), "role": role}
        if params and params[0][0] == "self":
            found["params"][0]["kind"] = "positional"
        return found

    for handle in (0, 1, 0xFFFFFFFF):
        for name, drop in (("quiet", ""), ("traps", "unreachable"), ("refused", refuse(1, 0))):
            text = f"""(func (export "[drop]C") (param i32) {drop})
              (func (export "f") (result i32) (i32.const {handle}))
              (func (export "[method]C.m") (param i32) (result i32) (local.get 0))"""
            functions = [
                function("f", [], {"own": "C"}),
                member("method", "m", borrow, "u32"),
                *builder.COUNTERS,
            ]
            wasm = module(text, functions[:2], types=types)
            wanted = "any" if handle else "broken"
            yield Case(f"an object {handle:#x}, dropping {name}", wasm, wanted, "objects")
    for code, index in ((1, 0), (2, 0), (3, 0), (4, 0), (255, 0), (1, 1), (1, 0xFFFFFF), (0, 9)):
        text = f"""(func (export "[drop]C") (param i32))
          (func (export "f") (result i32) (i32.const 5))
          (func (export "[method]C.m") (param i32) (result i32)
            {refuse(code, index)} (i32.const 0))"""
        functions = [function("f", [], {"own": "C"}), member("method", "m", borrow, "u32")]
        wasm = module(text, functions, types=types)
        yield Case(f"a refusal {code} of {index}", wasm, "any", "objects")
    for missing in ("[drop]C", "[method]C.m", "[constructor]C"):
        texts = {
            "[drop]C": '(func (export "[drop]C") (param i32))',
            "[method]C.m": '(func (export "[method]C.m") (param i32) (result i32) (local.get 0))',
            "[constructor]C": '(func (export "[constructor]C") (result i32) (i32.const 1))',
        }
        text = "".join(body for name, body in texts.items() if name != missing)
        functions = [
            member("constructor", "__new__", [], {"own": "C"}),
            member("method", "m", borrow, "u32"),
        ]
        yield Case(f"{missing} is missing", module(text, functions, types=types), "load")
    for name in ("__class__", "__del__", "__getattribute__", "__reduce__", "__init__", "__dict__"):
        text = f"""(func (export "[drop]C") (param i32))
          (func (export "[method]C.{name}") (param i32) (result i32) (local.get 0))"""
        functions = [member("method", name, borrow, "u32")]
        yield Case(f"a method {name}", module(text, functions, types=types), "load")
    empty, full = struct.pack("<III", 0, 0, 0), struct.pack("<III", 544, 1, 0)
    for name, record, wanted in (
        ("of nothing without end", empty, "broken"),
        ("of more than asked for", struct.pack("<III", 544, 200, 0), "broken"),
        ("of 2^32 - 1", struct.pack("<III", 544, 0xFFFFFFFF, 0), "broken"),
        ("from outside", struct.pack("<III", 0xFFFFFFFF, 1, 0), "broken"),
        ("that ends with 2", struct.pack("<III", 544, 1, 2), "broken"),
        ("without end", full, "any"),
    ):
        text = f"""(data (i32.const 512) "{builder.data(record)}")
          (func (export "f") (result i32) (i32.const 9))
          (func (export "pyext_next") (param i32 i32) (result i32) (call $pending) (i32.const 512))
          (func (export "pyext_close") (param i32))"""
        wasm = module(text, [function("f", [], {"iterator": "u8"})])
        yield Case(f"an iterator {name}", wasm, wanted, "iterator")
    for body in ("(i32.const -1)", "(i32.const 3)", "unreachable", f"{refuse(1, 0)} (i32.const 0)"):
        text = f"""(func (export "f") (result i32) (i32.const 9))
          (func (export "pyext_next") (param i32 i32) (result i32) {body})
          (func (export "pyext_close") (param i32) unreachable)"""
        wasm = module(text, [function("f", [], {"iterator": "u8"})])
        yield Case(f"next items at {body[:20]}", wasm, "any", "iterator")
    text = '(func (export "f") (result i32) (i32.const 0))'
    text += '(func (export "pyext_next") (param i32 i32) (result i32) (i32.const 0))'
    text += '(func (export "pyext_close") (param i32))'
    wasm = module(text, [function("f", [], {"iterator": "u8"})])
    yield Case("an iterator that is 0", wasm, "broken", "iterator")


def refuse(code: int, index: int) -> str:
    return f"(i32.store (i32.const {CONTROL + 28}) (i32.const {code | index << 8}))"


# ---- resources


def resources() -> Iterator[Case]:
    for name, body in {
        "unreachable": "unreachable",
        "a division": "(drop (i32.div_u (i32.const 1) (i32.const 0)))",
        "outside": "(drop (i32.load (i32.const -1)))",
        "outside by an offset": "(drop (i64.load offset=4294967295 (i32.const -1)))",
        "without end": "(call $f)",
        "an empty table": "(call_indirect (i32.const 9))",
        "a copy": "(memory.copy (i32.const 0) (i32.const -1) (i32.const -1))",
        "a fill": "(memory.fill (i32.const 0) (i32.const 1) (i32.const -1))",
    }.items():
        text = f'(table 1 funcref) (func $f (export "f") {body})'
        yield Case(f"trap: {name}", module(text, [function("f")]), "trap")
    locals_ = "(local i64) " * 40_000
    text = f'(func $f (export "f") (param i32) (result i32) {locals_} (call $f (local.get 0)))'
    wasm = module(text, [function("f", [("x", "u32")], "u32")])
    yield Case("frames of 320 kB without end", wasm, "trap")
    text = '(func (export "f") (result i32) (memory.grow (i32.const 65536)))'
    yield Case("all memory at once", module(text, [function("f", [], "s32")]), "any")
    text = '(func (export "f") (result i32) (memory.grow (i32.const 60000)))'
    yield Case(
        "nearly all memory, which nobody touches", module(text, [function("f", [], "s32")]), "any"
    )
    for size in (10_000_001, 0x7FFFFFFF, 0xFFFFFFFF):
        text = f'(table {size} funcref) (func (export "f"))'
        yield Case(f"a table of {size:,}", module(text, [function("f")]), "load")
    many = "".join("(table 1000000 funcref)" for _ in range(20)) + '(func (export "f"))'
    yield Case("twenty tables", module(many, [function("f")]), "load")
    for name, text in {
        "another memory": '(memory $b 1) (func (export "f") (result i32)'
        " (memory.grow $b (i32.const 9)))",
        "another memory of 64 bits": '(memory $b i64 1) (func (export "f") (result i32)'
        " (i32.const 1))",
        "exceptions": '(tag (export "t")) (func (export "f") (result i32) (throw 0))',
        "objects": '(type $a (array (mut i8))) (func (export "f") (result i32)'
        " (array.len (array.new_default $a (i32.const 1000000000))))",
        "references": '(type $t (func)) (func (export "f") (result i32)'
        " (drop (ref.null $t)) (i32.const 1))",
    }.items():
        yield Case(f"memory of {name}", module(text, [function("f", [], "u32")]), "load")
    text = """(table $t 1 funcref) (func (export "f") (result i32)
      (table.grow $t (ref.null func) (i32.const 0x7FFFFFFF)))"""
    yield Case("a table that grows", module(text, [function("f", [], "s32")]), "any")
    text = """(table $t 1 funcref) (func (export "f") (result i32)
      (drop (table.grow $t (ref.null func) (i32.const 999999)))
      (table.grow $t (ref.null func) (i32.const 1)))"""
    yield Case("a table at its most", module(text, [function("f", [], "s32")]), "any")
    for depth in (1_000, 20_000):
        text = f'(func (export "f") {"block " * depth} {"end " * depth})'
        yield Case(f"{depth:,} blocks", module(text, [function("f")]), "any")
    text = f'(func (export "f") (result i32) (i32.const 0) {"(i32.const 1) i32.add " * 30_000})'
    yield Case("a long function", module(text, [function("f", [], "u32")]), "any")
    text = "".join(f'(func (export "e{i}"))' for i in range(3_000))
    functions = [function(f"e{i}") for i in range(3_000)]
    yield Case("3,000 functions", module(text, functions), "any")
    imports = "".join(
        f'(import "pyext:sdk/clock" "now" (func $i{i} (result i64)))' for i in range(3_000)
    )
    yield Case("3,000 imports", plain(imports + builder.prelude(), builder.COUNTERS), "any")
    text = '(data (i32.const -1) "abc") (func (export "f"))'
    yield Case("data outside", module(text, [function("f")]), "load")
    text = '(table 1 funcref) (elem (i32.const 5) $f) (func $f (export "f"))'
    yield Case("elements outside", module(text, [function("f")]), "load")
    for name, body in (("traps", "unreachable"), ("recurses", "(call $i)")):
        text = f'(func $i (export "_initialize") {body}) (func (export "f"))'
        yield Case(f"an _initialize that {name}", module(text, [function("f")]), "load")
    content = f"{CODE}\n{CODE}:1:2".encode() + b"\n\xff\x1b[2J:99999999999:1"
    yield Case(
        "a panic that is code", module(builder.panicking(content, "f"), [function("f")]), "trap"
    )


def greed() -> Iterator[Case]:
    """What limits end."""
    again = "(loop $again (br $again))"
    for name, body in {
        "a loop": again,
        "a loop that writes": "(loop $again (i32.store (i32.const 9000) (i32.const 1))"
        " (br $again))",
        "calls without end": "(loop $again (call $g) (br $again))",
        "a fill of all memory": "(loop $again (memory.fill (i32.const 8192) (i32.const 1)"
        " (i32.const 100000)) (br $again))",
    }.items():
        text = f'(func $g) (func (export "f") {body})'
        yield Case(f"greed: {name}", module(text, [function("f")]), "any", "limited")
    text = f'(func (export "_initialize") {again}) (func (export "f"))'
    yield Case("greed: _initialize", module(text, [function("f")]), "load", "limited")
    grow = "(loop $again (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))"
    text = f'(func (export "f") {grow} unreachable)'
    yield Case("greed: memory", module(text, [function("f")]), "any", "limited")
    text = '(func $f (export "f") (call $f))'
    yield Case("greed: the stack", module(text, [function("f")]), "any", "limited")
    text = f"""(func (export "f") (param i32) (result i32)
        (drop (call $call (local.get 0) (i32.const 600))) {again} (i32.const 0))"""
    functions = [function("f", [("x", {"callable": {"params": []}})], "u32"), *builder.COUNTERS]
    wasm = plain(_CALL + builder.prelude() + text, functions)
    yield Case("greed: behind a callable", wasm, "any", "limited")
    text = f"""(func (export "f") (result i32) (i32.const 9))
      (func (export "pyext_next") (param i32 i32) (result i32) {again} (i32.const 0))
      (func (export "pyext_close") (param i32) {again})"""
    wasm = module(text, [function("f", [], {"iterator": "u8"})])
    yield Case("greed: an iterator", wasm, "any", "limited")
    text = """(func (export "f") (param i32 i32) (result i32) (i32.const 0))
      (func (export "g") (result i32) (call $pending) (i32.const 512))"""
    prelude = builder.prelude(16).replace(
        '(func $alloc (export "pyext_alloc") (param $size i32) (param $align i32) (result i32)',
        f'(func (export "pyext_alloc") (param i32 i32) (result i32) {again} (i32.const 0))'
        "(func $alloc (param $size i32) (param $align i32) (result i32)",
    )
    wasm = plain(prelude + text, [function("f", [("x", {"list": "u8"})], "u32")])
    yield Case("greed: the allocator", wasm, "any", "limited")
    wasm = module("", []) + section(b"padding", bytes(3 << 20))
    yield Case("greed: a large file", wasm, "load", "limited")


GROUPS = (
    bytes_of_a_module,
    interfaces,
    types,
    signatures,
    pointers,
    bits,
    controls,
    imported,
    handles,
    resources,
    greed,
)


#: Where they are kept, if they are.
KEPT = os.environ.get("PYEXT_TEST_HOSTILE")


def of_group(name: str) -> list[Case]:
    """Those of a group."""
    if KEPT:
        return [Case(*case) for case in pickle.loads(Path(KEPT).read_bytes())[name]]
    (group,) = (group for group in GROUPS if group.__name__ == name)
    return [*group()]


def cases() -> list[Case]:
    """All of them."""
    return [case for group in GROUPS for case in of_group(group.__name__)]


if __name__ == "__main__":
    made = {group.__name__: [tuple(case) for case in group()] for group in GROUPS}
    Path(sys.argv[1]).write_bytes(pickle.dumps(made))
