"""What is so on the WebAssembly of JavaScript only: these tests run in Pyodide alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import hostile
import pytest

import builder
import pyext_host
from pyext_host import Limits, LoadError, TrapError, javascript
from pyext_host.__main__ import main


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"limits": Limits(time=1)}, "limits.time and interruptible"),
        ({"interruptible": True}, "limits.time and interruptible"),
        ({"limits": Limits(fuel=1000)}, "limits.fuel"),
        ({"limits": Limits(stack=64 << 10)}, "limits.stack"),
        ({"compile": "subprocess"}, "compile='subprocess'"),
    ],
)
def test_what_javascript_has_no_means_for_is_refused(options: dict[str, Any], named: str) -> None:
    wasm = builder.module("", [])
    with pytest.raises(LoadError, match="PX625: ") as caught:
        pyext_host.load(wasm, **options)
    assert f"Pyodide has no means for {named}: " in str(caught.value)
    assert pyext_host.load(wasm)


def test_info_does_not_miss_wasmtime(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    told = capsys.readouterr().out
    assert "wasmtime   none\n" in told
    assert "calls      fast path: JavaScript's WebAssembly runs the extension\n" in told


FIREFOX = """f@http://a/pyodide.asm.mjs line 1 > eval > WebAssembly.Module:wasm-function[11]:0x1ab
@http://a/pyodide.asm.mjs line 1 > eval > WebAssembly.Module:wasm-function[2]:0x9
bind/<@http://a/pyodide.asm.mjs line 1 > eval:43:26
JsvFunction_CallBound@http://a/pyodide.asm.mjs:1:593832
@http://a/pyodide.asm.wasm:wasm-function[420]:0x6cab8
"""
CHROMIUM = """RuntimeError: unreachable
    at f<a, b> (wasm://wasm/9a1c1d2e:wasm-function[11]:0x1ab)
    at wasm://wasm/9a1c1d2e:wasm-function[2]:0x9
    at eval (eval at <anonymous> (http://a/pyodide.asm.mjs:1:1), <anonymous>:43:26)
    at http://a/pyodide.asm.wasm:wasm-function[420]:0x6cab8
"""
ELSEWHERE = """RangeError: calls nest too deep
    at eval (eval at <anonymous> (http://a/pyodide.asm.mjs:1:1), <anonymous>:43:26)
    at http://a/pyodide.asm.wasm:wasm-function[420]:0x6cab8
"""


@pytest.mark.parametrize(
    ("message", "stack", "kind", "frames"),
    [
        ("unreachable executed", FIREFOX, "unreachable", [("f", 11, 0x1AB), ("", 2, 9)]),
        ("unreachable", CHROMIUM, "unreachable", [("f<a, b>", 11, 0x1AB), ("", 2, 9)]),
        ("calls nest too deep", ELSEWHERE, "other", []),
        ("index out of bounds", "", "memory out of bounds", []),
        ("memory access out of bounds", "", "memory out of bounds", []),
        ("table index is out of bounds", "", "table out of bounds", []),
        ("Out of bounds memory access (evaluating 'f(...given)')", "", "memory out of bounds", []),
        ("Out of bounds table access (evaluating 'f(...given)')", "", "table out of bounds", []),
        ("indirect call to null", "", "indirect call to null", []),
        ("indirect call signature mismatch", "", "bad signature", []),
        ("integer divide by zero", "", "integer division by zero", []),
        ("too much recursion", "", "stack overflow", []),
    ],
)
def test_what_each_engine_says_of_a_trap_is_understood(
    message: str,
    stack: str,
    kind: str,
    frames: list[tuple[str, int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = SimpleNamespace(failed=lambda: (message, stack))
    monkeypatch.setattr(javascript, "_glue", lambda: told)
    found = javascript.take_failure(None, None)
    assert (found.kind, found.frames) == (kind, frames)


def test_a_table_grows_no_further_than_with_wasmtime() -> None:
    wasm = next(c.wasm for c in hostile.of_group("resources") if c.name == "a table at its most")
    assert pyext_host.load(wasm).f() == -1


def nested(depth: int) -> int:
    """What takes much of JavaScript's stack: C code of Python in each level."""
    return max([depth], key=lambda _: depth and nested(depth - 1))


def test_a_guest_that_has_used_up_the_stack_does_not_end_python() -> None:
    text = """(import "pyext:sdk/callable" "call" (func $call (param i32 i32) (result i32)))
      (func $f (export "f") (param i32 i32) (if (local.get 0)
        (then (call $f (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))
        (else (drop (call $call (local.get 1) (i32.const 600))))))"""
    function = builder.function("f", [("depth", "u32"), ("x", {"callable": {"params": []}})])
    extension = pyext_host.load(builder.plain(text + builder.prelude(), [function]))
    calls: list[int] = []

    def call() -> None:
        calls.append(depth)
        nested(10)

    fits, too_deep = 0, 1 << 20
    while too_deep - fits > 1:
        depth = (fits + too_deep) // 2
        try:
            extension.f(depth, call)
            fits = depth
        except TrapError as e:
            assert "stack overflow" in str(e)
            assert depth not in calls
            too_deep = depth
    assert fits > 1000
    assert nested(10) == 10


def test_arrays_of_any_shape_are_python_s_own_and_are_taken_as_one_list() -> None:
    body = """
    (func (export "count") (param i32 i32) (result i32) (local.get 1))
    (func (export "negate") (param $at i32) (param i32)
      (f64.store (local.get $at) (f64.neg (f64.load (local.get $at)))))
    """
    functions = [
        builder.function("count", [("x", {"list": "f64"})], "u32"),
        builder.function("negate", [("x", {"list": "f64"}, True)]),
    ]
    ext: Any = pyext_host.load(builder.module(body, functions))
    array = ext.empty((2, 3))
    array[0][0] = 2.0
    assert ext.count(array) == 6
    ext.negate(array)
    assert array[0][0] == -2.0
