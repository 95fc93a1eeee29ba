"""Values of every type go into a guest and come back as they were."""

from __future__ import annotations

import functools
import json
import struct
from array import array
from typing import Any

import pytest
from effort import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import builder
import model
import pyext_host
from pyext_host import columns, lower
from values import ANY_TYPE, SCALARS, TYPES, needed, same, value

# The guest's scratch area: roomy, so that calls take the hot way; none, so that blocks are used.
ROOMS = [builder.SCRATCH_SIZE, 0]


@functools.lru_cache(maxsize=256)
def _load(ty: str, scratch: int) -> pyext_host.Extension:
    described = json.loads(ty)
    return pyext_host.load(builder.echo_module(described, scratch, needed(described)))


def echo(ty: Any, scratch: int = ROOMS[0]) -> pyext_host.Extension:
    return _load(json.dumps(ty), scratch)


@pytest.mark.parametrize("scratch", ROOMS, ids=["hot", "blocks"])
@pytest.mark.parametrize("ty", TYPES, ids=lambda ty: json.dumps(ty).replace(" ", ""))
@given(data=st.data())
@settings(deadline=None, max_examples=15)
def test_a_value_comes_back_as_it_was(ty: Any, scratch: int, data: st.DataObject) -> None:
    extension = echo(ty, scratch)
    given_value = data.draw(value(ty, extension))
    assert same(extension.echo(given_value), given_value)
    assert same(extension.echo(x=given_value), given_value)
    assert extension.blocks() == 0


@given(st.data())
@settings(deadline=None, max_examples=examples(150))
def test_a_value_of_any_type_comes_back_as_it_was(data: st.DataObject) -> None:
    ty = data.draw(ANY_TYPE)
    extension = echo(ty)
    for _ in range(3):
        given_value = data.draw(value(ty, extension))
        assert same(extension.echo(given_value), given_value)


@given(st.data())
@settings(deadline=None, max_examples=examples(300))
def test_a_value_is_laid_out_by_the_rules(data: st.DataObject) -> None:
    ty = data.draw(st.sampled_from(TYPES) | ANY_TYPE)
    extension = echo(ty)
    given_value = data.draw(value(ty, extension))
    extension.echo(given_value)
    interface = extension.echo.__globals__["m"].interface
    (function,) = [f for f in interface.functions if f.name == "echo"]
    assert tuple(function.result.layout) == model.layout(ty)
    base = data.draw(st.sampled_from([0, 1024, 1 << 20]))
    image, fixes = lower.lowerer(function.result, "x")(given_value, base)
    assert same(model.decode(ty, bytes(image), 0, base, extension), given_value)
    lower.move(image, fixes, 4096)
    assert same(model.decode(ty, bytes(image), 0, base + 4096, extension), given_value)


@given(st.data())
@settings(deadline=None, max_examples=examples(200))
def test_long_lists_of_anything_are_laid_out_by_columns(data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(TYPES) | ANY_TYPE)
    assume(model.layout(item)[0] and item != "u8")  # a list of these comes back as bytes
    ty = {"list": item}
    extension = echo(ty)
    few = data.draw(st.lists(value(item, extension), min_size=1, max_size=4))
    items = [few[i % len(few)] for i in range(data.draw(st.integers(8, 20)))]
    assert same(extension.echo(items), items)
    interface = extension.echo.__globals__["m"].interface
    (function,) = [f for f in interface.functions if f.name == "echo"]
    part = function.result.parts[0]
    # As a list's image begins: address and count, then the items.
    start, base = 8 + -8 % part.layout.align, 1024
    image, fixes = bytearray(start + part.layout.size * len(items)), [0]
    image[:8] = struct.pack("<II", base + start, len(items))
    assert columns.columns(part)(items, image, start, start, image, fixes, base)
    assert same(model.decode(ty, bytes(image), 0, base, extension), items)
    lower.move(image, fixes, 4096)
    assert same(model.decode(ty, bytes(image), 0, base + 4096, extension), items)


@given(st.data())
@settings(deadline=None, max_examples=examples(150))
def test_a_value_laid_out_by_the_rules_is_lifted(data: st.DataObject) -> None:
    ty = data.draw(st.sampled_from(TYPES) | ANY_TYPE)
    given_value = data.draw(value(ty, echo(ty)))
    # In a tuple, which is compound whatever is in it; with an error beside it; at an odd place.
    whole = {"tuple": ["u8", ty, {"result": ["unit", ty]}]}
    memory = bytearray(model.layout(whole)[0])
    model.encode(whole, (7, given_value, pyext_host.Err(given_value)), memory, 0, 512)
    f = pyext_host.load(builder.returning(whole, bytes(memory), types=needed(ty))).f
    assert same(f(), (7, given_value, pyext_host.Err(given_value)))


