"""Makes modules for tests: WebAssembly text with an interface section behind it."""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Sequence
from typing import Any

if sys.platform == "emscripten":
    from js import wat2wasm  # of the program that runs the tests there
else:
    from wasmtime import wat2wasm

#: Where the hand-written guests keep things.
CONTROL, SCRATCH, SCRATCH_SIZE, HEAP = 16, 1024, 4096, 8192
#: The last 256 results of the form (address, length). One is overwritten when it is released, or
#: when the next one comes while it is pending.
PAIRS = SCRATCH + SCRATCH_SIZE


# A guest that can return whatever it is given. `pending` becomes a number that grows, so that tests
# can watch it; the number of blocks in use and of results released are exported.
def prelude(scratch: int = SCRATCH_SIZE) -> str:
    """The text of it, with a scratch area of this size."""
    control = struct.pack("<8I", 32, 0, SCRATCH, scratch, 0, 0, 0, 0)
    return f"""
(memory (export "memory") 2)
(global (export "pyext_v1") i32 (i32.const {CONTROL}))
(global $heap (mut i32) (i32.const {HEAP}))
(global $blocks (mut i32) (i32.const 0))
(global $released (mut i32) (i32.const 0))
(global $token (mut i32) (i32.const 0))
(data (i32.const {CONTROL}) "{data(control)}")
(func $grow_to (param $end i32)
  (if (i32.gt_u (local.get $end) (i32.mul (memory.size) (i32.const 65536)))
    (then (drop (memory.grow (i32.add (i32.const 1) (i32.shr_u
      (i32.sub (local.get $end) (i32.mul (memory.size) (i32.const 65536))) (i32.const 16))))))))
(func $alloc (export "pyext_alloc") (param $size i32) (param $align i32) (result i32)
  (local $at i32)
  (global.set $blocks (i32.add (global.get $blocks) (i32.const 1)))
  (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 15)) (i32.const -16)))
  (global.set $heap (i32.add (local.get $at) (local.get $size)))
  (call $grow_to (global.get $heap))
  (local.get $at))
(func (export "pyext_free") (param i32 i32 i32)
  (global.set $blocks (i32.sub (global.get $blocks) (i32.const 1))))
(func $record (param $token i32) (result i32)
  (i32.add (i32.const {PAIRS})
    (i32.shl (i32.and (local.get $token) (i32.const 255)) (i32.const 3))))
(func $forget (param $token i32)
  (if (local.get $token) (then (i64.store (call $record (local.get $token)) (i64.const -1)))))
(func (export "pyext_release") (param i32)
  (call $forget (local.get 0))
  (global.set $released (i32.add (global.get $released) (i32.const 1))))
(func $pending (export "next_token")
  (call $forget (i32.load (i32.const {CONTROL + 24})))
  (global.set $token (i32.add (global.get $token) (i32.const 1)))
  (i32.store (i32.const {CONTROL + 24}) (global.get $token)))
(func (export "blocks") (result i32) (global.get $blocks))
(func (export "released") (result i32) (global.get $released))
(func (export "pending") (result i32) (i32.load (i32.const {CONTROL + 24})))
(func $pair (param $address i32) (param $length i32) (result i32)
  (call $pending)
  (i32.store (call $record (global.get $token)) (local.get $address))
  (i32.store offset=4 (call $record (global.get $token)) (local.get $length))
  (call $record (global.get $token)))
"""


def data(content: bytes) -> str:
    """Bytes as WebAssembly text has them."""
    return "".join(f"\\{byte:02x}" for byte in content)


#: Functions of the prelude, for an interface.
COUNTERS: list[dict[str, Any]] = [
    {"name": "blocks", "params": [], "result": "u32"},
    {"name": "pending", "params": [], "result": "u32"},
    {"name": "released", "params": [], "result": "u32"},
]

Json = Any


def raises(result: Json = "unit", error: Json = "unit") -> Json:
    """What comes back from a function that can fail, for those that make functions."""
    return {"result": result, "raises": error}


