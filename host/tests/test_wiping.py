"""What calls with secrets leave in a guest that overwrites nothing by itself."""

from __future__ import annotations

from array import array
from typing import Any

import pytest

import behaviour
import builder
import pyext_host
from pyext_host import ExtensionError, PanicError, StaleObjectError

SECRET = bytes(range(80, 112))


def memory(function: Any) -> bytes:
    """All of the memory of a function's extension."""
    state = function.__globals__["m"]
    state.refresh()
    return bytes(state.view[0 : state.limit])


def wiping(name: str, params: Any, result: Any) -> Any:
    return {**builder.function(name, params, result), "wipe": True}


ECHO = """
(func (export "echo") (param i32 i32) (result i32)
  (call $pair (local.get 0) (local.get 1)))
"""


@pytest.mark.parametrize("size", [32, 5000], ids=["in scratch", "in a block"])
def test_arguments_are_overwritten_and_the_result_is_released(size: int) -> None:
    wasm = builder.module(ECHO, [wiping("echo", [("x", {"list": "u8"})], {"list": "u8"})])
    extension = pyext_host.load(wasm)
    secret = (SECRET * -(-size // 32))[:size]
    for n in range(3):
        assert extension.echo(secret) == secret
        assert SECRET[:8] not in memory(extension.echo)
        assert extension.pending() == 0
        assert extension.released() == n + 1
        assert extension.blocks() == 0


def test_images_and_texts_are_overwritten() -> None:
    ty = {"tuple": ["string", {"option": {"list": "u8"}}]}
    text = '(func (export "echo") (param i32) (result i32) (call $pending) (local.get 0))'
    echo = pyext_host.load(builder.module(text, [wiping("echo", [("x", ty)], ty)])).echo
    value = (SECRET.decode(), SECRET)
    assert echo(value) == value
    assert SECRET[:8] not in memory(echo)


def test_an_error_is_no_way_around_it() -> None:
    text = f"""(data (i32.const 512) "{builder.data(b"no")}")
    (func (export "fails") (param i32 i32) (result i32)
      (i32.store8 (i32.const 600) (i32.const 1))
      (i32.store (i32.const 604) (i32.const 512))
      (i32.store (i32.const 608) (i32.const 2))
      (call $pending)
      (i32.const 600))"""
    described = wiping("fails", [("x", {"list": "u8"})], builder.raises())
    extension = pyext_host.load(builder.module(text, [described]))
    for n in range(2):
        with pytest.raises(ExtensionError):
            extension.fails(SECRET)
        assert SECRET[:8] not in memory(extension.fails)
        assert extension.released() == n + 1


def test_arguments_in_front_of_one_that_is_refused_are_overwritten() -> None:
    text = '(func (export "seal") (param i32 i32 i32) (result i32) (i32.const 1))'
    seal = wiping("seal", [("key", {"list": "u8"}), ("counter", behaviour.BORROW)], "u32")
    texts, members = zip(*behaviour.MEMBERS)
    wasm = builder.module(
        behaviour.TEXT + text + "".join(texts), [*members, seal], types=[behaviour.CLASS]
    )
    extension = pyext_host.load(wasm)
    counter = extension.Counter(1)
    assert extension.seal(SECRET, counter) == 1
    counter.close()
    with pytest.raises(StaleObjectError):
        extension.seal(SECRET, counter)
    assert SECRET[:8] not in memory(extension.seal)


def test_after_a_panic_the_whole_memory_is_overwritten() -> None:
    text = builder.panicking(b"no\nsrc/lib.rs:1:2")
    wasm = builder.module(text, [wiping("panics", [], "unit")])
    extension = pyext_host.load(wasm)
    extension.blocks()
    before = memory(extension.blocks)
    assert before.strip(b"\0")
    state = extension.blocks.__globals__["m"]
    with pytest.raises(PanicError, match="no"):
        extension.panics()
    assert not bytes(state.view[0 : state.limit]).strip(b"\0")
    assert extension.blocks() == 0  # a fresh instance


def test_other_functions_overwrite_nothing() -> None:
    ty = {"list": "u8"}
    extension = pyext_host.load(builder.module(ECHO, [builder.function("echo", [("x", ty)], ty)]))
    assert extension.echo(SECRET) == SECRET
    assert SECRET in memory(extension.echo)


def test_a_buffer_of_the_caller_is_overwritten_on_request() -> None:
    key = bytearray(SECRET)
    part = memoryview(key)[:16]
    pyext_host.wipe(part)
    assert key == bytes(16) + SECRET[16:]
    pyext_host.wipe(key)
    assert key == bytes(32)
    numbers = array("d", [1.5, 2.5])
    pyext_host.wipe(numbers)
    assert list(numbers) == [0, 0]
    pyext_host.wipe(bytearray())
    wrong: list[Any] = [b"constant", "text", memoryview(key)[::2], 5]
    for value in wrong:
        with pytest.raises(TypeError, match=r"wipe\(\): "):
            pyext_host.wipe(value)


def test_a_buffer_whose_items_are_in_another_order_is_refused_in_our_words() -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(TypeError, match=r"wipe\(\): "):
        pyext_host.wipe(numpy.ones((2, 3), order="F"))