@pytest.mark.parametrize("kind", [s for s in SCALARS if s not in ("bool", "char")])
@given(data=st.data())
@settings(deadline=None, max_examples=10)
def test_a_list_comes_from_any_buffer_or_iterable(kind: str, data: st.DataObject) -> None:
    items = data.draw(st.lists(value(kind), max_size=8))
    code = pyext_host._abi.PRIMITIVES[kind].code or ""
    extension = echo({"list": kind})
    buffer = array(code, items)
    expected = extension.echo(buffer)
    assert same(expected, bytes(items) if kind == "u8" else buffer.tolist())
    backwards = memoryview(array(code, items[::-1]))[::-1]
    widened = memoryview(array(code, [x for item in items for x in (item, item)]))[::2]
    for source in (
        items,
        tuple(items),
        iter(items),
        (item for item in items),
        memoryview(buffer),
        memoryview(buffer).toreadonly(),
        backwards,
        widened,
        buffer.tobytes() if kind == "u8" else buffer,
        bytearray(buffer.tobytes()) if kind == "u8" else buffer,
    ):
        assert same(extension.echo(source), expected)


def test_a_list_comes_from_a_range() -> None:
    assert echo({"list": "s64"}).echo(range(5)) == [0, 1, 2, 3, 4]
    assert echo({"list": "u8"}).echo(range(5)) == b"\0\1\2\3\4"
    assert echo({"list": "f64"}).echo(range(3)) == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("scratch", ROOMS, ids=["hot", "blocks"])
@pytest.mark.parametrize("size", [4079, 4080, 4081, 4096, 4097, 65536, 65537, 1_000_000])
def test_a_text_of_any_size_comes_back(size: int, scratch: int) -> None:
    extension = echo("string", scratch)
    text = "é" + "x" * (size - 2)
    assert extension.echo(text) == text
    assert extension.blocks() == 0


def test_a_result_over_64_kib_is_released_at_once() -> None:
    for ty, make in (
        ("string", lambda n: "x" * n),
        ({"list": "u8"}, bytes),
        ({"list": "u32"}, lambda n: [7] * (n // 4)),
        ({"list": "string"}, lambda n: ["x" * (n - 1000), "y" * 984]),
        ({"option": "string"}, lambda n: "x" * n),
    ):
        extension = echo(ty)
        before = extension.released()
        extension.echo(make(65536))
        assert extension.released() == before
        assert extension.pending() != 0
        extension.echo(make(65540))
        assert extension.released() == before + 1
        assert extension.pending() == 0


def test_a_call_that_takes_no_scratch_leaves_the_result_pending() -> None:
    extension = pyext_host.load(builder.echo_module("string"))
    extension.echo("x")
    pending = extension.pending()
    assert pending == 1
    assert extension.pending() == pending


def test_several_arguments_keep_their_places() -> None:
    wide = builder.function(
        "f",
        [
            ("a", "string"),
            ("b", "u8"),
            ("c", {"list": "u64"}),
            ("d", {"option": "string"}),
            ("e", "f64"),
            ("f", {"list": "string"}),
        ],
        {"list": "u8"},
    )
    # Returns one of the lists' bytes: which, says `b`.
    body = """(func (export "f") (param i32 i32 i32 i32 i32 i32 f64 i32 i32) (result i32)
      (if (i32.eq (local.get 2) (i32.const 0))
        (then (return (call $pair (local.get 0) (local.get 1)))))
      (if (i32.eq (local.get 2) (i32.const 1))
        (then (return (call $pair (local.get 3) (i32.mul (i32.const 8) (local.get 4))))))
      (if (i32.eq (local.get 2) (i32.const 2))
        (then (return (call $pair
          (i32.load offset=4 (local.get 5)) (i32.load offset=8 (local.get 5))))))
      (if (i32.eq (local.get 2) (i32.const 3))
        (then (return (call $pair (i32.load (i32.add (i32.const 8) (local.get 7)))
          (i32.load (i32.add (i32.const 12) (local.get 7)))))))
      (call $pair (i32.const 0) (i32.trunc_f64_u (local.get 6))))"""
    for scratch in (*ROOMS, 40):
        f = pyext_host.load(builder.module(body, [wide], scratch)).f
        arguments: Any = ([1, 2], "some", 0.0, ["x", "second"])
        assert f("first", 0, *arguments) == b"first"
        assert f("first", 1, *arguments) == bytes([1, *[0] * 7, 2, *[0] * 7])
        assert f("first", 2, *arguments) == b"some"
        assert f("first", 3, *arguments) == b"second"
        assert f("first", 4, *arguments) == b""
        assert f(f=arguments[3], e=0.0, d="some", c=[1, 2], b=3, a="first") == b"second"