def function(name: str, params: Sequence[tuple[Any, ...]] = (), result: Json = "unit") -> Json:
    """A function of an interface; a parameter is (name, type), with True behind it if writable."""
    listed = [
        {"name": p[0], "type": p[1], **({"writable": True} if len(p) > 2 else {})} for p in params
    ]
    outcome = result if isinstance(result, dict) and "raises" in result else {"result": result}
    return {"name": name, "params": listed, **outcome}


def interface(functions: Sequence[Json], **other: Json) -> bytes:
    """The content of an interface section."""
    top = {"abi": 1, "sdk": "test", "name": "guest", **other}
    order = sorted(functions, key=lambda f: (str(f["name"]), str(f.get("role", ""))))
    top["functions"] = order
    return json.dumps(top).encode()


def leb(value: int) -> bytes:
    """An unsigned LEB128 number."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def section(name: bytes, content: bytes) -> bytes:
    """A custom section."""
    body = leb(len(name)) + name + content
    return b"\0" + leb(len(body)) + body


def assembled(text: str) -> bytes:
    """A module from text alone."""
    return bytes(wat2wasm(f"(module {text})"))


def plain(text: str, functions: Sequence[Json] = (), **other: Json) -> bytes:
    """The same with these functions in its interface."""
    return assembled(text) + section(b"pyext", interface(functions, **other))


def module(
    text: str = "", functions: Sequence[Json] = (), scratch: int = SCRATCH_SIZE, **other: Json
) -> bytes:
    """A module from the prelude and text; these functions and the counters are its interface."""
    return plain(prelude(scratch) + text, [*functions, *COUNTERS], **other)


def flat(ty: Json, types: Sequence[Json] = ()) -> str | None:
    """The wasm type of a scalar."""
    if isinstance(ty, dict):
        kinds = {t["name"]: t["kind"] for t in types}
        return "i32" if kinds.get(ty.get("named")) in ("enum", "flags") else None
    if ty in ("string", "unit", "u128", "s128", "duration"):
        return None
    return {"u64": "i64", "s64": "i64", "f32": "f32", "f64": "f64"}.get(ty, "i32")


def echo(ty: Json, name: str = "echo", types: Sequence[Json] = ()) -> tuple[str, Json]:
    """A function that returns its argument: as text, and for the interface."""
    described = function(name, [("x", ty)], ty)
    wasm = flat(ty, types)
    if ty == "unit":
        return f'(func (export "{name}"))', described
    if wasm is not None:
        body = f'(func (export "{name}") (param {wasm}) (result {wasm}) (local.get 0))'
    elif ty == "string" or any(kind in ty for kind in ("list", "set", "map")):
        body = (
            f'(func (export "{name}") (param i32 i32) (result i32)'
            " (call $pair (local.get 0) (local.get 1)))"
        )
    else:
        body = f'(func (export "{name}") (param i32) (result i32) (call $pending) (local.get 0))'
    return body, described


def echo_module(ty: Json, scratch: int = SCRATCH_SIZE, types: Sequence[Json] = ()) -> bytes:
    """A module with the function `echo` of a type."""
    body, described = echo(ty, types=types)
    return module(body, [described], scratch, **with_types(types))


def with_types(types: Sequence[Json]) -> dict[str, Json]:
    """The key of an interface that holds definitions."""
    return {"types": sorted(types, key=lambda t: str(t["name"]))} if types else {}


def returning(ty: Json, content: bytes, at: int = 512, types: Sequence[Json] = ()) -> bytes:
    """A module whose function `f` returns the value of a compound type that has these bytes."""
    body = f"""(data (i32.const {at}) "{data(content)}")
        (func (export "f") (result i32) (call $pending) (i32.const {at}))"""
    return module(body, [function("f", [], ty)], **with_types(types))


def returning_scalar(ty: str, value: str) -> bytes:
    """A module whose function `f` returns a scalar written as WebAssembly text."""
    body = f'(func (export "f") (result {flat(ty)}) ({flat(ty)}.const {value}))'
    return module(body, [function("f", [], ty)])


def panicking(text: bytes, name: str = "panics") -> str:
    """A function that panics with this text in the control block."""
    return f"""(data (i32.const 600) "{data(text)}")
        (func (export "{name}")
          (i32.store (i32.const {CONTROL + 16}) (i32.const 600))
          (i32.store (i32.const {CONTROL + 20}) (i32.const {len(text)}))
          unreachable)"""
